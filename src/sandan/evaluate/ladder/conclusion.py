"""What may be said of a ladder: by rule, so that nobody chooses the words after seeing the numbers."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandan.evaluate.ladder.rungs import COMPARED, Ladder, Rung

__all__ = ["Conclusion", "Finding", "conclude"]

Finding: TypeAlias = Literal["descriptive_only", "effect", "region", "not_told_from_chance", "mixed"]
"""What the headline says."""

LARGEST_P = 0.1


@dataclass(frozen=True)
class Conclusion:
    """The headline: what was found, and the range of all rungs that subtract something.

    ``lowest`` and ``highest`` are log points times 100; ``by`` names the rung whose estimate and rank stand
    beside them.
    """

    finding: Finding
    lowest: float
    highest: float
    by: Rung


def conclude(ladder: Ladder) -> Conclusion:
    """Choose the sentence of a ladder by rule.

    Parameters
    ----------
    ladder : Ladder
        All rungs.

    Returns
    -------
    Conclusion
        The finding, the range over all rungs but the gross one, and the rung that is quoted.

    Raises
    ------
    KeyError
        If a rung is not in the ladder.

    Notes
    -----
    The first rule that holds:

    1. ``descriptive_only``: no rung beyond shift-share could be estimated.
    2. ``effect``: every estimated band excludes 0, and all estimates have one sign.
    3. ``region``: the band of the national rung excludes 0 and that of the region does not, or their signs
       differ: what is seen is mostly the region's.
    4. ``not_told_from_chance``: p > .10 on the rungs of the region and of target minus rest (those that
       could be estimated). It is never said that there was no effect.
    5. ``mixed``: the rungs disagree otherwise.

    The quoted rung is the last one that could be estimated.

    References
    ----------
    Our own rule: ``docs/methods/ladder.md``.

    Examples
    --------
    Needs a ladder; ``tests/evaluate/ladder/test_conclusion.py`` shows every rule.
    """
    estimated = [ladder[name] for name in COMPARED if ladder[name].is_estimated]
    by = estimated[-1] if estimated else ladder["shift_share"]
    subtracting = [ladder["shift_share"].estimate, *(rung.estimate for rung in estimated)]
    return Conclusion(_finding(ladder, estimated), min(subtracting), max(subtracting), by)


def _finding(ladder: Ladder, estimated: list[Rung]) -> Finding:
    if not estimated:
        return "descriptive_only"
    signs = {rung.estimate > 0 for rung in estimated}
    if all(_leaves_zero_out(rung) for rung in estimated) and len(signs) == 1:
        return "effect"
    if _is_of_the_region(ladder["national"], ladder["same_region"]):
        return "region"
    later = [rung for rung in estimated if rung.name != "national"] or estimated
    return "not_told_from_chance" if all(rung.p > LARGEST_P for rung in later) else "mixed"


def _is_of_the_region(national: Rung, region: Rung) -> bool:
    if not (national.is_estimated and region.is_estimated and _leaves_zero_out(national)):
        return False
    return not _leaves_zero_out(region) or (national.estimate > 0) != (region.estimate > 0)


def _leaves_zero_out(rung: Rung) -> bool:
    """Say whether the band leaves 0 out."""
    return rung.lower > 0 or rung.upper < 0
