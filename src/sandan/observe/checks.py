"""What every measure asks of its input before it computes anything."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.types import IntArray

__all__ = ["check_columns", "check_counts", "check_same_labels", "whole_workers"]


def check_counts(values: pd.DataFrame, name: str, *, allow_negative: bool = False) -> None:
    """Refuse a region by industry table with a cell that is missing, negative or infinite.

    Parameters
    ----------
    values : DataFrame, shape (n_regions, n_industries)
        Jobs, firms or value added at one date.
    name : str
        How the caller calls the table; for the message.
    allow_negative : bool
        Whether negative numbers may pass, as value added may be negative and jobs may not.

    Returns
    -------
    None
        Every cell is a finite number of 0 or more and no label stands twice.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite, if a region or an industry stands twice, or if
        the table is empty.

    Notes
    -----
    Missing is not zero: a cell without a number is for the caller to leave out or to bound.

    References
    ----------
    ``docs/methods/location-quotient.md``.

    Examples
    --------
    >>> check_counts(pd.DataFrame({"C26": [3, -1]}, index=["a", "b"]), "jobs")
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: `jobs` must hold numbers of 0 or more, but (b, C26) is -1.0 and 1 of 2
    cells are bad. Leave out the region or the industry, or give bounds; missing is not zero.
    """
    if values.empty:
        raise TableError(f"`{name}` has shape {values.shape}; give at least one region and one industry.")
    for labels, what in ((values.index, "row"), (values.columns, "column")):
        if labels.has_duplicates:
            twice = labels[labels.duplicated()][0]
            raise TableError(
                f"`{name}` has the {what} {twice!r} more than once; add the {what}s up or rename them."
            )
    try:
        numbers = values.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise TableError(
            f"`{name}` holds something that is not a number ({error}); give numbers only."
        ) from error
    bad = ~np.isfinite(numbers) | ((numbers < 0) & (not allow_negative))
    if bad.any():
        row, column = np.argwhere(bad)[0]
        where = f"({values.index[row]}, {values.columns[column]})"
        raise TableError(
            f"`{name}` must hold {'numbers' if allow_negative else 'numbers of 0 or more'}, but {where} is "
            f"{numbers[row, column]} and {int(bad.sum())} of {bad.size} cells are bad. "
            "Leave out the region or the industry, or give bounds; missing is not zero."
        )


def check_columns(table: pd.DataFrame, columns: Iterable[str], name: str) -> None:
    """Refuse a table that lacks a column, or that has an empty cell in one of them.

    Parameters
    ----------
    table : DataFrame
        Rows of establishments, firms or cells.
    columns : iterable of str
        The columns that the measure reads.
    name : str
        How the caller calls the table; for the message.

    Returns
    -------
    None
        Every column is there and every cell of it is filled.

    Raises
    ------
    TableError
        If a column is missing, or a cell of it is empty.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/reference/columns.md``.

    Examples
    --------
    >>> check_columns(pd.DataFrame({"region": ["11"]}), ["region", "industry"], "establishments")
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: `establishments` lacks the column 'industry'; it has region.
    """
    for column in columns:
        if column not in table.columns:
            have = ", ".join(str(c) for c in table.columns)
            raise TableError(f"`{name}` lacks the column {column!r}; it has {have}.")
        empty = table[column].isna().to_numpy()
        if empty.any():
            first = table.index[empty][0]
            raise TableError(
                f"`{name}` has no {column!r} in row {first} and in {int(empty.sum())} of {len(table)} rows. "
                "Leave those rows out and say so; missing is not zero."
            )


def check_same_labels(first: pd.DataFrame, second: pd.DataFrame, names: tuple[str, str]) -> None:
    """Refuse two tables that do not have the same regions and industries in the same order.

    Parameters
    ----------
    first, second : DataFrame, shape (n_regions, n_industries)
        The two tables.
    names : tuple of str
        How the caller calls them; for the message.

    Returns
    -------
    None
        Rows and columns agree.

    Raises
    ------
    MeasureError
        If a row or a column stands in one of them only, or the order differs.

    Notes
    -----
    A comparison; nothing is computed.

    References
    ----------
    ``docs/methods/shift-share.md``, on common samples.

    Examples
    --------
    >>> one = pd.DataFrame({"C26": [1]}, index=["a"])
    >>> check_same_labels(one, one.rename(index={"a": "b"}), ("start", "end"))
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: 'a' stands in the rows of only one of `start` and `end`; take a common
    sample first (`common_sample`).
    """
    pairs = ((first.index, second.index, "rows"), (first.columns, second.columns, "columns"))
    for mine, other, what in pairs:
        if mine.equals(other):
            continue
        lonely = list(mine.symmetric_difference(other))
        if lonely:
            raise MeasureError(
                f"{lonely[0]!r} stands in the {what} of only one of `{names[0]}` and `{names[1]}`; "
                "take a common sample first (`common_sample`)."
            )
        raise MeasureError(
            f"The {what} of `{names[0]}` and `{names[1]}` are in different order; "
            "sort both the same way (`common_sample` does)."
        )


def whole_workers(table: pd.DataFrame, column: str, name: str) -> IntArray:
    """Return the size of every establishment as whole numbers, or refuse.

    Parameters
    ----------
    table : DataFrame
        One row per establishment.
    column : str
        The column with persons employed.
    name : str
        How the caller calls the table; for the message.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        Persons employed.

    Raises
    ------
    TableError
        If a cell is missing, negative, or not a whole number.

    Notes
    -----
    Whole numbers are what makes the null distribution of a location quotient exact.

    References
    ----------
    ``docs/methods/cluster-test.md``.

    Examples
    --------
    >>> whole_workers(pd.DataFrame({"workers": [3.0, 10.0]}), "workers", "establishments").tolist()
    [3, 10]
    """
    check_columns(table, [column], name)
    try:
        numbers = table[column].to_numpy(dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TableError(f"`{name}` has a {column!r} that is not a number ({error}); give counts.") from error
    bad = ~(np.isfinite(numbers) & (numbers >= 0) & (numbers == np.floor(numbers)))
    if bad.any():
        first = int(np.argmax(bad))
        raise TableError(
            f"`{name}` has {column!r} {numbers[first]} in row {table.index[first]}, but sizes are whole "
            "numbers of 0 or more; count persons, not full-time equivalents."
        )
    return numbers.astype(np.int64)
