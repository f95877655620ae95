"""Which industries a region has at all: presence from location quotients, with what was left out."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.matrices import check_numbers, check_presence
from sandan.types import BoolArray, FloatArray

__all__ = ["Presence", "Rule", "Values", "presence", "presence_bounds", "presence_from_bounds"]

Rule: TypeAlias = Literal["at_least", "above"]
"""``at_least``: the threshold itself is present. ``above``: it is not."""

Values: TypeAlias = Literal["binary", "quotient"]
"""``binary``: 1 where present. ``quotient``: the quotient itself where present."""


@dataclass(frozen=True)
class Presence:
    """A presence table without empty rows and columns, and what was taken out of it.

    ``table`` has 1 (or the quotient) where the industry is present, 0 where it is absent and NaN
    where that is not known. ``left_out`` has one row per region or industry that was taken out, with
    ``side`` (``region`` or ``industry``), ``label`` and ``reason``.
    """

    table: pd.DataFrame
    left_out: pd.DataFrame


def presence(
    quotient: pd.DataFrame,
    *,
    threshold: float = 1.0,
    rule: Rule = "at_least",
    values: Values = "binary",
    jobs: pd.DataFrame | None = None,
    least_jobs: float | None = None,
) -> Presence:
    """Say which industries are present in which regions.

    Parameters
    ----------
    quotient : DataFrame, shape (n_regions, n_industries)
        Location quotients or revealed comparative advantages; NaN where there is none.
    threshold : float
        Quotient from which an industry is present.
    rule : {"at_least", "above"}
        Whether the threshold itself is enough.
    values : {"binary", "quotient"}
        What stands where an industry is present.
    jobs : DataFrame, shape (n_regions, n_industries), optional
        Persons employed; with it an industry must have ``least_jobs`` besides.
    least_jobs : float, optional
        Fewest jobs of a present industry.

    Returns
    -------
    Presence
        The table, and the regions and industries that were left out of it because nothing of them
        is present or nothing of them is known. The others stay.

    Raises
    ------
    TableError
        If a cell is not a number, a label stands twice, or an infinite quotient would become a weight.
    MeasureError
        If a parameter is unknown, only one of ``jobs`` and ``least_jobs`` is given, the tables differ
        in their labels, or nothing is present anywhere.

    Notes
    -----
    ``M[r, i] = 1`` if ``quotient >= threshold`` (or ``>``) and ``jobs >= least_jobs``. A condition on
    a missing number is unknown; unknown and false is false, unknown and true is unknown (NaN).
    A row or a column is left out if no cell of it is present or unknown, or if all are unknown.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007), The product space conditions
    the development of nations, Science 317, 482-487. ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> quotient = pd.DataFrame({"C26": [1.5, 0.2, 0.1], "J62": [1.0, 1.1, 0.9]}, index=["a", "b", "c"])
    >>> found = presence(quotient)
    >>> found.table.astype(int).to_dict("index")
    {'a': {'C26': 1, 'J62': 1}, 'b': {'C26': 0, 'J62': 1}}
    >>> found.left_out.to_dict("records")
    [{'side': 'region', 'label': 'c', 'reason': 'nothing present'}]
    """
    numbers = check_numbers(quotient, "quotient")
    _check_parameters(rule, values, jobs, least_jobs)
    holds = _reaches(numbers, threshold, rule)
    if jobs is not None and least_jobs is not None:
        check_same_labels(quotient, jobs, ("quotient", "jobs"))
        holds = _both(holds, _reaches(check_numbers(jobs, "jobs"), least_jobs, "at_least"))
    if values == "quotient":
        _check_weights(quotient, holds)
        holds = np.where(holds == 1, numbers, holds)
    return _without_empty(pd.DataFrame(holds, index=quotient.index, columns=quotient.columns))


def presence_from_bounds(
    lower: pd.DataFrame, upper: pd.DataFrame, *, threshold: float = 1.0, rule: Rule = "at_least"
) -> Presence:
    """Say which industries are present where quotients are known only between two bounds.

    Parameters
    ----------
    lower, upper : DataFrame, shape (n_regions, n_industries)
        Least and greatest possible quotient, as from ``bounded_location_quotient``.
    threshold : float
        Quotient from which an industry is present.
    rule : {"at_least", "above"}
        Whether the threshold itself is enough.

    Returns
    -------
    Presence
        1 where even the lower bound reaches the threshold, 0 where even the upper one does not, NaN
        in between: a suppressed cell is never taken for an absent industry.

    Raises
    ------
    TableError
        If a cell is not a number, or a lower bound exceeds its upper bound.
    MeasureError
        If the labels of the tables differ, ``rule`` is unknown, or nothing is present anywhere.

    Notes
    -----
    A cell with a bound that is missing is not known either.

    References
    ----------
    ``docs/methods/relatedness.md``, on suppressed cells.

    Examples
    --------
    >>> lower = pd.DataFrame({"C26": [1.2, 0.4], "J62": [0.1, 1.3]}, index=["a", "b"])
    >>> upper = pd.DataFrame({"C26": [1.9, 1.6], "J62": [0.3, 1.3]}, index=["a", "b"])
    >>> presence_from_bounds(lower, upper).table.to_dict("index")
    {'a': {'C26': 1.0, 'J62': 0.0}, 'b': {'C26': nan, 'J62': 1.0}}
    """
    check_same_labels(lower, upper, ("lower", "upper"))
    _check_parameters(rule, "binary", None, None)
    least, most = check_numbers(lower, "lower"), check_numbers(upper, "upper")
    crossed = least > most
    if crossed.any():
        row, column = np.argwhere(crossed)[0]
        raise TableError(
            f"`lower` is {least[row, column]} and `upper` {most[row, column]} in ({lower.index[row]}, "
            f"{lower.columns[column]}); a lower bound cannot exceed its upper bound."
        )
    first, last = _reaches(least, threshold, rule), _reaches(most, threshold, rule)
    holds = np.where(first == last, first, np.nan)
    return _without_empty(pd.DataFrame(holds, index=lower.index, columns=lower.columns))


def presence_bounds(presence: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take every cell that is not known once for absent and once for present.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1, 0 and NaN, as the table of :func:`presence`.

    Returns
    -------
    tuple of DataFrame, each of shape (n_regions, n_industries)
        The least and the greatest presence that are possible.

    Raises
    ------
    TableError
        If a cell is neither 0, 1 nor NaN.

    Notes
    -----
    Whatever never falls when an industry is added (such as a density) lies between its values for
    the two.

    References
    ----------
    ``docs/methods/relatedness-density.md``, on bounds.

    Examples
    --------
    >>> low, high = presence_bounds(pd.DataFrame({"C26": [1, np.nan]}, index=["a", "b"]))
    >>> low["C26"].tolist(), high["C26"].tolist()
    ([1.0, 0.0], [1.0, 1.0])
    """
    numbers = check_presence(presence, unknown=True)
    low, high = (
        pd.DataFrame(
            np.where(np.isnan(numbers), end, numbers), index=presence.index, columns=presence.columns
        )
        for end in (0.0, 1.0)
    )
    return low, high


def _check_parameters(rule: str, values: str, jobs: pd.DataFrame | None, least_jobs: float | None) -> None:
    if rule not in ("at_least", "above"):
        raise MeasureError(f"`rule` is {rule!r}; use 'at_least' (>=) or 'above' (>).")
    if values not in ("binary", "quotient"):
        raise MeasureError(f"`values` is {values!r}; use 'binary' or 'quotient'.")
    if (jobs is None) != (least_jobs is None):
        raise MeasureError(f"`least_jobs` is {least_jobs}; give both `jobs` and `least_jobs`, or neither.")


def _reaches(numbers: FloatArray, threshold: float, rule: Rule) -> FloatArray:
    holds = numbers >= threshold if rule == "at_least" else numbers > threshold
    return np.where(np.isnan(numbers), np.nan, holds)


def _both(first: FloatArray, second: FloatArray) -> FloatArray:
    """Join two conditions of which either may be unknown."""
    return np.where((first == 0) | (second == 0), 0.0, first * second)


def _check_weights(quotient: pd.DataFrame, holds: FloatArray) -> None:
    numbers = quotient.to_numpy(dtype=np.float64)
    wrong = (holds == 1) & ~((numbers > 0) & np.isfinite(numbers))
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise TableError(
            f"The quotient of ({quotient.index[row]}, {quotient.columns[column]}) is "
            f"{numbers[row, column]} and cannot be a weight; use values='binary'."
        )


def _without_empty(table: pd.DataFrame) -> Presence:
    numbers = table.to_numpy()
    known, possible = ~np.isnan(numbers), numbers != 0
    rows, columns = np.ones(len(table), dtype=bool), np.ones(table.shape[1], dtype=bool)
    while True:
        inside = known & rows[:, None] & columns, possible & rows[:, None] & columns
        kept = [inside[0].any(axis=axis) & inside[1].any(axis=axis) for axis in (1, 0)]
        if kept[0].sum() == rows.sum() and kept[1].sum() == columns.sum():
            break
        rows, columns = kept
    if not rows.any():
        raise MeasureError(
            f"Nothing is present in any of {len(table)} regions and {table.shape[1]} industries; "
            "lower the threshold."
        )
    left_out = [
        *_reasons("region", table.index, rows, known.any(axis=1)),
        *_reasons("industry", table.columns, columns, known.any(axis=0)),
    ]
    return Presence(table.loc[rows, columns], pd.DataFrame(left_out, columns=["side", "label", "reason"]))


def _reasons(side: str, labels: pd.Index, kept: BoolArray, known: BoolArray) -> list[tuple[str, object, str]]:
    return [
        (side, label, "nothing present" if is_known else "nothing known")
        for label, is_kept, is_known in zip(labels, kept, known, strict=True)
        if not is_kept
    ]
