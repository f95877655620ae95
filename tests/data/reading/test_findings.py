import numpy as np
import pandas as pd

from sandan.data.quality import EXAMPLES_KEPT, Action
from sandan.data.reading.findings import describe, describe_cells, describe_rows, noted


def test_nothing_found_is_no_finding() -> None:
    cells = pd.Series(["a"], index=[1])
    assert describe("x", Action.NOTED, "X.", []) is None
    assert describe_rows("x", Action.NOTED, "X.", np.array([False]), cells) == []
    assert describe_cells("x", Action.NOTED, "X.", np.array([[False]]), cells.to_frame()) == []


def test_examples_are_few_and_short_and_rows_are_all() -> None:
    cells = pd.Series(["y" * 100] * 20, index=range(11, 31))
    (found,) = describe_rows("x", Action.REFUSED, "X.", np.ones(20, bool), cells)
    assert (found.rows, len(found.examples)) == (20, EXAMPLES_KEPT)
    assert found.examples[0] == "row 11: " + "y" * 60


def test_cells_count_by_row() -> None:
    frame = pd.DataFrame({"a": ["1", "x", "x"], "b": ["y", "x", "2"]}, index=[4, 5, 6])
    where = np.array([[False, True], [True, True], [False, False]])
    (found,) = describe_cells("x", Action.NOTED, "X.", where, frame)
    assert (found.rows, found.examples) == (2, ("row 4: y", "row 5: x"))


def test_note_on_the_file_concerns_no_row() -> None:
    assert (noted("x", "X.").rows, noted("x", "X.").action) == (0, Action.NOTED)
