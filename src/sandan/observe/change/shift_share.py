"""Shift-share: how much of a region's growth its mix of industries explains, and how much it does not.

What the mix does not explain is a residual. It holds location, policy, single firms and chance
alike, so no column here is called after any of them.
"""

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts, check_same_labels
from sandan.types import FloatArray

__all__ = ["PARTS", "region_totals", "shift_share", "shift_share_over_years"]

PARTS = ("national", "industry_mix", "not_explained_by_mix", "new_in_all_regions")
"""The columns that add up to the change."""

_NUMBERS = (
    "start",
    "end",
    "change",
    *PARTS,
    "not_explained_by_mix_homothetic",
    "not_explained_by_mix_allocation",
)


def shift_share(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    nation_start: pd.Series | None = None,
    nation_end: pd.Series | None = None,
    allow_negative: bool = False,
) -> pd.DataFrame:
    """Split the change of every region and industry into nation, mix and the rest.

    Parameters
    ----------
    start, end : DataFrame, shape (n_regions, n_industries)
        Jobs or value added at the two dates; same regions and industries in the same order.
    nation_start, nation_end : Series, shape (n_industries,), optional
        The benchmark at the two dates. Without them it is the sum of the regions; give both or none.
    allow_negative : bool
        Take negative cells of regions as they are: value added may be negative, jobs may not.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 11)
        One row per region and industry, in the unit of the input:

        - ``region``, ``industry``, ``start``, ``end``, ``change``
        - ``national``, ``industry_mix``, ``not_explained_by_mix``, ``new_in_all_regions``: add up to
          ``change`` (Dunn)
        - ``not_explained_by_mix_homothetic``, ``not_explained_by_mix_allocation``: add up to
          ``not_explained_by_mix`` (Esteban-Marquillas)

    Raises
    ------
    TableError
        If a cell is missing or infinite, or negative without ``allow_negative``.
    MeasureError
        If the tables do not have the same regions and industries, only one of the two national
        series is given, the nation has nothing at the start or less than nothing in an industry, or a
        region has an industry at the start that the nation does not have.

    Notes
    -----
    With ``e`` the region's cell, ``E`` the nation's, ``'`` for the end, ``g = E.'/E. - 1``,
    ``g_i = E_i'/E_i - 1``::

        national                        = e_ri g
        industry_mix                    = e_ri (g_i - g)
        not_explained_by_mix            = e_ri' - e_ri (1 + g_i)
        homothetic employment  h_ri     = e_r. E_i / E.
        ..._homothetic                  = h_ri (e_ri'/e_ri - E_i'/E_i)
        ..._allocation                  = (e_ri - h_ri) (e_ri'/e_ri - E_i'/E_i)

    An industry that is new in a region (``e_ri = 0``) has no growth rate; all its jobs stand in
    ``not_explained_by_mix`` and there in the homothetic column. An industry that is new in the
    nation (``E_i = 0``) has no national rate either; all its jobs stand in ``new_in_all_regions``.
    ``g`` counts it.

    References
    ----------
    Dunn, E. S. (1960), A statistical and analytical technique for regional analysis, Papers of the
    Regional Science Association 6, 97-112.
    Esteban-Marquillas, J. M. (1972), A reinterpretation of shift-share analysis, Regional and Urban
    Economics 2, 249-255.

    Examples
    --------
    >>> start = pd.DataFrame({"C26": [100, 100], "G47": [100, 300]}, index=["here", "rest"])
    >>> end = pd.DataFrame({"C26": [180, 120], "G47": [110, 310]}, index=["here", "rest"])
    >>> region_totals(shift_share(start, end)).loc["here", ["change", *PARTS]].round(6).tolist()
    [90.0, 40.0, 15.0, 35.0, 0.0]
    """
    check_counts(start, "start", allow_negative=allow_negative)
    check_counts(end, "end", allow_negative=allow_negative)
    check_same_labels(start, end, ("start", "end"))
    e0, e1 = start.to_numpy(dtype=np.float64), end.to_numpy(dtype=np.float64)
    n0, n1 = _nation(start, end, nation_start, nation_end)
    _check_against_nation(start, n0, n1)
    parts = _decompose(e0, e1, n0, n1)
    index = pd.MultiIndex.from_product([start.index, start.columns], names=["region", "industry"])
    return pd.DataFrame({name: parts[name].ravel() for name in _NUMBERS}, index=index).reset_index()


def shift_share_over_years(
    tables: Mapping[int, pd.DataFrame],
    *,
    nation: Mapping[int, pd.Series] | None = None,
    allow_negative: bool = False,
) -> pd.DataFrame:
    """Decompose every step of a series and add the steps up.

    Parameters
    ----------
    tables : mapping of year to DataFrame, shape (n_regions, n_industries)
        Two dates or more, each with the same regions and industries.
    nation : mapping of year to Series, optional
        The benchmark for the same years; the sum of the regions without it.
    allow_negative : bool
        As in :func:`shift_share`.

    Returns
    -------
    DataFrame, shape (n_regions * n_industries, 11)
        As :func:`shift_share`: ``start`` is the first year, ``end`` the last, every part the sum over
        the steps. The parts add up to the change of the whole period.

    Raises
    ------
    TableError
        If a cell is missing or infinite, or negative without ``allow_negative``.
    MeasureError
        If there are fewer than two years, ``nation`` has other years, or a step cannot be decomposed.

    Notes
    -----
    ``part = sum over t of part(t, t + 1)``, years in ascending order. Unlike the static form, the mix
    follows the region as it changes; show both, as they can differ widely.

    References
    ----------
    Barff, R. A. and Knight, P. L. (1988), Dynamic shift-share analysis, Growth and Change 19, 1-10.

    Examples
    --------
    >>> first = pd.DataFrame({"C26": [100, 100], "G47": [100, 300]}, index=["here", "rest"])
    >>> tables = {2010: first, 2011: first * 2, 2012: first * 3}
    >>> region_totals(shift_share_over_years(tables)).loc["here", ["change", *PARTS]].round(6).tolist()
    [400.0, 400.0, 0.0, 0.0, 0.0]
    """
    years = sorted(tables)
    if len(years) < 2:
        raise MeasureError(f"`tables` has {len(years)} year(s); a change needs two or more.")
    if nation is not None and sorted(nation) != years:
        raise MeasureError(
            f"`nation` has the years {sorted(nation)}, but `tables` has {years}; give the same."
        )
    steps = [
        shift_share(
            tables[a],
            tables[b],
            nation_start=None if nation is None else nation[a],
            nation_end=None if nation is None else nation[b],
            allow_negative=allow_negative,
        )
        for a, b in pairwise(years)
    ]
    summed = {name: np.sum([step[name].to_numpy() for step in steps], axis=0) for name in _NUMBERS[2:]}
    return steps[0].assign(end=steps[-1]["end"], **summed)


def region_totals(parts: pd.DataFrame) -> pd.DataFrame:
    """Add the industries of every region up.

    Parameters
    ----------
    parts : DataFrame
        The result of :func:`shift_share` or :func:`shift_share_over_years`.

    Returns
    -------
    DataFrame, shape (n_regions, 9)
        The same numbers by region, which is the index.

    Raises
    ------
    TableError
        If a column of the decomposition is not there.

    Notes
    -----
    Plain sums over industries.

    References
    ----------
    ``docs/methods/shift-share.md``.

    Examples
    --------
    >>> one = pd.DataFrame({"C26": [100], "G47": [100]}, index=["here"])
    >>> region_totals(shift_share(one, one * 2))[["change", "national"]].values.tolist()
    [[200.0, 200.0]]
    """
    for name in ("region", *_NUMBERS):
        if name not in parts.columns:
            raise TableError(f"`parts` lacks the column {name!r}; give the result of `shift_share`.")
    return parts.groupby("region", sort=False)[list(_NUMBERS)].sum()


def _nation(
    start: pd.DataFrame, end: pd.DataFrame, nation_start: pd.Series | None, nation_end: pd.Series | None
) -> tuple[FloatArray, FloatArray]:
    if nation_start is None and nation_end is None:
        return start.to_numpy(dtype=np.float64).sum(axis=0), end.to_numpy(dtype=np.float64).sum(axis=0)
    if nation_start is None or nation_end is None:
        raise MeasureError("Only one of `nation_start` and `nation_end` is given; give both or none.")
    columns = []
    for name, series in (("nation_start", nation_start), ("nation_end", nation_end)):
        row = series.to_frame().T
        check_counts(row, name)
        check_same_labels(start.iloc[:1].set_axis([0]), row.set_axis([0]), ("start", name))
        columns.append(row.to_numpy(dtype=np.float64)[0])
    return columns[0], columns[1]


def _check_against_nation(start: pd.DataFrame, n0: FloatArray, n1: FloatArray) -> None:
    negative = (n0 < 0) | (n1 < 0)
    if negative.any():
        raise MeasureError(
            f"The nation's {start.columns[int(np.argmax(negative))]} is negative, so it has no growth rate; "
            "merge it with another industry."
        )
    if not n0.any():
        raise MeasureError(
            "The nation has nothing at the start, so it has no growth rate; take a later start."
        )
    impossible = (start.to_numpy(dtype=np.float64) != 0) & (n0 == 0)
    if impossible.any():
        row, column = np.argwhere(impossible)[0]
        raise MeasureError(
            f"({start.index[row]}, {start.columns[column]}) holds {start.to_numpy()[row, column]} at the "
            "start, but the nation has none of that industry; give a nation that contains its regions."
        )


def _decompose(e0: FloatArray, e1: FloatArray, n0: FloatArray, n1: FloatArray) -> dict[str, FloatArray]:
    old = n0 > 0
    growth = n1.sum() / n0.sum() - 1
    by_industry = np.where(old, n1 / np.where(old, n0, 1.0) - 1, 0.0)
    change = e1 - e0
    rest = np.where(old, change - e0 * by_industry, 0.0)
    present = e0 != 0
    homothetic = e0.sum(axis=1, keepdims=True) * n0 / n0.sum()
    per_job = rest / np.where(present, e0, 1.0)
    standard = np.where(present, homothetic * per_job, rest)
    return {
        "start": e0,
        "end": e1,
        "change": change,
        "national": e0 * growth,
        "industry_mix": e0 * (by_industry - growth),
        "not_explained_by_mix": rest,
        "new_in_all_regions": np.where(old, 0.0, change),
        "not_explained_by_mix_homothetic": standard,
        "not_explained_by_mix_allocation": rest - standard,
    }
