from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from sandan.parallel import map_in_order


def test_map_in_order_keeps_the_order_whatever_runs_it():
    items = list(range(40, 0, -1))
    expected = [hex(item) for item in items]
    with ThreadPoolExecutor(4) as threads, ProcessPoolExecutor(2) as processes:
        assert [map_in_order(hex, items, executor=one) for one in (None, threads, processes)] == [
            expected
        ] * 3


def test_map_in_order_raises_what_the_function_raises():
    with pytest.raises(ValueError, match="invalid literal"):
        map_in_order(int, ["1", "x"])
