"""From a registered specification and the tables of a workspace to what the ladder compares."""

import pandas as pd

from sandan.evaluate.ladder.counting import counted_jobs, region_of_places
from sandan.evaluate.ladder.outcomes import LadderOutcomes, ladder_outcomes
from sandan.evaluate.registration.specification import Specification

__all__ = ["specified_outcomes"]


def specified_outcomes(
    fixed: Specification, establishments: pd.DataFrame, places: pd.DataFrame
) -> LadderOutcomes:
    """Count a register as a specification says.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    establishments : DataFrame
        A table of the kind ``establishments``.
    places : DataFrame
        A table of the kind ``regions``.

    Returns
    -------
    LadderOutcomes
        Outcome, place, years, target and donors as they were fixed.

    Raises
    ------
    SandanError
        Whatever counting or the ladder refuses.

    Notes
    -----
    `counted_jobs`, then `ladder_outcomes`.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_outcomes.py`` shows one.
    """
    jobs = counted_jobs(
        establishments, fixed.target, outcome=fixed.outcome, first=fixed.first, last=fixed.last
    )
    return ladder_outcomes(
        jobs,
        place=fixed.place,
        target=fixed.target,
        start=fixed.start,
        regions=region_of_places(places),
        treated_elsewhere=fixed.treated_elsewhere,
    )
