"""Each rule of the headline, with the numbers that make it hold."""

import pytest

from sandan.evaluate.ladder.conclusion import conclude
from sandan.evaluate.ladder.rungs import Ladder, Rung

NO = (("donors", 3, 19),)


def ladder_of(national=None, same_region=None, target_minus_rest=None):
    """Build a ladder; a rung is (estimate, half of its band, p) or cannot be estimated."""
    rungs = [Rung("gross", 30.0), Rung("shift_share", 5.0)]
    given = {"national": national, "same_region": same_region, "target_minus_rest": target_minus_rest}
    for name, numbers in given.items():
        if numbers is None:
            rungs.append(Rung(name, lacking=NO))
        else:
            estimate, half, p = numbers
            rungs.append(Rung(name, estimate, estimate - half, estimate + half, p))
    return Ladder(tuple(rungs), None, None, 0.9)


@pytest.mark.parametrize(
    ("rungs", "finding", "by"),
    [
        ({}, "descriptive_only", "shift_share"),
        ({"national": (8, 3, 0.02), "same_region": (7, 3, 0.08)}, "effect", "same_region"),
        ({"national": (8, 3, 0.02), "target_minus_rest": (-7, 3, 0.02)}, "mixed", "target_minus_rest"),
        (
            {"national": (8, 3, 0.02), "same_region": (1, 3, 0.6), "target_minus_rest": (6, 3, 0.02)},
            "region",
            "target_minus_rest",
        ),
        ({"national": (8, 3, 0.02), "same_region": (-7, 3, 0.08)}, "region", "same_region"),
        (
            {"national": (2, 3, 0.3), "same_region": (1, 3, 0.6), "target_minus_rest": (2, 5, 0.5)},
            "not_told_from_chance",
            "target_minus_rest",
        ),
        ({"national": (2, 3, 0.3)}, "not_told_from_chance", "national"),
        (
            {"national": (2, 3, 0.3), "same_region": (1, 3, 0.6), "target_minus_rest": (6, 5, 0.05)},
            "mixed",
            "target_minus_rest",
        ),
    ],
)
def test_first_rule_that_holds_decides(rungs, finding, by):
    found = conclude(ladder_of(**rungs))
    assert (found.finding, found.by.name) == (finding, by)


def test_range_is_that_of_all_rungs_that_subtract_something():
    found = conclude(ladder_of(national=(9, 3, 0.02), same_region=(-1, 3, 0.6)))
    assert (found.lowest, found.highest) == (-1, 9)
