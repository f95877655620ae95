import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from sandan.parallel import each_in_order, map_in_order, watched, watcher


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


def test_map_in_order_tells_its_progress_whatever_runs_it():
    with ThreadPoolExecutor(2) as threads:
        told = {None: [], threads: []}
        for executor, heard in told.items():
            map_in_order(
                hex, [1, 2, 3], executor=executor, progress=lambda *both, heard=heard: heard.append(both)
            )
        assert list(told.values()) == [[(1, 3), (2, 3), (3, 3)]] * 2


def test_map_in_order_begins_nothing_more_when_progress_objects():
    begun = []
    release = threading.Event()

    def work(item):
        begun.append(item)
        if item:
            release.wait(10)

    def stop(done, total):
        raise InterruptedError(f"{done} of {total}")

    with ThreadPoolExecutor(1) as threads:
        with pytest.raises(InterruptedError, match="1 of 50"):
            map_in_order(work, range(50), executor=threads, progress=stop)
        release.set()
    assert len(begun) <= 2


def test_each_in_order_lets_go_of_what_was_taken():
    results = each_in_order(lambda item: [item], range(3))
    assert [next(results), next(results)] == [[0], [1]]
    assert list(results) == [[2]]


def test_watched_ends_a_long_computation_when_the_watcher_objects():
    def stop(done, whole):
        raise InterruptedError(f"{done} of {whole}")

    with pytest.raises(InterruptedError, match="1 of 3"), watched(stop):
        map_in_order(abs, [1, 2, 3], progress=watcher())
    assert watcher() is None
