"""The rungs of firms and of rings for a registered specification, or why the data do not reach them."""

from collections.abc import Iterable
from functools import partial, reduce
from typing import Any

import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.effects.rings import (
    LEAST_CELLS,
    LEAST_PLACEBOS,
    RingLack,
    comparable_sites,
    ring_effect,
    ring_lacks,
    ring_totals,
)
from sandan.evaluate.ladder.further import firm_rung, net_rung, ring_rung, with_rung
from sandan.evaluate.ladder.rungs import Ladder, Rung
from sandan.evaluate.registration.sites import specified_cells
from sandan.evaluate.registration.specification import Specification
from sandan.evaluate.registration.support import specified_support, supported_share
from sandan.parallel import Progress

__all__ = ["completed", "specified_rungs"]


def specified_rungs(
    fixed: Specification,
    establishments: pd.DataFrame,
    applications: pd.DataFrame | None = None,
    *,
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
    an effect of support on the number of firms. `ring_rung` of `ring_effect` with `comparable_sites`.

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
        partial(_rings, fixed, establishments),
    ):
        found.append(rung())
        if progress is not None:
            progress(len(found), 2)
    firms, rings = found
    return firms, rings


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


def _rings(fixed: Specification, establishments: pd.DataFrame) -> Rung:
    found = specified_cells(fixed, establishments)
    if found is None:
        return Rung("rings", lacking=(("coordinates", 0, 1),))
    around: dict[str, Any] = {"site": found.site, "breaks": fixed.rings}
    totals = ring_totals(found.cells, **around)
    cells = {str(ring): int(rows["cells"].iloc[0]) for ring, rows in totals.groupby("ring", sort=False)}
    if min(cells.values()) < LEAST_CELLS:
        return ring_rung(None, cells=cells)
    asked = around | {"start": fixed.start}
    lacking = _lacking(ring_lacks(found.cells, **asked))
    if lacking:
        return Rung("rings", lacking=lacking)
    others = comparable_sites(found.cells, **asked)
    if len(others) < LEAST_PLACEBOS:
        return Rung("rings", lacking=(("placebo_sites", len(others), LEAST_PLACEBOS),))
    effect = ring_effect(found.cells, placebo_sites=others, level=fixed.level, **asked)
    return ring_rung(effect, cells=cells)


def _lacking(lacks: Iterable[RingLack]) -> tuple[tuple[str, int, int], ...]:
    """Name what is lacking as rungs do: of several empty rings it is enough to name one."""
    named = [("jobs_in_ring" if one.what.startswith("jobs_") else one.what, one) for one in lacks]
    return tuple((name, one.there, one.needed) for name, one in dict(named).items())
