"""From a registered specification and a register with coordinates to cells around the site of the policy."""

from dataclasses import dataclass

import pandas as pd

from sandan.evaluate.panels.cells import CELL_KM, grid_cells
from sandan.evaluate.registration.specification import Specification
from sandan.observe.localization.points import project_points

__all__ = ["SiteCells", "specified_cells"]

DEGREES = ["longitude", "latitude"]
USED = ["enterprise", "period", "region", "complex", "industry", "workers", "status"]


@dataclass(frozen=True)
class SiteCells:
    """Cells of a grid with what is counted, the site in their kilometers, and the rows behind both.

    ``counted`` are the rows that were counted, ``there`` those that stand at the site, whatever they do;
    ``crs`` is the plane of the kilometers, in meters.
    """

    cells: pd.DataFrame
    site: tuple[float, float]
    counted: pd.DataFrame
    there: pd.DataFrame
    crs: str


def specified_cells(fixed: Specification, establishments: pd.DataFrame) -> SiteCells | None:
    """Lay a grid over a register and find the site in it.

    Parameters
    ----------
    fixed : Specification
        What was registered.
    establishments : DataFrame
        A table of the kind ``establishments``.

    Returns
    -------
    SiteCells or None
        None where the register has no coordinates, or nothing with coordinates at the site.

    Raises
    ------
    SandanError
        If the coordinates cannot be projected.

    Notes
    -----
    The site is the mean of all that stands in it. Jobs or firms of the target industries are counted as by
    `grid_cells`; rows without coordinates are in no cell.

    References
    ----------
    ``docs/methods/rings.md``.

    Examples
    --------
    Needs a register; ``tests/evaluate/registration/test_sites.py`` shows one.
    """
    if not set(DEGREES) <= set(establishments.columns) or establishments[DEGREES].isna().all(axis=None):
        return None
    inside = establishments.loc[establishments["period"].between(fixed.first, fixed.last), [*USED, *DEGREES]]
    there = inside["complex"].eq(fixed.site) | inside["region"].eq(fixed.site)
    if not inside.loc[there, DEGREES].notna().all(axis=1).any():
        return None
    # Sites stand where they stood last year: a spot is projected once.
    spots = inside[DEGREES].drop_duplicates()
    points = project_points(spots, longitude="longitude", latitude="latitude", missing="drop")
    placed = inside.merge(points.table, on=DEGREES)
    own = placed.loc[placed["complex"].eq(fixed.site) | placed["region"].eq(fixed.site)]
    counted = placed["industry"].str.startswith(tuple(fixed.target))
    amount = "workers" if fixed.outcome == "jobs" else None
    cells = grid_cells(placed, counted=counted, amount=amount, size_km=CELL_KM).table
    x, y = (own[["x", "y"]].mean() / 1000).tolist()
    return SiteCells(cells, (x, y), placed.loc[counted], own, points.crs)
