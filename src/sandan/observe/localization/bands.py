"""Bands that curves of chance stay inside: over all distances at once, or at each distance alone."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from sandan.errors import MeasureError
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Band", "BandRule", "Side", "check_band_request", "extreme_rank_p_values", "simulation_band"]

BandRule: TypeAlias = Literal["rank", "duranton_overman", "pointwise"]
"""``rank`` holds its level over all distances; the other two are there for comparison and do not."""

Side: TypeAlias = Literal["both", "above", "below"]
"""Which departures count: any, only above the band (localization), only below it (dispersion)."""

_Bounds: TypeAlias = tuple[FloatArray, FloatArray, float]


@dataclass(frozen=True)
class Band:
    """A band around simulated curves, and how rare the observed curve is among them.

    ``lower`` and ``upper`` have one value per distance; with a one-sided band the other bound is
    infinite. ``p`` is NaN for the rules that give none.
    """

    lower: FloatArray
    upper: FloatArray
    p: float
    rule: BandRule
    level: float
    side: Side
    simulations: int


def simulation_band(
    observed: FloatArray,
    simulated: FloatArray,
    *,
    rule: BandRule = "rank",
    level: float = 0.05,
    side: Side = "both",
) -> Band:
    """Draw a band around simulated curves that the observed curve leaves only if it is rare.

    Parameters
    ----------
    observed : ndarray, shape (n_distances,)
        The curve of the data, in any unit.
    simulated : ndarray, shape (n_simulations, n_distances)
        Curves under the null, computed exactly as the observed one was.
    rule : {"rank", "duranton_overman", "pointwise"}
        How the band is drawn. Only ``rank`` has the error rate that it is asked for, and a p-value.
    level : float
        Error rate: how often a curve of pure chance may leave the band. Under ``pointwise`` at one
        distance, under ``duranton_overman`` only as the number of simulations grows without end.
    side : {"both", "above", "below"}
        Whether the curve may be too high, too low, or either.

    Returns
    -------
    Band
        ``lower`` and ``upper`` with shape (n_distances,), and ``p``.

    Raises
    ------
    MeasureError
        If shapes disagree, a value is not finite, a parameter is unknown, there are too few
        simulations for any p-value of ``level``, or (``duranton_overman``) all simulations reach an
        edge before the aim is met.

    Notes
    -----
    With ``S`` simulations and ``N = S + 1`` curves, the observed one among them:

    - ``rank``: :func:`extreme_rank_p_values` orders the curves; the band is the hull, at every
      distance, of the curves with ``p > level``. Without ties at a distance the observed curve
      leaves it exactly if its own ``p <= level``. Under the null ``P(p <= level) <= level`` for every
      ``S``, because the curves are exchangeable.
    - ``duranton_overman``, as dbmss computes it: every simulation that is the least or the greatest
      at any distance is dropped, again and again, until ``K <= T = (1 - level) S`` remain; with
      ``B'`` the hull before the last round and ``B`` after it, the bound is
      ``B + (B' - B) (T - K) / S``. The observed curve takes no part.
    - ``pointwise``: at each distance the quantiles ``level / 2`` and ``1 - level / 2`` (one-sided:
      ``level`` or ``1 - level``) of the simulations, linear between order statistics.

    References
    ----------
    Myllymäki, M., Mrkvička, T., Grabarnik, P., Seijo, H. and Hahn, U. (2017), Global envelope tests
    for spatial processes, Journal of the Royal Statistical Society B 79, 381-404.
    Duranton, G. and Overman, H. (2005), Testing for localization using micro-geographic data, Review
    of Economic Studies 72, 1077-1106. Error rates of the three: ``docs/methods/global-bands.md``.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(199, 3))
    >>> band = simulation_band(np.array([0.0, 4.0, 4.0]), chance)
    >>> band.p, bool(band.upper[1] < 4.0)
    (0.005, True)
    """
    check_band_request(rule, level, side)
    observed, simulated = _checked_curves(observed, simulated, level)
    lower, upper, p = _RULES[rule](observed, simulated, level, side)
    free = np.full(observed.shape, np.inf)
    return Band(
        lower=-free if side == "above" else lower,
        upper=free if side == "below" else upper,
        p=p,
        rule=rule,
        level=level,
        side=side,
        simulations=len(simulated),
    )


def extreme_rank_p_values(curves: FloatArray, *, side: Side = "both") -> FloatArray:
    """Give every curve of a set its probability of being as extreme, by extreme rank lengths.

    Parameters
    ----------
    curves : ndarray, shape (n_curves, n_distances)
        Curves that are exchangeable under the null; usually the observed one and the simulated.
    side : {"both", "above", "below"}
        Whether large values, small values or both are extreme.

    Returns
    -------
    ndarray, shape (n_curves,)
        From ``1 / n_curves`` for the most extreme curve to 1.

    Raises
    ------
    MeasureError
        If ``curves`` has no two dimensions, is empty, holds a value that is not finite, or ``side``
        is unknown.

    Notes
    -----
    At each distance the curves are ranked from 1, ties with their mean rank ``r``. Extreme is a small
    ``R = min(r, N + 1 - r)`` (both), ``N + 1 - r`` (above) or ``r`` (below). Each curve's ``R`` are
    sorted from the least, ``R(1) <= R(2) <= ...``, and curves are compared by the first of these that
    differ. Then ``p = #{curves that are as extreme or more} / N``, so that curves with all ``R``
    alike share the larger value. The work is ``O(N n log N)`` for ``n`` distances.

    References
    ----------
    Myllymäki, M. et al. (2017), Global envelope tests for spatial processes, Journal of the Royal
    Statistical Society B 79, 381-404. ``docs/methods/global-bands.md``.

    Examples
    --------
    The third curve is the highest twice, the first the highest once.

    >>> curves = np.array([[3.0, 1.0, 1.0], [2.0, 2.0, 2.0], [1.0, 3.0, 3.0]])
    >>> extreme_rank_p_values(curves, side="above").round(2).tolist()
    [0.67, 1.0, 0.33]
    """
    _check_choice("side", side, get_args(Side))
    curves = np.asarray(curves, dtype=np.float64)
    if curves.ndim != 2 or not curves.size:
        raise MeasureError(f"`curves` has shape {curves.shape}; give one row per curve, at least one.")
    _check_finite(curves, "curves")
    doubled = _doubled_ranks(np.ascontiguousarray(curves.T))
    if side != "below":
        from_top = 2 * (len(curves) + 1) - doubled
        doubled = from_top if side == "above" else np.minimum(doubled, from_top)
    doubled.sort(axis=0)
    order = np.lexsort(doubled[::-1])
    ordered = doubled[:, order]
    new = np.ones((1, len(curves)), dtype=bool)
    new[0, 1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    p = np.empty(len(curves))
    p[order] = (_run_ends(new)[0] + 1) / len(curves)
    return p


def check_band_request(rule: str, level: float, side: str) -> None:
    """Refuse a band that cannot be drawn from any curves.

    Parameters
    ----------
    rule : str
        Name of the rule.
    level : float
        Error rate.
    side : str
        Which departures count.

    Returns
    -------
    None
        The three are as :func:`simulation_band` takes them.

    Raises
    ------
    MeasureError
        If one of them is not.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/methods/global-bands.md``.

    Examples
    --------
    >>> check_band_request("global", 0.05, "both")
    Traceback (most recent call last):
    ...
    sandan.errors.MeasureError: `rule` is 'global'; use 'rank', 'duranton_overman', 'pointwise'.
    """
    _check_choice("rule", rule, get_args(BandRule))
    _check_choice("side", side, get_args(Side))
    if not 0 < level < 1:
        raise MeasureError(f"`level` is {level}; give a number between 0 and 1.")


def _check_choice(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise MeasureError(f"`{name}` is {value!r}; use {', '.join(map(repr, known))}.")


def _check_finite(curves: FloatArray, name: str) -> None:
    bad = ~np.isfinite(curves)
    if bad.any():
        raise MeasureError(
            f"`{name}` has {int(bad.sum())} of {bad.size} values that are not finite numbers; "
            "leave out the distances at which a curve is not defined."
        )


def _checked_curves(
    observed: FloatArray, simulated: FloatArray, level: float
) -> tuple[FloatArray, FloatArray]:
    observed, simulated = (np.asarray(a, dtype=np.float64) for a in (observed, simulated))
    fits = observed.ndim == 1 and simulated.ndim == 2 and simulated.shape[1:] == observed.shape
    if not fits or not simulated.size:
        raise MeasureError(
            f"`observed` has shape {observed.shape} and `simulated` {simulated.shape}; "
            "give (distances,) and (simulations, distances)."
        )
    _check_finite(observed, "observed")
    _check_finite(simulated, "simulated")
    if 1 / (len(simulated) + 1) > level:
        raise MeasureError(
            f"With {len(simulated)} simulations no curve can be rarer than 1 in {len(simulated) + 1}; "
            f"a level of {level} needs at least {int(np.ceil(1 / level)) - 1}."
        )
    return observed, simulated


def _rank(observed: FloatArray, simulated: FloatArray, level: float, side: Side) -> _Bounds:
    curves = np.concatenate([observed[None], simulated])
    p = extreme_rank_p_values(curves, side=side)
    kept = curves[p > level]
    return kept.min(axis=0), kept.max(axis=0), float(p[0])


def _duranton_overman(_: FloatArray, simulated: FloatArray, level: float, side: Side) -> _Bounds:
    aim = (1 - level) * len(simulated)
    kept, before, now = simulated, _hull(simulated), _hull(simulated)
    while len(kept) > aim:
        before = now
        kept = kept[~_at_edge(kept, now, side)]
        if not len(kept):
            raise MeasureError(
                f"The rule 'duranton_overman' dropped all of {len(simulated)} simulations, because each "
                "is the least or the greatest at some distance; give more simulations or fewer distances."
            )
        now = _hull(kept)
    lower, upper = now + (before - now) * ((aim - len(kept)) / len(simulated))
    return lower, upper, np.nan


def _hull(curves: FloatArray) -> FloatArray:
    return np.stack([curves.min(axis=0), curves.max(axis=0)])


def _at_edge(curves: FloatArray, hull: FloatArray, side: Side) -> BoolArray:
    """Say which curves touch a bound that counts, at any distance."""
    touches = np.zeros(curves.shape, dtype=bool)
    if side != "above":
        touches |= curves == hull[0]
    if side != "below":
        touches |= curves == hull[1]
    return np.asarray(touches.any(axis=1))


def _pointwise(_: FloatArray, simulated: FloatArray, level: float, side: Side) -> _Bounds:
    tail = level / 2 if side == "both" else level
    lower, upper = np.quantile(simulated, [tail, 1 - tail], axis=0)
    return lower, upper, np.nan


_RULES: dict[BandRule, Callable[[FloatArray, FloatArray, float, Side], _Bounds]] = {
    "rank": _rank,
    "duranton_overman": _duranton_overman,
    "pointwise": _pointwise,
}


def _doubled_ranks(rows: FloatArray) -> IntArray:
    """Rank the values of every row from the least, ties with their mean; doubled, so that all are whole."""
    order = rows.argsort(axis=1)
    ordered = np.take_along_axis(rows, order, axis=1)
    new = np.ones(rows.shape, dtype=bool)
    new[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    starts = np.maximum.accumulate(np.where(new, np.arange(rows.shape[1]), 0), axis=1)
    ranks = np.empty(rows.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, starts + _run_ends(new) + 2, axis=1)
    return ranks


def _run_ends(new: BoolArray) -> IntArray:
    """Return for every cell of sorted rows the place where its run of equal values ends."""
    count = new.shape[1]
    last = np.ones(new.shape, dtype=bool)
    last[:, :-1] = new[:, 1:]
    places = np.where(last, np.arange(count), count)[:, ::-1]
    return np.asarray(np.minimum.accumulate(places, axis=1)[:, ::-1])
