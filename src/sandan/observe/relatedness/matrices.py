"""What the measures of relatedness and complexity ask of a presence and of a proximity matrix."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts
from sandan.types import FloatArray

__all__ = ["check_numbers", "check_presence", "check_proximity", "with_diagonal"]


def check_numbers(table: pd.DataFrame, name: str) -> FloatArray:
    """Return the numbers of a table in which cells may be missing, or refuse it.

    Parameters
    ----------
    table : DataFrame, shape (n_regions, n_industries)
        Numbers of any size, infinite ones included; NaN where there is none.
    name : str
        How the caller calls the table; for the message.

    Returns
    -------
    ndarray, shape (n_regions, n_industries)
        The same numbers; what is missing stays NaN.

    Raises
    ------
    TableError
        If a label stands twice or a cell is not a number.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> check_numbers(pd.DataFrame({"C26": [1.5, None]}), "quotient").tolist()
    [[1.5], [nan]]
    """
    for labels, what in ((table.index, "row"), (table.columns, "column")):
        if labels.has_duplicates:
            twice = labels[labels.duplicated()][0]
            raise TableError(f"`{name}` has the {what} {twice!r} more than once; keep one of them.")
    try:
        return table.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise TableError(
            f"`{name}` holds something that is not a number ({error}); give numbers only."
        ) from error


def check_presence(
    presence: pd.DataFrame, name: str = "presence", *, unknown: bool = False, weights: bool = False
) -> FloatArray:
    """Return the numbers of a presence table, or refuse it.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent, NaN where that is not known.
    name : str
        How the caller calls the table; for the message.
    unknown : bool
        Whether cells may be NaN.
    weights : bool
        Whether any weight of 0 or more may stand in place of 1.

    Returns
    -------
    ndarray, shape (n_regions, n_industries)
        The same numbers.

    Raises
    ------
    TableError
        If a cell is NaN, negative, infinite or (without ``weights``) neither 0 nor 1; if a label
        stands twice or the table is empty.

    Notes
    -----
    Not known is a class of its own: it is neither 0 nor 1, and no measure takes it for either.

    References
    ----------
    ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> check_presence(pd.DataFrame({"C26": [1, 0], "J62": [1, 1]})).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    missing = int(presence.isna().to_numpy().sum())
    if missing and not unknown:
        raise TableError(
            f"`{name}` does not say of {missing} of {presence.size} cells whether the industry is present. "
            "Leave those regions out or compute bounds (`presence_bounds`); not known is not absent."
        )
    check_counts(presence.fillna(0) if missing else presence, name)
    numbers = presence.to_numpy(dtype=np.float64, na_value=np.nan)
    strange = (numbers != 0) & (numbers != 1) & ~np.isnan(numbers)
    if not weights and strange.any():
        row, column = np.argwhere(strange)[0]
        raise TableError(
            f"`{name}` must hold 0 and 1, but ({presence.index[row]}, {presence.columns[column]}) is "
            f"{numbers[row, column]}; make it with `presence` first."
        )
    return numbers


def check_proximity(proximity: pd.DataFrame, industries: pd.Index) -> FloatArray:
    """Return the numbers of a proximity matrix for these industries, or refuse it.

    Parameters
    ----------
    proximity : DataFrame, shape (n_industries, n_industries)
        How near every industry is to every other.
    industries : Index
        The industries that the caller has, in the caller's order.

    Returns
    -------
    ndarray, shape (n_industries, n_industries)
        The same numbers.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If rows and columns are not these industries in this order, or the matrix is not symmetric.

    Notes
    -----
    A comparison; nothing is computed.

    References
    ----------
    ``docs/methods/relatedness.md``.

    Examples
    --------
    >>> matrix = pd.DataFrame([[1, 0.5], [0.5, 1]], index=["a", "b"], columns=["a", "b"])
    >>> check_proximity(matrix, pd.Index(["a", "c"]))
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: 'c' stands in only one of `presence` and `proximity`; take the same
    industries in the same order (`proximity.loc[industries, industries]`).
    """
    check_counts(proximity, "proximity")
    for labels in (proximity.index, proximity.columns):
        if not labels.equals(industries):
            lonely = list(industries.symmetric_difference(labels))
            what = f"{lonely[-1]!r} stands in only one" if lonely else "The order differs"
            raise MeasureError(
                f"{what} of `presence` and `proximity`; take the same industries in the same order "
                "(`proximity.loc[industries, industries]`)."
            )
    numbers = proximity.to_numpy(dtype=np.float64)
    skew = np.abs(numbers - numbers.T)
    if skew.max() > 1e-12 * max(float(numbers.max()), 1.0):
        row, column = divmod(int(np.argmax(skew)), len(skew))
        raise MeasureError(
            f"`proximity` is {numbers[row, column]} from {industries[row]} to {industries[column]} and "
            f"{numbers[column, row]} back; give a symmetric matrix."
        )
    return numbers


def with_diagonal(matrix: FloatArray, diagonal: float) -> FloatArray:
    """Return a copy of a square matrix with one value along its diagonal.

    Parameters
    ----------
    matrix : ndarray, shape (n, n)
        Any square matrix; it may be read-only.
    diagonal : float
        The value: 1 if an industry counts as near to itself, 0 if not.

    Returns
    -------
    ndarray, shape (n, n)
        The copy.

    Raises
    ------
    MeasureError
        If ``diagonal`` is neither 0 nor 1.

    Notes
    -----
    Tables of pandas 3 give out arrays that cannot be written to, hence the copy.

    References
    ----------
    ``docs/methods/relatedness.md``, on the diagonal.

    Examples
    --------
    >>> with_diagonal(np.ones((2, 2)), 0).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    if diagonal not in (0, 1):
        raise MeasureError(
            f"`diagonal` is {diagonal}; use 1 (an industry is near to itself) or 0 (it is not)."
        )
    result = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(result, diagonal)
    return result
