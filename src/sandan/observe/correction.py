"""Calls that are corrected for how many tests were made at once."""

from typing import Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_columns
from sandan.observe.false_discovery import holm, q_values

__all__ = ["Correction", "correct_tests"]

Correction: TypeAlias = Literal["benjamini-hochberg", "holm", "none"]
"""Control of the share of false ones among the called, of any false one at all, or of nothing."""


def correct_tests(
    table: pd.DataFrame,
    *,
    p_value: str = "p_value",
    level: float = 0.05,
    correction: Correction = "benjamini-hochberg",
) -> pd.DataFrame:
    """Add to a table of tests what is left of each after all were asked at once.

    Parameters
    ----------
    table : DataFrame, shape (n_tests, n_columns)
        One row per industry (or region, or whatever was tested).
    p_value : str
        Column with probabilities from 0 to 1; NaN where nothing was tested.
    level : float
        Error rate of the calls.
    correction : {"benjamini-hochberg", "holm", "none"}
        Which of the columns decides about ``is_called``.

    Returns
    -------
    DataFrame, shape (n_tests, n_columns + 3)
        The table with ``q_value`` (Benjamini-Hochberg), ``holm_p`` and ``is_called``, which take the
        place of columns of these names.

    Raises
    ------
    TableError
        If the column is missing.
    MeasureError
        If a value is no probability, ``level`` is not between 0 and 1, or ``correction`` is unknown.

    Notes
    -----
    The family is every row with a p-value. ``is_called`` is ``q_value <= level``,
    ``holm_p <= level`` or ``p_value <= level``; False where nothing was tested.

    References
    ----------
    Benjamini, Y. and Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57, 289-300.
    Holm, S. (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> tests = pd.DataFrame({"industry": ["a", "b", "c"], "p_value": [0.01, 0.04, np.nan]})
    >>> correct_tests(tests, correction="holm")
      industry  p_value  q_value  holm_p  is_called
    0        a     0.01     0.02    0.02       True
    1        b     0.04     0.04    0.04       True
    2        c      NaN      NaN     NaN      False
    """
    _check_correction(level, correction)
    check_columns(table.iloc[:0], [p_value], "table")
    p = table[p_value].to_numpy(dtype=np.float64, na_value=np.nan)
    adjusted = {"benjamini-hochberg": q_values(p), "holm": holm(p), "none": p}
    return table.assign(
        q_value=adjusted["benjamini-hochberg"],
        holm_p=adjusted["holm"],
        is_called=adjusted[correction] <= level,
    )


def _check_correction(level: float, correction: str) -> None:
    if correction not in get_args(Correction):
        known = ", ".join(map(repr, get_args(Correction)))
        raise MeasureError(f"`correction` is {correction!r}; use {known}.")
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a number between 0 and 1.")
