"""Rings of a registered specification in one pass: the grid, what lacks, the comparable sites, the effect."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sandan.evaluate.effects.result import Effect
from sandan.evaluate.effects.rings import (
    LEAST_PLACEBOS,
    RingLack,
    comparable_sites,
    ring_effect,
    ring_lacks,
)
from sandan.evaluate.registration.sites import SiteCells, specified_cells
from sandan.evaluate.registration.specification import Specification

__all__ = ["SpecifiedRings", "specified_rings"]


@dataclass(frozen=True)
class SpecifiedRings:
    """What rings around a site rest on, and what they find.

    ``found`` is None without coordinates. ``lacks`` names what the data lack; then there is no ``effect``.
    ``others`` has ``x`` and ``y`` of the comparable sites, in kilometers of ``found``; no row where they were
    not looked for.
    """

    found: SiteCells | None
    lacks: tuple[RingLack, ...]
    others: pd.DataFrame
    effect: Effect | None = None


def specified_rings(fixed: Specification, establishments: pd.DataFrame) -> SpecifiedRings:
    """Lay the grid, find comparable sites and compare the rings, each of them once.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    establishments : DataFrame
        A table of the kind ``establishments``; rings need ``longitude`` and ``latitude``.

    Returns
    -------
    SpecifiedRings
        With an effect, or with what is lacking.

    Raises
    ------
    SandanError
        If the coordinates cannot be projected.

    Notes
    -----
    `specified_cells`, `ring_lacks`, `comparable_sites`, `ring_effect`, as far as the data reach.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_rings.py`` shows one.
    """
    nowhere = pd.DataFrame(columns=["x", "y"], dtype=float)
    found = specified_cells(fixed, establishments)
    if found is None:
        return SpecifiedRings(None, (RingLack("coordinates", 0, 1),), nowhere)
    asked: dict[str, Any] = {"site": found.site, "start": fixed.start, "breaks": fixed.rings}
    lacks = ring_lacks(found.cells, **asked)
    if lacks:
        return SpecifiedRings(found, lacks, nowhere)
    others = comparable_sites(found.cells, **asked)
    if len(others) < LEAST_PLACEBOS:
        return SpecifiedRings(found, (RingLack("placebo_sites", len(others), LEAST_PLACEBOS),), others)
    effect = ring_effect(found.cells, placebo_sites=others, level=fixed.level, **asked)
    return SpecifiedRings(found, (), others, effect)
