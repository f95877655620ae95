"""Writing findings: one sentence, how many rows, and a few of them as examples."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sandan.data.quality import EXAMPLES_KEPT, Action, Finding
from sandan.types import BoolArray

__all__ = ["describe", "describe_cells", "describe_rows", "noted"]

EXAMPLE_CHARACTERS = 60


def describe(code: str, action: Action, message: str, rows: Sequence[tuple[int, str]]) -> Finding | None:
    """Make a finding from numbered rows; none if there are no rows."""
    if not rows:
        return None
    examples = tuple(_example(number, shown) for number, shown in rows[:EXAMPLES_KEPT])
    return Finding(code, action, message, len(rows), examples)


def describe_rows(
    code: str, action: Action, message: str, where: BoolArray | pd.Series, shown: pd.Series
) -> list[Finding]:
    """Make a finding from a mask over rows; a list of one, or of none if nothing is marked.

    ``shown`` has the row numbers as its index and what an example shows as its values.
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
    """Make a finding from a mask over the cells of a frame; it counts rows and shows first cells."""
    rows: BoolArray = np.asarray(where.any(axis=1))
    first = np.flatnonzero(rows)[:EXAMPLES_KEPT]
    cells = frame.iloc[first].where(where[first]).bfill(axis=1).iloc[:, 0]
    shown = pd.Series("", index=frame.index, dtype="str")
    shown.iloc[first] = cells
    return describe_rows(code, action, message, rows, shown)


def noted(code: str, message: str) -> Finding:
    """Make a finding about the whole file, which concerns no row in particular."""
    return Finding(code, Action.NOTED, message, 0)


def _example(number: object, shown: str) -> str:
    return f"row {number}: {shown[:EXAMPLE_CHARACTERS]}" if shown else f"row {number}"
