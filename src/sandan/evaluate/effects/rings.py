"""What a policy at one site changed there and around it, by distance, and what is left in sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.spatial import KDTree

from sandan.errors import MeasureError, TableError
from sandan.evaluate.effects.result import Effect, made_by
from sandan.evaluate.placebos.in_space import band_half_width, rank_p_value
from sandan.observe.checks import check_columns
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = [
    "BREAKS",
    "LEAST_CELLS",
    "LEAST_PLACEBOS",
    "NET",
    "RingLack",
    "comparable_sites",
    "ring_effect",
    "ring_lacks",
    "ring_totals",
]

BREAKS = (0.0, 10.0, 25.0, 50.0)
LEAST_CELLS = 20
LEAST_PLACEBOS = 9
"""Placebo sites with which p can reach .10."""
LEAST_BEFORE = 2
NET = "net"
"""Row of all touched rings together."""
ASSUMPTION = (
    "Without the policy, jobs in each ring would have grown as in the last ring, and the policy does "
    "not reach the last ring."
)


@dataclass(frozen=True)
class RingLack:
    """What the data lack for rings: its name, how much there is, and how much is needed."""

    what: str
    there: int
    needed: int


@dataclass(frozen=True)
class _Cells:
    """Balanced cells: means before and after, shape (n_cells,), and where they are."""

    before: FloatArray
    after: FloatArray
    places: FloatArray
    periods_before: int
    left_out: int


def ring_effect(
    cells: pd.DataFrame,
    *,
    site: tuple[float, float],
    start: int,
    placebo_sites: pd.DataFrame,
    breaks: Sequence[float] = BREAKS,
    level: float = 0.9,
) -> Effect:
    """Compare the growth of every ring around a site with that of the last ring, and with rings elsewhere.

    Parameters
    ----------
    cells : DataFrame, shape (n_cells * n_periods, n_columns)
        ``unit``, ``period``, ``outcome`` (jobs or firms, at least 0; empty where nobody counted), ``x`` and
        ``y`` in kilometers, as from `grid_cells`. Cells with a missing outcome in any period are left out.
    site : tuple of float
        ``x`` and ``y`` of the policy in the same kilometers.
    start : int
        First period in which the policy can have had an effect.
    placebo_sites : DataFrame, shape (n_sites, 2)
        ``x`` and ``y`` of sites where the policy might have been and was not, as from `comparable_sites`.
    breaks : sequence of float
        Edges of the rings in kilometers; the ring between the last two is taken for untouched.
    level : float
        Probability of the bands.

    Returns
    -------
    Effect
        The net effect in log points times 100. ``parts`` has one row for ``net`` and one per touched ring:
        ``ring``, ``from_km``, ``to_km``, ``cells``, ``jobs_before``, ``jobs_after`` (means over periods),
        ``estimate``, ``lower``, ``upper``, ``p``, ``jobs``, ``jobs_lower``, ``jobs_upper``. The jobs of the
        rings add up to those of ``net``. ``notes`` holds ``cells_left_out`` if some were.

    Raises
    ------
    TableError
        If a column is missing, a cell stands twice in a period, or an outcome is negative.
    MeasureError
        If the breaks do not begin at 0 and rise, the level is none, or the data lack what `ring_lacks` names.

    Notes
    -----
    With ``B_r``, ``A_r`` the sums over the cells of ring ``r`` of the mean outcome before and since
    ``start``, ``F`` the last ring, and ``net`` all other rings together::

        estimate_r = 100 (log(A_r / B_r) - log(A_F / B_F))
        jobs_r     = A_r - B_r A_F / B_F = A_r (1 - exp(-estimate_r / 100))

    The first is the coefficient of ``ring x since start`` in a Poisson regression with effects of cells and
    periods, which takes zeros as they are. Placebos are the same numbers around every placebo site; before
    that, all cells that the policy may have touched are taken away, and a site whose rings then lack cells or
    jobs is none. The band is the estimate plus and minus the ``m``-th largest placebo, as in
    `placebos_in_space`; the band of the jobs follows from it. Errors by cluster or distance are not given:
    there is one site.

    References
    ----------
    Butts, K. (2021), Difference-in-differences estimation with spatial spillovers, arXiv:2105.03737, for the
    rings. Santos Silva, J. M. C. and Tenreyro, S. (2006), The log of gravity, Review of Economics and
    Statistics 88, 641-658, for Poisson regression. ``docs/methods/rings.md``.

    Examples
    --------
    Needs many cells; ``tests/evaluate/effects/test_rings.py`` shows one. The arithmetic of one ring, with 100
    jobs before and 120 after, where the last ring went from 1000 to 1100:

    >>> estimate = 100 * float(np.log(120 / 100) - np.log(1100 / 1000))
    >>> round(estimate, 2), round(120 * (1 - float(np.exp(-estimate / 100))), 2)
    (8.7, 10.0)
    """
    lacks = ring_lacks(cells, site=site, start=start, breaks=breaks)
    if lacks:
        first = lacks[0]
        raise MeasureError(
            f"There are {first.there} {first.what.replace('_', ' ')}, but {first.needed} are needed; take "
            "smaller cells, wider rings or more periods."
        )
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a probability between 0 and 1, such as 0.9.")
    balanced = _balanced(cells, start)
    own = _around(balanced, np.asarray([site]), breaks, keep=np.ones(len(balanced.before), dtype=bool))
    placebos = _placebos(balanced, site, placebo_sites, breaks)
    if len(placebos) < LEAST_PLACEBOS:
        raise MeasureError(
            f"Only {len(placebos)} placebo sites have rings with enough cells and jobs, but {LEAST_PLACEBOS} "
            "are needed; give more sites, or narrower rings."
        )
    parts = _parts(own, placebos, breaks, level)
    net = parts.iloc[0]
    return Effect(
        design="rings",
        estimate=float(net["estimate"]),
        lower=float(net["lower"]),
        upper=float(net["upper"]),
        level=level,
        inference="placebo_ranks",
        treated=1,
        comparisons=len(placebos),
        assumption=ASSUMPTION,
        library=made_by("sandan"),
        p=float(net["p"]),
        parts=parts,
        notes=("cells_left_out",) if balanced.left_out else (),
    )


def ring_lacks(
    cells: pd.DataFrame, *, site: tuple[float, float], start: int, breaks: Sequence[float] = BREAKS
) -> tuple[RingLack, ...]:
    """Say what the data lack before rings around a site can be compared.

    Parameters
    ----------
    cells, site, start, breaks
        As for `ring_effect`.

    Returns
    -------
    tuple of RingLack
        ``periods_before``, ``periods_after``, ``cells_RING`` (such as ``cells_0-10``), ``jobs_RING`` for
        rings without any before or after; empty if nothing lacks.

    Raises
    ------
    TableError
        If a column is missing, a cell stands twice in a period, or an outcome is negative.
    MeasureError
        If the breaks do not begin at 0 and rise.

    Notes
    -----
    Two periods before, one after, 20 cells in every ring, the last one too.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    >>> few = pd.DataFrame({"unit": ["a", "a"], "period": [1, 2], "outcome": [3, 4], "x": 0.0, "y": 0.0})
    >>> [(one.what, one.there) for one in ring_lacks(few, site=(0.0, 0.0), start=2, breaks=(0, 5, 9))]
    [('periods_before', 1), ('cells_0-5', 1), ('cells_5-9', 0)]
    """
    totals = ring_totals(cells, site=site, breaks=breaks)
    periods = totals["period"].unique()
    counted = {
        "periods_before": (int((periods < start).sum()), LEAST_BEFORE),
        "periods_after": (int((periods >= start).sum()), 1),
    }
    for ring, rows in totals.groupby("ring", sort=False):
        counted[f"cells_{ring}"] = (int(rows["cells"].iloc[0]), LEAST_CELLS)
        if rows["cells"].iloc[0] >= LEAST_CELLS:
            sides = rows.groupby(rows["period"] >= start)["outcome"].sum()
            counted[f"jobs_{ring}"] = (int(np.ceil(sides.min())), 1)
    return tuple(RingLack(what, there, need) for what, (there, need) in counted.items() if there < need)


def ring_totals(
    cells: pd.DataFrame, *, site: tuple[float, float], breaks: Sequence[float] = BREAKS
) -> pd.DataFrame:
    """Add the cells of every ring up, period by period.

    Parameters
    ----------
    cells, site, breaks
        As for `ring_effect`.

    Returns
    -------
    DataFrame, shape (n_rings * n_periods, 6)
        ``ring`` (such as ``10-25``), ``from_km``, ``to_km``, ``period``, ``cells``, ``outcome``; the last
        ring too.

    Raises
    ------
    TableError
        If a column is missing, a cell stands twice in a period, or an outcome is negative.
    MeasureError
        If the breaks do not begin at 0 and rise.

    Notes
    -----
    A cell is in the ring in which its middle is: ``from_km <= distance < to_km``. Cells with a missing
    outcome in any period are in none.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    >>> cells = pd.DataFrame({"unit": ["a", "b"], "period": 1, "outcome": [3, 4], "x": [1.0, 6.0], "y": 0.0})
    >>> ring_totals(cells, site=(0.0, 0.0), breaks=(0, 5, 9))[["ring", "cells", "outcome"]].values.tolist()
    [['0-5', 1, 3.0], ['5-9', 1, 4.0]]
    """
    wide, places = _wide(cells)
    complete = wide.notna().all(axis=1).to_numpy()
    ring = _ring_of(places[complete], np.asarray([site]), _checked(breaks))[0]
    rows = []
    for number, (near, far) in enumerate(_edges(breaks)):
        inside = wide.loc[complete].loc[ring == number]
        for period, outcome in inside.sum().items():
            rows.append((_label(near, far), near, far, period, len(inside), float(outcome)))
    return pd.DataFrame(rows, columns=["ring", "from_km", "to_km", "period", "cells", "outcome"])


def comparable_sites(
    cells: pd.DataFrame,
    *,
    site: tuple[float, float],
    start: int,
    breaks: Sequence[float] = BREAKS,
    factor: float = 3.0,
) -> pd.DataFrame:
    """Find sites around which there was about as much before the policy as around its own.

    Parameters
    ----------
    cells, site, start, breaks
        As for `ring_effect`.
    factor : float
        How many times more or less there may be in the inner ring, at least 1.

    Returns
    -------
    DataFrame, shape (n_sites, 2)
        ``x`` and ``y``, middles of cells, those with the most similar inner ring first.

    Raises
    ------
    TableError
        If a column is missing, a cell stands twice in a period, or an outcome is negative.
    MeasureError
        If the factor is below 1, or the breaks do not begin at 0 and rise.

    Notes
    -----
    The middle ``c`` of a cell is a site if ``B_0(site) / factor <= B_0(c) <= B_0(site) factor``, after the
    cells that the policy may have touched are taken away, and if every ring around it still has 20 cells.
    Only what was before the policy is looked at. The chance of an inner ring depends on how much is in it, so
    that a lonely valley says little about a city. Of these sites the most similar (smallest
    ``|log(B_0(c) / B_0(site))|``) is taken, then the most similar of those whose inner ring does not meet
    that of a site taken before, and so on: rings that lie over each other are not many rings.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    Needs many cells; ``tests/evaluate/effects/test_rings.py`` shows one.
    """
    if not factor >= 1:
        raise MeasureError(f"`factor` is {factor}; give 1 or more, such as 3.")
    balanced = _balanced(cells, start)
    own = _around(balanced, np.asarray([site]), breaks, keep=np.ones(len(balanced.before), dtype=bool))
    keep = ~_touched(balanced, site, breaks)
    unlike = _unlike(balanced, own.before[0, 0], breaks[1], keep)
    order = np.argsort(unlike, kind="stable")
    alike = balanced.places[order[unlike[order] <= np.log(factor) + 1e-12]]
    # All rings are looked at only where the inner one fits: that is the slow part.
    candidates = alike[_around(balanced, alike, breaks, keep=keep).usable]
    return pd.DataFrame(_apart(candidates, 2 * breaks[1]), columns=["x", "y"])


def _unlike(cells: _Cells, own: float, radius: float, keep: BoolArray) -> FloatArray:
    """Say how far the inner ring around every cell is from the own one before; infinite where it is empty."""
    near = KDTree(cells.places[keep]).query_ball_point(cells.places, np.nextafter(radius, 0.0))
    before = cells.before[keep]
    inner = np.array([before[one].sum() for one in near])
    found = np.full(len(inner), np.inf)
    found[inner > 0] = np.abs(np.log(inner[inner > 0] / own))
    return found


def _apart(points: FloatArray, least: float) -> FloatArray:
    """Keep the first point, then every next one that is far enough from all that were kept."""
    kept = []
    while len(points):
        kept.append(points[0])
        points = points[np.hypot(*(points - points[0]).T) >= least]
    return np.array(kept).reshape(-1, 2)


@dataclass(frozen=True)
class _Rings:
    """Sums of rings around sites, shape (n_sites, n_rings)."""

    cells: IntArray
    before: FloatArray
    after: FloatArray

    @property
    def usable(self) -> BoolArray:
        enough = (self.cells >= LEAST_CELLS).all(axis=1)
        return np.asarray(enough & (self.before > 0).all(axis=1) & (self.after > 0).all(axis=1))

    @property
    def estimates(self) -> FloatArray:
        """Net and every touched ring, in log points times 100, shape (n_sites, n_rings)."""
        before, after = (
            np.column_stack([side[:, :-1].sum(axis=1), side]) for side in (self.before, self.after)
        )
        growth = np.log(after / before)
        return np.asarray(100 * (growth[:, :-1] - growth[:, -1:]))


def _around(cells: _Cells, sites: FloatArray, breaks: Sequence[float], *, keep: BoolArray) -> _Rings:
    ring = _ring_of(cells.places[keep], sites, _checked(breaks))
    inside = [ring == number for number in range(len(breaks) - 1)]
    return _Rings(
        cells=np.column_stack([one.sum(axis=1) for one in inside]),
        before=np.column_stack([one @ cells.before[keep] for one in inside]),
        after=np.column_stack([one @ cells.after[keep] for one in inside]),
    )


def _touched(cells: _Cells, site: tuple[float, float], breaks: Sequence[float]) -> BoolArray:
    ring = _ring_of(cells.places, np.asarray([site]), _checked(breaks))[0]
    return np.asarray(ring < len(breaks) - 2)


def _placebos(
    cells: _Cells, site: tuple[float, float], sites: pd.DataFrame, breaks: Sequence[float]
) -> FloatArray:
    check_columns(sites, ["x", "y"], "placebo_sites")
    if sites.empty:
        return np.empty((0, len(breaks) - 1))
    points = sites[["x", "y"]].to_numpy(dtype=float)
    rings = _around(cells, points, breaks, keep=~_touched(cells, site, breaks))
    usable = rings.usable
    return _Rings(rings.cells[usable], rings.before[usable], rings.after[usable]).estimates


def _parts(own: _Rings, placebos: FloatArray, breaks: Sequence[float], level: float) -> pd.DataFrame:
    touched = _edges(breaks)[:-1]
    labels = [NET, *(_label(*edges) for edges in touched)]
    before, after, count = (
        np.concatenate([[side[0, :-1].sum()], side[0, :-1]]) for side in (own.before, own.after, own.cells)
    )
    estimate = own.estimates[0]
    half = np.array([band_half_width(column, level=level) for column in placebos.T])
    p = [rank_p_value(abs(one), np.abs(column)) for one, column in zip(estimate, placebos.T, strict=True)]
    lower, upper = estimate - half, estimate + half
    return pd.DataFrame(
        {
            "ring": labels,
            "from_km": [0.0, *(near for near, _ in touched)],
            "to_km": [touched[-1][1], *(far for _, far in touched)],
            "cells": count.astype(int),
            "jobs_before": before,
            "jobs_after": after,
            "estimate": estimate,
            "lower": lower,
            "upper": upper,
            "p": p,
            "jobs": -after * np.expm1(-estimate / 100),
            "jobs_lower": -after * np.expm1(-lower / 100),
            "jobs_upper": -after * np.expm1(-upper / 100),
        }
    )


def _balanced(cells: pd.DataFrame, start: int) -> _Cells:
    wide, places = _wide(cells)
    complete = wide.notna().all(axis=1).to_numpy()
    since = wide.columns.to_numpy() >= start
    values = wide.to_numpy()[complete]
    return _Cells(
        before=values[:, ~since].mean(axis=1) if (~since).any() else np.zeros(len(values)),
        after=values[:, since].mean(axis=1) if since.any() else np.zeros(len(values)),
        places=places[complete],
        periods_before=int((~since).sum()),
        left_out=int((~complete).sum()),
    )


def _wide(cells: pd.DataFrame) -> tuple[pd.DataFrame, FloatArray]:
    check_columns(cells, ["unit", "period", "x", "y"], "cells")
    if "outcome" not in cells:
        raise TableError(
            "`cells` lacks the column 'outcome'; give what is counted, with 0 where there is none."
        )
    twice = cells.duplicated(["unit", "period"])
    if twice.any():
        where = cells.loc[twice, ["unit", "period"]].iloc[0].tolist()
        raise TableError(f"{where} stands twice in `cells`; a cell has one row per period.")
    if (cells["outcome"] < 0).any():
        raise TableError(f"`outcome` holds {cells['outcome'].min()}; jobs and firms are 0 or more.")
    wide = cells.pivot(index="unit", columns="period", values="outcome").astype(float).sort_index(axis=1)  # noqa: PD010
    places = cells.drop_duplicates("unit").set_index("unit")[["x", "y"]].reindex(wide.index)
    return wide, places.to_numpy(dtype=float)


def _ring_of(places: FloatArray, sites: FloatArray, breaks: Sequence[float]) -> IntArray:
    """Give the ring of every cell around every site; beyond the last edge it is the number of rings."""
    apart = np.hypot(sites[:, :1] - places[:, 0], sites[:, 1:] - places[:, 1])
    return np.asarray(np.searchsorted(np.asarray(breaks, dtype=float), apart, side="right") - 1)


def _checked(breaks: Sequence[float]) -> Sequence[float]:
    rising = all(near < far for near, far in _edges(breaks))
    if len(breaks) < 3 or breaks[0] != 0 or not rising:
        raise MeasureError(
            f"The rings end at {', '.join(map(str, breaks))} km; give three distances or more that begin "
            "at 0 and rise."
        )
    return breaks


def _edges(breaks: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise(breaks))


def _label(near: float, far: float) -> str:
    return f"{near:g}-{far:g}"
