"""Which industries are localized or dispersed, at which distances, after correction for asking of many."""

from collections.abc import Hashable, Mapping
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.correction import Correction, correct_tests
from sandan.observe.localization.bands import BandRule, Side, check_band_request
from sandan.observe.localization.excess import beside_chance
from sandan.types import FloatArray

__all__ = ["Curves", "Verdict", "judge", "judge_with_bands"]

Verdict: TypeAlias = Literal["localized", "dispersed", "neither", "not testable"]
"""What is said of an industry, in the order in which industries are listed."""

Curves: TypeAlias = tuple[FloatArray, FloatArray, FloatArray]
"""Distances (n,), the observed curve (n,) and the simulated ones (simulations, n) of an industry."""


def judge(
    curves: Mapping[Hashable, Curves | str],
    *,
    level: float = 0.05,
    correction: Correction = "benjamini-hochberg",
    rule: BandRule = "rank",
    side: Side = "both",
) -> pd.DataFrame:
    """Say of every industry whether it is localized, dispersed or neither, and at which distances.

    Parameters
    ----------
    curves : mapping from industry to Curves or str
        Distances, observed curve and simulated curves of each industry; or, in place of them, the
        reason why it has none.
    level : float
        Error rate: of the band of each industry and, after ``correction``, of the calls.
    correction : {"benjamini-hochberg", "holm", "none"}
        How the p-values are corrected over the industries that could be tested.
    rule : {"rank", "duranton_overman", "pointwise"}
        As in :func:`simulation_band`. Only ``rank`` has p-values; the others need ``correction="none"``.
    side : {"both", "above", "below"}
        Ask for any departure, for localization only or for dispersion only.

    Returns
    -------
    DataFrame, shape (n_industries, 18)
        One row per industry: the localized, from the largest ``localization_area``, then the
        dispersed likewise, then neither, by p-value, then the not testable.

        - ``industry``, ``verdict``
        - ``reason``: why it is not testable, or what keeps a curve outside its band from being
          called; empty otherwise
        - ``p_value``, ``q_value``, ``holm_p``, ``is_called`` (:func:`correct_tests`)
        - ``localization_index``, ``dispersion_index``: sums over the distances
        - ``localization_area``, ``dispersion_area``: the same as integrals over distance, which do not
          depend on how finely distances are set
        - ``first_distance``, ``last_distance``: where the curve is outside the band first and last
        - ``peak_distance``: where it is farthest outside
        - ``distances_outside``, ``distances_used``, ``distances_left_out``: numbers of distances
        - ``simulations``

        Indices and distances describe the curve and its band whether or not the industry is called.
        NaN where there is nothing to describe.

    Raises
    ------
    MeasureError
        If a parameter is unknown, ``rule`` has no p-values and ``correction`` is not ``"none"``, or the
        shapes of an industry's curves disagree.

    Notes
    -----
    `excess_by_distance` defines both indices. An industry is called if its corrected p-value is
    at most ``level`` (for rules without p-values: if its curve leaves the band). It is localized if it
    is called and anywhere above the band, dispersed if it is called and only below it.

    A distance at which any curve of an industry is not defined (the observed or a simulated one, which
    is the same question for all of them and keeps them exchangeable) is left out and counted.

    Duranton and Overman's pair of one-sided bands, each at ``level``, is ``side="above"`` and
    ``side="below"`` asked separately; the chance of any verdict on a random industry is then up to
    twice ``level``.

    References
    ----------
    Duranton, G. and Overman, H. (2005), Testing for localization using micro-geographic data, Review
    of Economic Studies 72, 1077-1106. Benjamini and Hochberg (1995); Holm (1979).
    ``docs/methods/global-bands.md``.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(199, 4))
    >>> distances = np.array([0.0, 10.0, 20.0, 30.0])
    >>> table = judge(
    ...     {
    ...         "chips": (distances, np.array([9.0, 8.0, 0.0, 0.0]), chance),
    ...         "shops": (distances, np.zeros(4), chance),
    ...         "mines": "one plant",
    ...     }
    ... )
    >>> table[["industry", "verdict", "q_value", "last_distance"]].to_numpy().tolist()[:2]
    [['chips', 'localized', 0.01, 10.0], ['shops', 'neither', 1.0, nan]]
    >>> table.loc[2, ["industry", "verdict", "reason"]].tolist()
    ['mines', 'not testable', 'one plant']
    """
    return judge_with_bands(curves, level=level, correction=correction, rule=rule, side=side)[0]


def judge_with_bands(
    curves: Mapping[Hashable, Curves | str],
    *,
    level: float = 0.05,
    correction: Correction = "benjamini-hochberg",
    rule: BandRule = "rank",
    side: Side = "both",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say what `judge` says, and show the curve and the band of every industry.

    Parameters
    ----------
    curves, level, correction, rule, side
        As for `judge`.

    Returns
    -------
    tuple of DataFrame
        The table of `judge`; and one row per tested industry and distance: ``distance``, ``observed``,
        ``expected``, ``lower``, ``upper``, ``localization``, ``dispersion``, ``industry``.

    Raises
    ------
    MeasureError
        As for `judge`.

    Notes
    -----
    Each band is drawn once, by `beside_chance`.

    References
    ----------
    As for `judge`.

    Examples
    --------
    >>> chance = np.random.default_rng(1).normal(size=(199, 2))
    >>> asked = {"chips": (np.array([0.0, 10.0]), np.array([9.0, 0.0]), chance), "mines": "one plant"}
    >>> table, bands = judge_with_bands(asked)
    >>> table["verdict"].tolist(), bands["localization"].gt(0).tolist()
    (['localized', 'not testable'], [True, False])
    """
    check_band_request(rule, level, side)
    if rule != "rank" and correction != "none":
        raise MeasureError(
            f"The rule {rule!r} gives no p-values, so {correction!r} has nothing to correct; use "
            "rule='rank' or correction='none'."
        )
    judged = {industry: _judged(industry, given, level, rule, side) for industry, given in curves.items()}
    numbers = ["p_value", *_DESCRIPTION, *_COUNTS]
    columns = ["industry", "reason", *numbers]
    rows = [row for row, _ in judged.values()]
    table = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(numbers, float))
    table = correct_tests(table, level=level, correction=correction)
    if rule != "rank":
        table["is_called"] = table["distances_outside"] > 0
    table["verdict"] = _verdicts(table)
    table["reason"] = _reasons(table, level)
    bands = [
        drawn.assign(industry=pd.Series(industry, index=drawn.index))
        for industry, (_, drawn) in judged.items()
        if drawn is not None
    ]
    shown = pd.concat(bands, ignore_index=True) if bands else pd.DataFrame(columns=_BANDS)
    return _ranked(table.astype(dict.fromkeys(_COUNTS, "Int64")))[_COLUMNS], shown


_DESCRIPTION = [
    "localization_index",
    "dispersion_index",
    "localization_area",
    "dispersion_area",
    "first_distance",
    "last_distance",
    "peak_distance",
]
_COUNTS = ["distances_outside", "distances_used", "distances_left_out", "simulations"]
_BANDS = ["distance", "observed", "expected", "lower", "upper", "localization", "dispersion", "industry"]
_TESTED = ["p_value", "q_value", "holm_p", "is_called"]
_COLUMNS = ["industry", "verdict", "reason", *_TESTED, *_DESCRIPTION, *_COUNTS]


def _judged(
    industry: Hashable, given: Curves | str, level: float, rule: BandRule, side: Side
) -> tuple[dict[str, Any], pd.DataFrame | None]:
    """Describe one industry, and lay its curve beside chance if that can be done."""
    if isinstance(given, str):
        return {"industry": industry, "reason": given}, None
    distances, observed, simulated = _checked_curves(industry, given)
    defined = np.isfinite(observed) & np.isfinite(simulated).all(axis=0)
    counted = {
        "industry": industry,
        "distances_used": int(defined.sum()),
        "distances_left_out": int((~defined).sum()),
        "simulations": len(simulated),
    }
    if (simulated[:, defined] == simulated[:1, defined]).all():
        what = "every simulated curve is the same" if defined.any() else "no distance has all curves defined"
        return counted | {"reason": what}, None
    try:
        drawn, band = beside_chance(distances, observed, simulated, rule=rule, level=level, side=side)
    except MeasureError as error:
        return counted | {"reason": str(error)}, None
    return counted | {"reason": "", "p_value": band.p} | _describe(drawn.loc[defined]), drawn


def _checked_curves(industry: Hashable, given: Curves) -> Curves:
    distances, observed, simulated = (np.asarray(part, dtype=np.float64) for part in given)
    shapes = distances.shape, observed.shape, simulated.shape
    if distances.ndim != 1 or simulated.ndim != 2 or not shapes[0] == shapes[1] == shapes[2][1:]:
        raise MeasureError(
            f"The curves of {industry!r} have shapes {shapes[0]}, {shapes[1]} and {shapes[2]}; give "
            "(distances,), (distances,) and (simulations, distances)."
        )
    if not (np.diff(distances) > 0).all():
        raise MeasureError(f"The distances of {industry!r} do not rise from {distances[0]}; sort the curves.")
    return distances, observed, simulated


def _describe(excess: pd.DataFrame) -> dict[str, Any]:
    distance = excess["distance"].to_numpy()
    above, below = excess["localization"].to_numpy(), excess["dispersion"].to_numpy()
    beyond = above if above.any() else below
    outside = distance[beyond > 0]
    described = {
        "localization_index": above.sum(),
        "dispersion_index": below.sum(),
        "localization_area": np.trapezoid(above, distance),
        "dispersion_area": np.trapezoid(below, distance),
        "distances_outside": len(outside),
    }
    if len(outside):
        peak = distance[np.argmax(beyond)]
        described |= {"first_distance": outside[0], "last_distance": outside[-1], "peak_distance": peak}
    return described


def _verdicts(table: pd.DataFrame) -> pd.Series:
    cases = {
        "not testable": table["distances_outside"].isna(),
        "localized": table["is_called"] & (table["localization_index"] > 0),
        "dispersed": table["is_called"] & (table["dispersion_index"] > 0),
    }
    return pd.Series(np.select(list(cases.values()), list(cases), default="neither"), index=table.index)


def _reasons(table: pd.DataFrame, level: float) -> pd.Series:
    """Add to the reasons what keeps a curve of small p-value from a verdict."""
    tests = int(table["p_value"].count())
    small = (table["verdict"] == "neither") & (table["p_value"] <= level)
    least = table["p_value"] * (table["simulations"] + 1) < 1.5
    cases = {
        "extreme by ties only, nowhere outside its band": small & table["is_called"],
        f"outside its band, but even the least p-value of its simulations is not called among {tests} "
        "industries; simulate more": small & least,
        f"outside its band, but not called among {tests} industries": small,
    }
    chosen = np.select(list(cases.values()), list(cases), default="")
    return table["reason"].where(~small, chosen)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    localized, dispersed = (table["verdict"] == word for word in ("localized", "dispersed"))
    size = table["p_value"].mask(localized, -table["localization_area"])
    size = size.mask(dispersed, -table["dispersion_area"])
    group = table["verdict"].map({word: i for i, word in enumerate(get_args(Verdict))})
    order = np.lexsort((table["p_value"], size, group))
    return table.iloc[order].reset_index(drop=True)
