from concurrent.futures import ThreadPoolExecutor

import pytest

from sandan.cli.observe.running import chance, executor_for, told
from sandan.errors import MeasureError


def test_executor_for_gives_threads_that_end_with_the_block():
    with executor_for(2, None) as executor:
        assert isinstance(executor, ThreadPoolExecutor)
        assert list(executor.map(abs, [-1, 2])) == [1, 2]
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(abs, 1)


def test_executor_for_refuses_an_address_where_nobody_answers():
    with (
        pytest.raises(MeasureError, match=r"No Dask scheduler answers at tcp://127\.0\.0\.1:1 "),
        executor_for(None, "tcp://127.0.0.1:1"),
    ):
        pass


def test_told_says_nothing_where_nobody_looks(capsys):
    with told("Simulating") as progress:
        progress(1, 2)
        progress(2, 2)
    assert capsys.readouterr().err == ""


def test_chance_is_the_same_for_the_same_seed():
    assert chance(3).random() == chance(3).random() != chance(4).random()
