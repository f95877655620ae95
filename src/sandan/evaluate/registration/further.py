"""The rungs of firms and of rings for a registered specification, or why the data do not reach them."""

from collections.abc import Iterable
from functools import partial, reduce

import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.effects.rings import LEAST_CELLS, RingLack, ring_totals
from sandan.evaluate.ladder.counting import counted_jobs
from sandan.evaluate.ladder.further import firm_rung, net_rung, ring_rung, with_rung
from sandan.evaluate.ladder.rungs import Ladder, Rung
from sandan.evaluate.registration.rings import SpecifiedRings, specified_rings
from sandan.evaluate.registration.specification import Specification
from sandan.evaluate.registration.support import specified_support, supported_share
from sandan.parallel import Progress

__all__ = ["completed", "specified_rungs"]


def specified_rungs(
    fixed: Specification,
    establishments: pd.DataFrame,
    applications: pd.DataFrame | None = None,
    *,
    rings: SpecifiedRings | None = None,
    progress: Progress | None = None,
) -> tuple[Rung, Rung]:
    """Estimate the rungs of firms and of rings as far as the tables reach.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    establishments : DataFrame
        A table of the kind ``establishments``; rings need ``longitude`` and ``latitude``.
    applications : DataFrame, optional
        A table of the kind ``applications``; firms need it.
    rings : SpecifiedRings, optional
        As from `specified_rings`, where they are known already; they are found otherwise.
    progress : callable, optional
        Called with how many of the two rungs are done, and of how many.

    Returns
    -------
    tuple of Rung
        ``firms`` and ``rings``, for `with_rung`; one that the data do not reach says what is lacking.

    Raises
    ------
    SandanError
        If a table lacks columns, or the coordinates cannot be projected.

    Notes
    -----
    `firm_rung` of `specified_support` and `supported_share`, only where jobs are counted: nothing is known of
    an effect of support on the number of firms. `ring_rung` of `specified_rings`.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_further.py`` shows one.
    """
    found = []
    for rung in (
        partial(_firms, fixed, establishments, applications),
        partial(_rings, fixed, establishments, rings),
    ):
        found.append(rung())
        if progress is not None:
            progress(len(found), 2)
    firms, around = found
    return firms, around


def completed(fixed: Specification, ladder: Ladder, rungs: Iterable[Rung]) -> Ladder:
    """Put the rungs of other data into a ladder, and walk from gross to net.

    Parameters
    ----------
    fixed : Specification
        What was registered, with its rates.
    ladder : Ladder
        Of places.
    rungs : iterable of Rung
        As from `specified_rungs`.

    Returns
    -------
    Ladder
        The same, with all rungs.

    Raises
    ------
    MeasureError
        If one of the rungs is of places.

    Notes
    -----
    `with_rung` of each, and of `net_rung`: the rates were registered with everything else, so that nobody
    chooses them after seeing the gross change.

    References
    ----------
    ``docs/methods/ladder.md``, ``docs/methods/gross-to-net.md``.

    Examples
    --------
    Needs a specification; ``tests/evaluate/registration/test_further.py`` shows one.
    """
    return reduce(with_rung, (*rungs, net_rung(ladder["gross"], fixed.rates)), ladder)


def _firms(fixed: Specification, establishments: pd.DataFrame, applications: pd.DataFrame | None) -> Rung:
    if fixed.outcome != "jobs":
        return Rung("firms", lacking=(("outcome_jobs", 0, 1),))
    here = establishments.loc[establishments["city"] == fixed.place, "enterprise"].unique()
    if applications is None or set(here).isdisjoint(applications["enterprise"]):
        return Rung("firms", lacking=(("applications", 0, 1),))
    try:
        effect = specified_support(fixed, establishments, applications).effect
    except MeasureError:
        return firm_rung(None, share=0.0, periods_before=0)
    years = establishments["period"].unique()
    before = int(((years >= fixed.first) & (years < fixed.start)).sum())
    share = supported_share(fixed, establishments, applications)
    return firm_rung(effect, share=share, periods_before=before)


def _rings(fixed: Specification, establishments: pd.DataFrame, known: SpecifiedRings | None) -> Rung:
    rings = specified_rings(fixed, establishments) if known is None else known
    if rings.found is None:
        return Rung("rings", lacking=_lacking(rings.lacks))
    totals = ring_totals(rings.found.cells, site=rings.found.site, breaks=fixed.rings)
    cells = {str(ring): int(rows["cells"].iloc[0]) for ring, rows in totals.groupby("ring", sort=False)}
    if rings.lacks and min(cells.values()) >= LEAST_CELLS:
        return Rung("rings", lacking=_lacking(rings.lacks))
    return ring_rung(rings.effect, before=_counted_before(fixed, establishments), cells=cells)


def _counted_before(fixed: Specification, establishments: pd.DataFrame) -> float:
    """Count what the whole place had in the target industries, as a mean of the years before."""
    here = establishments.loc[establishments["city"] == fixed.place]
    counted = counted_jobs(here, fixed.target, outcome=fixed.outcome, first=fixed.first, last=fixed.start - 1)
    inside = counted.loc[counted["industry"].isin(fixed.target)]
    return float(inside.groupby("period")["jobs"].sum(min_count=1).mean())


def _lacking(lacks: Iterable[RingLack]) -> tuple[tuple[str, int, int], ...]:
    """Name what is lacking as rungs do: of several empty rings it is enough to name one."""
    named = [("jobs_in_ring" if one.what.startswith("jobs_") else one.what, one) for one in lacks]
    return tuple((name, one.there, one.needed) for name, one in dict(named).items())
