"""Writing findings: one sentence, how many rows, and a few of them as examples."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.data.quality import EXAMPLES_KEPT, Action, Finding
from sandan.types import BoolArray

__all__ = ["describe", "describe_cells", "describe_rows", "noted"]

EXAMPLE_CHARACTERS = 60


def describe(code: str, action: Action, message: str, rows: Sequence[tuple[int, str]]) -> Finding | None:
    """Make a finding from numbered rows.

    Parameters
    ----------
    code : str
        Short kebab-case name.
    action : Action
        What was done.
    message : str
        One sentence for a person.
    rows : sequence of (int, str)
        Number of each row and what an example shows of it.

    Returns
    -------
    Finding or None
        None if there are no rows.

    Raises
    ------
    TypeError
        If a row is no pair.

    Notes
    -----
    The first five rows become examples, cut at sixty characters.

    References
    ----------
    ``sandan.data.quality``, the record of a finding.

    Examples
    --------
    >>> describe("ragged-row", Action.REFUSED, "The row is short.", [(3, "a;b")]).examples
    ('row 3: a;b',)
    """
    if not rows:
        return None
    examples = tuple(_example(number, shown) for number, shown in rows[:EXAMPLES_KEPT])
    return Finding(code, action, message, len(rows), examples)


def describe_rows(
    code: str, action: Action, message: str, where: BoolArray | pd.Series, shown: pd.Series
) -> list[Finding]:
    """Make a finding from a mask over rows.

    Parameters
    ----------
    code, action, message
        As :func:`describe`.
    where : array or Series of bool, shape (n_rows,)
        The rows concerned.
    shown : Series, shape (n_rows,)
        What an example shows; its index holds the row numbers.

    Returns
    -------
    list of Finding
        One, or none if nothing is marked.

    Raises
    ------
    IndexError
        If ``where`` is longer than ``shown``.

    Notes
    -----
    ``rows = where.sum()``.

    References
    ----------
    ``sandan.data.quality``, the record of a finding.

    Examples
    --------
    >>> cells = pd.Series(["12", "x"], index=[1, 2])
    >>> found, = describe_rows("no-number", Action.REFUSED, "No number.", cells == "x", cells)
    >>> found.rows, found.examples
    (1, ('row 2: x',))
    """
    places = np.flatnonzero(np.asarray(where, dtype=bool))
    if not len(places):
        return []
    first = shown.iloc[places[:EXAMPLES_KEPT]]
    examples = tuple(_example(number, str(cell)) for number, cell in first.items())
    return [Finding(code, action, message, len(places), examples)]


def describe_cells(
    code: str, action: Action, message: str, where: BoolArray, frame: pd.DataFrame
) -> list[Finding]:
    """Make a finding from a mask over the cells of a frame.

    Parameters
    ----------
    code, action, message
        As :func:`describe`.
    where : array of bool, shape (n_rows, n_columns)
        The cells concerned.
    frame : DataFrame, shape (n_rows, n_columns)
        The cells; its index holds the row numbers.

    Returns
    -------
    list of Finding
        One, or none if nothing is marked; it counts rows and shows the first cell of each.

    Raises
    ------
    IndexError
        If ``where`` has more rows than ``frame``.

    Notes
    -----
    ``rows = where.any(axis=1).sum()``.

    References
    ----------
    ``sandan.data.quality``, the record of a finding.

    Examples
    --------
    >>> frame = pd.DataFrame({"2021": ["1", "x"], "2022": ["y", "x"]}, index=[1, 2])
    >>> found, = describe_cells("odd", Action.NOTED, "Odd.", np.array([[False, True], [True, True]]), frame)
    >>> found.rows, found.examples
    (2, ('row 1: y', 'row 2: x'))
    """
    rows: BoolArray = np.asarray(where.any(axis=1))
    first = np.flatnonzero(rows)[:EXAMPLES_KEPT]
    cells = frame.iloc[first].where(where[first]).bfill(axis=1).iloc[:, 0]
    shown = pd.Series("", index=frame.index, dtype="str")
    shown.iloc[first] = cells
    return describe_rows(code, action, message, rows, shown)


def noted(code: str, message: str) -> Finding:
    """Make a finding about the whole file, which concerns no row in particular.

    Parameters
    ----------
    code : str
        Short kebab-case name.
    message : str
        One sentence for a person.

    Returns
    -------
    Finding
        With the action ``noted`` and no rows.

    Raises
    ------
    TypeError
        If an argument is missing.

    Notes
    -----
    ``rows = 0``.

    References
    ----------
    ``sandan.data.quality``, the record of a finding.

    Examples
    --------
    >>> noted("encoding", "The file is in cp949.").rows
    0
    """
    return Finding(code, Action.NOTED, message, 0)


def _example(number: object, shown: str) -> str:
    return f"row {number}: {shown[:EXAMPLE_CHARACTERS]}" if shown else f"row {number}"
