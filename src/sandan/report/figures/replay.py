"""Replaying a figure: making its number again, and saying what is different if it is."""

import math
from dataclasses import dataclass
from enum import StrEnum

import sandan
from sandan.errors import FigureError, SandanError, SnapshotMissingError, SnapshotTamperedError
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.case import Shelf, find_row, plain_value
from sandan.report.figures.code import code_fingerprint
from sandan.report.figures.record import Figure
from sandan.types import Scalar

__all__ = ["Outcome", "Replay", "replay"]

TOLERANCE = 1e-12
"""Relative; sums in floating point may differ in the last digits between machines."""


class Outcome(StrEnum):
    """What came of a replay."""

    SAME = "same"
    OTHER_VALUE = "other_value"
    OTHER_VALUE_OTHER_CODE = "other_value_other_code"
    SNAPSHOT_MISSING = "snapshot_missing"
    SNAPSHOT_TAMPERED = "snapshot_tampered"
    CANNOT_BE_COMPUTED = "cannot_be_computed"


NOT_COMPUTED = Outcome.CANNOT_BE_COMPUTED
REFUSALS = {
    SnapshotMissingError: Outcome.SNAPSHOT_MISSING,
    SnapshotTamperedError: Outcome.SNAPSHOT_TAMPERED,
}
"""What it means that a snapshot could not be read."""


@dataclass(frozen=True)
class Replay:
    """The outcome, the value that came out now, and whether the code is another one."""

    figure: Figure
    outcome: Outcome
    value: Scalar = None
    code_differs: bool = False
    detail: str = ""


def replay(figure: Figure, shelf: Shelf) -> Replay:
    """Make a figure again from its snapshots and compare.

    Parameters
    ----------
    figure : Figure
        The record.
    shelf : Shelf
        Reads the vault; figures of one calculation on one shelf cost it once.

    Returns
    -------
    Replay
        ``same`` or what is different; where a snapshot is missing or was changed, or the code no
        longer gives such a cell, there is no value.

    Raises
    ------
    FigureError
        If the figure names a calculation that this release does not have.

    Notes
    -----
    Two numbers are the same if ``|a - b| <= 1e-12 max(|a|, |b|)``; words and empty cells if they are
    equal. The ends of an interval are compared like the value.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> [outcome.value for outcome in Outcome][:2]
    ['same', 'other_value']
    """
    record = figure.calculation
    if record.name not in CALCULATIONS:
        raise FigureError(
            f"The figure {figure.id} comes from the calculation {record.name!r}, which Sandan "
            f"{sandan.__version__} does not have; replay it with Sandan {record.version}."
        )
    differs = (record.version, record.code) != (sandan.__version__, code_fingerprint())
    try:
        value, ends = _made_again(figure, shelf)
    except SandanError as error:
        refused = next((came for kind, came in REFUSALS.items() if isinstance(error, kind)), NOT_COMPUTED)
        return Replay(figure, refused, code_differs=differs, detail=str(error))
    except (LookupError, TypeError, ValueError) as error:
        # The record is not one that this code could have written.
        detail = f"The calculation {record.name!r} stopped with {type(error).__name__}: {error}."
        return Replay(figure, NOT_COMPUTED, code_differs=differs, detail=detail)
    other = Outcome.OTHER_VALUE_OTHER_CODE if differs else Outcome.OTHER_VALUE
    if not _same(value, figure.value):
        return Replay(figure, other, value, differs)
    if not all(map(_same, ends, _ends_of(figure))):
        return Replay(figure, other, value, differs, f"Its interval was {_ends_of(figure)} and is {ends}.")
    return Replay(figure, Outcome.SAME, value, differs)


def _made_again(figure: Figure, shelf: Shelf) -> tuple[Scalar, list[Scalar]]:
    """Return the value and the ends of its interval as they come out now."""
    record = figure.calculation
    snapshots = dict(zip(CALCULATIONS[record.name].roles, record.snapshots, strict=True))
    row = find_row(shelf.result(record.name, snapshots, record.parameters).table, figure.cell)
    return plain_value(row[figure.column]), [plain_value(row[end]) for end in figure.bounds or ()]


def _ends_of(figure: Figure) -> list[Scalar]:
    return [] if figure.bounds is None else [figure.lower, figure.upper]


def _same(now: Scalar, then: Scalar) -> bool:
    if isinstance(now, int | float) and isinstance(then, int | float):
        return math.isclose(now, then, rel_tol=TOLERANCE)
    return now == then
