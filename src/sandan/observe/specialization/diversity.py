"""How one-sided a region is: indices of specialization, of diversity and of related variety."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.special import entr

from sandan.errors import MeasureError
from sandan.observe.checks import check_counts
from sandan.observe.specialization.location_quotient import Benchmark, location_quotient
from sandan.types import FloatArray, Table

__all__ = ["EntropyUnit", "diversity", "krugman_index", "variety"]

EntropyUnit: TypeAlias = Literal["bits", "nats"]
"""``bits``: logarithms to base 2. ``nats``: natural logarithms."""


def diversity(jobs: pd.DataFrame, *, benchmark: Benchmark = "all", unit: EntropyUnit = "bits") -> Table:
    """Measure how one-sided every region is, by itself and beside the benchmark.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed (or plants) at one date, without rows or columns of totals.
    benchmark : {"all", "others"}
        Compare with all regions, this one included, or with the other regions only.
    unit : {"bits", "nats"}
        Base of the logarithm in ``entropy``: 2 or e.

    Returns
    -------
    DataFrame, shape (n_regions, 7)
        Index: the regions. By itself: ``industries`` present; ``herfindahl``; ``herfindahl_normalized`` for
        the number of columns, 0 = even, 1 = one industry; ``entropy`` in ``unit``. Beside the benchmark:
        ``krugman``, 0 = same mix, 2 = nothing in common; ``specialization_coefficient``, its half;
        ``hachman``, 1 = same mix, 0 = nothing in common. NaN where the region (or the benchmark) has no
        jobs.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If ``benchmark`` or ``unit`` is unknown.

    Notes
    -----
    With ``s[r, i] = x[r, i] / x[r, .]``, ``n`` industries (columns) and ``c[r, i]`` the industry's share
    of the benchmark::

        herfindahl                 = sum_i s^2
        herfindahl_normalized      = (herfindahl - 1/n) / (1 - 1/n)
        entropy                    = -sum_i s log s,   0 log 0 = 0
        krugman                    = sum_i |s - c|
        specialization_coefficient = krugman / 2
        hachman                    = 1 / sum_i LQ s,   LQ = s / c

    References
    ----------
    Krugman, P. (1991), Geography and Trade. Herfindahl, O. (1950), Concentration in the steel industry.
    Shannon, C. (1948). Hachman, F. (1994). ``docs/methods/specialization-indices.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C26": [30, 10], "J62": [20, 140]}, index=["here", "rest"])
    >>> diversity(jobs).loc["here", ["herfindahl", "krugman", "hachman"]].round(4).to_dict()
    {'herfindahl': 0.52, 'krugman': 0.8, 'hachman': 0.5}
    >>> float(diversity(jobs, benchmark="others").loc["here", "krugman"].round(4))
    1.0667
    """
    quotient = location_quotient(jobs, benchmark=benchmark).to_numpy()
    counts = jobs.to_numpy(dtype=np.float64)
    shares = _shares(counts)
    n = counts.shape[1]
    herfindahl = (shares**2).sum(axis=1)
    krugman = np.abs(shares - _reference(counts, benchmark)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        hachman = 1 / np.where(shares == 0, 0.0, quotient * shares).sum(axis=1)
    columns = {
        "industries": (counts > 0).sum(axis=1),
        "herfindahl": herfindahl,
        "herfindahl_normalized": (herfindahl - 1 / n) / (1 - 1 / n)
        if n > 1
        else np.full(len(counts), np.nan),
        "entropy": entr(shares).sum(axis=1) / _nats(unit),
        "krugman": krugman,
        "specialization_coefficient": krugman / 2,
        "hachman": hachman,
    }
    return pd.DataFrame(columns, index=jobs.index)


def krugman_index(first: pd.Series, second: pd.Series) -> float:
    """Measure how much two mixes of industries differ.

    Parameters
    ----------
    first, second : Series, shape (n_industries,)
        Jobs (or plants) of two regions, or of a region and a nation; same industries in the same order.

    Returns
    -------
    float
        0 = same mix, 2 = nothing in common.

    Raises
    ------
    TableError
        If a number is missing, negative or infinite.
    MeasureError
        If the industries differ, or one of the two has no jobs.

    Notes
    -----
    ``sum_i |a_i / a_. - b_i / b_.|``. Between a region and all regions it is the column ``krugman`` of
    :func:`diversity`.

    References
    ----------
    Krugman, P. (1991), Geography and Trade. ``docs/methods/specialization-indices.md``.

    Examples
    --------
    >>> here = pd.Series({"C26": 30, "J62": 20})
    >>> round(krugman_index(here, pd.Series({"C26": 10, "J62": 140})), 4)
    1.0667
    """
    mixes = []
    for mix, name in ((first, "first"), (second, "second")):
        check_counts(mix.to_frame(name), name)
        if not mix.sum() > 0:
            raise MeasureError(f"The jobs of `{name}` add up to {mix.sum()}; a mix needs at least one job.")
        mixes.append(mix.to_numpy(dtype=np.float64) / mix.sum())
    if not first.index.equals(second.index):
        lonely = list(first.index.symmetric_difference(second.index))
        raise MeasureError(
            f"`first` and `second` do not have the same industries in the same order ({lonely[:3]} stand in "
            "one only); reindex one to the other."
        )
    return float(np.abs(mixes[0] - mixes[1]).sum())


def variety(jobs: pd.DataFrame, groups: pd.Series, *, unit: EntropyUnit = "bits") -> Table:
    """Split the entropy of every region into variety between and within groups of industries.

    Parameters
    ----------
    jobs : DataFrame, shape (n_regions, n_industries)
        Persons employed (or plants) at one date, without rows or columns of totals.
    groups : Series, shape (n_industries,)
        Group of every industry, such as its two-digit division, in any order.
    unit : {"bits", "nats"}
        Base of the logarithm: 2 or e.

    Returns
    -------
    DataFrame, shape (n_regions, 2)
        Index: the regions. ``unrelated_variety`` is the entropy of the groups, ``related_variety`` the mean
        entropy inside a group, weighted by its share. They add up to the ``entropy`` of
        :func:`diversity`. NaN where the region has no jobs.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If an industry has no group, stands twice or is unknown, or ``unit`` is unknown.

    Notes
    -----
    With ``s[r, i]`` as in :func:`diversity` and ``S[r, g] = sum of s[r, i] over i in g``::

        unrelated_variety = -sum_g S log S
        related_variety   = sum_g S sum_(i in g) (s / S) log (S / s)

    References
    ----------
    Frenken, K., van Oort, F. and Verburg, T. (2007), Related variety, unrelated variety and regional
    economic growth, Regional Studies 41, 685-697. ``docs/methods/specialization-indices.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame({"C261": [1], "C262": [1], "J62": [2]}, index=["here"])
    >>> variety(jobs, pd.Series({"C261": "C", "C262": "C", "J62": "J"}))
          unrelated_variety  related_variety
    here                1.0              0.5
    """
    check_counts(jobs, "jobs")
    shares = _shares(jobs.to_numpy(dtype=np.float64))
    codes = _codes(groups, jobs.columns)
    member = np.eye(codes.max() + 1)[codes]
    outer = shares @ member
    inner = np.divide(shares, outer[:, codes], out=np.zeros_like(shares), where=shares != 0)
    related = (outer[:, codes] * entr(inner)).sum(axis=1)
    columns = {"unrelated_variety": entr(outer).sum(axis=1), "related_variety": related}
    return pd.DataFrame(columns, index=jobs.index) / _nats(unit)


def _shares(counts: FloatArray) -> FloatArray:
    totals = counts.sum(axis=1, keepdims=True)
    return np.asarray(counts / np.where(totals > 0, totals, np.nan))


def _reference(counts: FloatArray, benchmark: Benchmark) -> FloatArray:
    common = np.broadcast_to(counts.sum(axis=0), counts.shape)
    return _shares(common if benchmark == "all" else common - counts)


def _nats(unit: str) -> float:
    if unit not in ("bits", "nats"):
        raise MeasureError(f"`unit` is {unit!r}; use 'bits' (logarithm to base 2) or 'nats' (natural).")
    return float(np.log(2)) if unit == "bits" else 1.0


def _codes(groups: pd.Series, industries: pd.Index) -> np.ndarray:
    """Return the group of every industry as a number."""
    lonely = list(industries.symmetric_difference(groups.index[groups.notna()]))
    if lonely or groups.index.has_duplicates:
        twice = list(groups.index[groups.index.duplicated()])
        raise MeasureError(
            f"`groups` must give one group to each industry of `jobs`, but {[*lonely, *twice][0]!r} has "
            "none, is unknown or stands twice; leave out no industry, or the parts do not add up."
        )
    return np.asarray(pd.factorize(groups.reindex(industries))[0])
