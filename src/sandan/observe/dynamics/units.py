"""What measures of firms ask of a register: one row per unit, with what they read of it."""

from collections.abc import Sequence

import pandas as pd

from sandan.errors import TableError
from sandan.observe.checks import check_columns

__all__ = ["check_units", "grouped_sums", "per_hundred"]


def check_units(table: pd.DataFrame, name: str, *, unit: str, columns: Sequence[str]) -> None:
    """Refuse a register in which a unit stands twice, or a column is missing or has empty cells.

    Parameters
    ----------
    table : DataFrame
        The register at one date.
    name : str
        How the caller calls it; for the message.
    unit : str
        Name of the column with the identifier.
    columns : sequence of str
        The other columns that are read.

    Returns
    -------
    None
        Every unit has one row, filled in these columns.

    Raises
    ------
    TableError
        If not.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> check_units(pd.DataFrame({"unit": ["u1", "u1"]}), "before", unit="unit", columns=[])
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: `before` has the unit 'u1' more than once (1 rows too many); keep one row per
    unit, or let the establishment be the unit.
    """
    check_columns(table, [unit, *columns], name)
    twice = table[unit].duplicated()
    if twice.any():
        raise TableError(
            f"`{name}` has the unit {table.loc[twice, unit].iloc[0]!r} more than once ({int(twice.sum())} "
            "rows too many); keep one row per unit, or let the establishment be the unit."
        )


def grouped_sums(rows: pd.DataFrame, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Add up columns by group, or altogether.

    Parameters
    ----------
    rows : DataFrame
        Numbers and the columns of the groups.
    by : sequence of str
        The columns of the groups; empty for one row.
    columns : sequence of str
        What to add up.

    Returns
    -------
    DataFrame
        ``by`` and ``columns``, sorted by group.

    Raises
    ------
    KeyError
        If a column is missing; callers check before.

    Notes
    -----
    ``sum over the rows of a group``.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> grouped_sums(pd.DataFrame({"place": ["a", "a"], "jobs": [1, 2]}), ["place"], ["jobs"])
      place  jobs
    0     a     3
    """
    if not by:
        return rows[list(columns)].sum().to_frame().T
    return rows.groupby(list(by), as_index=False, sort=True)[list(columns)].sum()


def per_hundred(part: pd.Series, whole: pd.Series) -> pd.Series:
    """Relate a count to a whole, in per cent.

    Parameters
    ----------
    part, whole : Series
        Numbers of the same rows.

    Returns
    -------
    Series
        Per cent; NaN where the whole is 0.

    Raises
    ------
    ValueError
        Never for numbers.

    Notes
    -----
    ``100 part / whole``.

    References
    ----------
    ``docs/methods/turnover.md``.

    Examples
    --------
    >>> per_hundred(pd.Series([1, 0]), pd.Series([4, 0])).tolist()
    [25.0, nan]
    """
    return 100 * part / whole.where(whole > 0)
