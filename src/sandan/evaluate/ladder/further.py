"""The rungs of other data than places: supported firms, rings of distance, and from gross to net."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from sandan.errors import MeasureError
from sandan.evaluate.effects.result import Effect
from sandan.evaluate.ladder.rungs import FURTHER, Difference, Ladder, Rung
from sandan.evaluate.netting import Rates, gross_to_net

__all__ = ["beyond_firms", "firm_rung", "net_rung", "ring_rung", "with_rung"]

LEAST_BEFORE, LEAST_SUPPORTED, LEAST_COMPARABLE = 2, 50, 200
LEAST_CELLS = 20
NET = "net"
OF_RINGS = ["jobs_lower", "jobs", "jobs_upper"]
POWERFUL = 2.4865
"""Standard errors that are found at p <= .10 with 80 % power: the 95 % and the 80 % points of a normal."""


def firm_rung(effect: Effect | None, *, share: float, periods_before: int) -> Rung:
    """Multiply an effect on supported firms up to the place.

    Parameters
    ----------
    effect : Effect or None
        On the logarithm of jobs of supported firms, beside others; None if nobody compared.
    share : float
        Share of the jobs in the target industries of the place that these firms held before, 0 to 1.
    periods_before : int
        Periods before the support in which firms were seen.

    Returns
    -------
    Rung
        ``firms``, in log points times 100 of the place.

    Raises
    ------
    MeasureError
        If the share is not between 0 and 1.

    Notes
    -----
    With ``b`` the effect and ``s`` the share::

        100 log(1 + s (exp(b) - 1))

    as if every supported firm had the mean effect. The ends of the band go the same way; the share is taken
    for known. What firms would have done anyway is left out as far as the comparison is right; firms that
    were chosen because they were growing are not. Two periods before, 50 supported and 200 comparable
    firms are needed.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> found = Effect("imputation", 0.2, 0.1, 0.3, 0.9, "clustered", 60, 400, "as the others", "by hand")
    >>> rung = firm_rung(found, share=0.25, periods_before=4)
    >>> round(rung.estimate, 2), round(rung.lower, 2)
    (5.39, 2.6)
    """
    if effect is None:
        return _without("firms")
    if not 0 <= share <= 1:
        raise MeasureError(f"`share` is {share}; give the share of the jobs before, between 0 and 1.")
    lacking = _too_few(
        ("periods_before", periods_before, LEAST_BEFORE),
        ("supported", effect.treated, LEAST_SUPPORTED),
        ("comparable", effect.comparisons, LEAST_COMPARABLE),
        ("jobs_of_supported", int(share > 0), 1),
    )
    if lacking:
        return Rung("firms", lacking=lacking)
    of_place = partial(_of_place, share=share)
    return Rung(
        "firms",
        estimate=of_place(effect.estimate),
        lower=of_place(effect.lower),
        upper=of_place(effect.upper),
        p=effect.p,
        donors=effect.comparisons,
        detectable=of_place(POWERFUL * effect.error),
        effect=effect,
    )


def ring_rung(effect: Effect | None, *, before: float, cells: Mapping[str, int] | None = None) -> Rung:
    """Set what was lost around a site against what was gained there.

    Parameters
    ----------
    effect : Effect or None
        With one row of ``parts`` for ``net`` (all touched rings together): ``ring``, ``jobs``,
        ``jobs_lower``, ``jobs_upper``.
    before : float
        What was counted in the target industries of the whole place before the policy, above 0.
    cells : mapping of str to int, optional
        Cells of every ring, the one that is taken for untouched last.

    Returns
    -------
    Rung
        ``rings``: the net, in log points times 100 of the place. Gain and losses are in ``effect``.

    Raises
    ------
    KeyError
        If a column is missing.
    IndexError
        If the row of the net is missing.

    Notes
    -----
    With ``J`` the net in jobs and ``B`` those of the place before::

        100 log(1 + J / B)

    so that it stands beside the other rungs: a change of the place, if all that was won or lost around the
    site were its own. An end at which more would be lost than the place had is minus infinity; a net estimate
    for which that is true has no number here. 20 cells in every ring are needed, the far one too.

    References
    ----------
    Butts, K. (2021), Difference-in-differences estimation with spatial spillovers, arXiv:2105.03737.
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> import pandas as pd
    >>> parts = pd.DataFrame({"ring": ["net"], "jobs": [8.0], "jobs_lower": [4.0], "jobs_upper": [12.0]})
    >>> found = Effect("rings", 2.0, 1.0, 3.0, 0.9, "placebo_ranks", 1, 40, "as far away", "by hand",
    ...                parts=parts)
    >>> round(ring_rung(found, before=100.0).estimate, 2)
    7.7
    """
    lacking = _few_cells(list((cells or {}).values()))
    if lacking:
        return Rung("rings", lacking=lacking)
    if effect is None or not before > 0:
        return _without("rings")
    net = effect.parts.loc[effect.parts["ring"] == NET, OF_RINGS].to_numpy(dtype=float)[0]
    lower, estimate, upper = (_logs(float(jobs) / before) for jobs in net)
    if not np.isfinite(estimate):
        return Rung("rings", lacking=(("loss_over_before", 0, 1),))
    return Rung("rings", estimate, lower, upper, effect.p, donors=effect.comparisons, effect=effect)


def net_rung(gross: Rung, rates: Rates | None) -> Rung:
    """Walk from the gross rung to its net.

    Parameters
    ----------
    gross : Rung
        The first rung, in log points times 100.
    rates : Rates or None
        What would have been anyway, leaks or is displaced; None if nobody gave them.

    Returns
    -------
    Rung
        ``net``, in log points times 100. The ends are those of the given ranges, no band of chance; ``steps``
        are those of `gross_to_net`, as shares of what was counted before.

    Raises
    ------
    AttributeError
        If something else than a rung is given.

    Notes
    -----
    With ``g`` the gross rung, ``gross = exp(g / 100) - 1`` and the rung is ``100 log(1 + net)``. Nothing is
    walked down where nothing was gained.

    References
    ----------
    HM Treasury and partners (2014), Additionality Guide, fourth edition. ``docs/methods/gross-to-net.md``.

    Examples
    --------
    >>> from sandan.evaluate.netting import Rate
    >>> sure = Rate(0.5, 0.5, 0.5, "assumed", "an example")
    >>> net = net_rung(Rung("gross", estimate=100 * np.log(1.2)), Rates(sure))
    >>> round(float(np.expm1(net.estimate / 100)), 6)
    0.1
    """
    if rates is None:
        return _without("net")
    if not gross.estimate > 0:
        return Rung("net", lacking=(("gain", 0, 1),))
    steps = gross_to_net(float(np.expm1(gross.estimate / 100)), rates)
    left = steps.loc[steps["step"] == NET, ["lower", "central", "upper"]].to_numpy(dtype=float)[0]
    lower, estimate, upper = (_logs(float(end)) for end in left)
    return Rung("net", estimate, lower, upper, steps=steps)


def with_rung(ladder: Ladder, rung: Rung) -> Ladder:
    """Put a rung in its place.

    Parameters
    ----------
    ladder : Ladder
        With all rungs.
    rung : Rung
        One of firms, rings or net.

    Returns
    -------
    Ladder
        The same, with this rung.

    Raises
    ------
    MeasureError
        If the rung is one of places, which are estimated together.

    Notes
    -----
    No rung is added or taken away.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> ladder = Ladder((Rung("rings"), Rung("net", lacking=(("rates", 0, 1),))), None, None, 0.9)
    >>> with_rung(ladder, Rung("net", 3.0))["net"].estimate
    3.0
    """
    if rung.name not in FURTHER:
        raise MeasureError(
            f"The rung {rung.name!r} is estimated by `climb`; only {', '.join(FURTHER)} are put in."
        )
    return replace(ladder, rungs=tuple(rung if one.name == rung.name else one for one in ladder.rungs))


def beyond_firms(ladder: Ladder) -> Difference | None:
    """Say how much of the last rung of places the supported firms do not account for.

    Parameters
    ----------
    ladder : Ladder
        With all rungs.

    Returns
    -------
    Difference or None
        Target minus rest less firms; None if one of them is not estimated.

    Raises
    ------
    KeyError
        If a rung is not in the ladder.

    Notes
    -----
    It is spill-over, displacement or selection; which, these data cannot decide. The two bands are of
    different units, and how their errors go together is not known, so that the lower end is the lower end of
    one less the upper end of the other: two bands of 90 % give one of at least 80 %.

    References
    ----------
    Bonferroni's inequality. ``docs/methods/ladder.md``.

    Examples
    --------
    >>> rungs = Rung("target_minus_rest", 8.0, 4.0, 12.0), Rung("firms", 5.0, 3.0, 7.0)
    >>> beyond_firms(Ladder(rungs, None, None, 0.9))
    Difference(estimate=3.0, lower=-3.0, upper=9.0, placebos=0)
    """
    places, firms = ladder["target_minus_rest"], ladder["firms"]
    if not (places.is_estimated and firms.is_estimated):
        return None
    return Difference(
        places.estimate - firms.estimate, places.lower - firms.upper, places.upper - firms.lower, placebos=0
    )


def _without(name: str) -> Rung:
    return next(Rung(one, lacking=((what, 0, 1),)) for one, what in FURTHER.items() if one == name)


def _too_few(*counted: tuple[str, int, int]) -> tuple[tuple[str, int, int], ...]:
    return tuple(one for one in counted if one[1] < one[2])


def _few_cells(cells: list[int]) -> tuple[tuple[str, int, int], ...]:
    if not cells:
        return ()
    *touched, far = cells
    return _too_few(
        ("cells_per_ring", min(touched, default=0), LEAST_CELLS), ("far_rings", int(far >= LEAST_CELLS), 1)
    )


def _of_place(effect: float, *, share: float) -> float:
    """Turn an effect on the logarithm of a part into log points times 100 of the whole."""
    return _logs(share * float(np.expm1(effect)))


def _logs(change: float) -> float:
    return 100 * float(np.log1p(change)) if not change <= -1 else -np.inf
