"""Complexity and density of places measured against a product space from outside."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.matrices import check_presence

__all__ = ["NotListed", "OutsideDensity", "outside_complexity", "outside_density"]

NotListed: TypeAlias = Literal["leave_out", "absent"]
"""``leave_out``: industries without a column here are no part of the space. ``absent``: nobody has them."""


@dataclass(frozen=True)
class OutsideDensity:
    """Density in an outside space, and what did not match.

    ``unmatched`` are the industries of the places that the space does not have, ``not_listed`` those of
    the space that the places have no column for.
    """

    density: pd.DataFrame
    unmatched: tuple[object, ...]
    not_listed: tuple[object, ...]


def outside_complexity(presence: pd.DataFrame, pci: pd.Series) -> pd.DataFrame:
    """Measure places by the complexity that their industries have elsewhere.

    Parameters
    ----------
    presence : DataFrame, shape (n_places, n_industries)
        1 where the industry is present, 0 where it is absent.
    pci : Series, shape (n_outside_industries,)
        Complexity of industries computed from outside, such as from world trade.

    Returns
    -------
    DataFrame, shape (n_places, 4)
        - ``eci``: mean complexity of the matched industries present; NaN if there is none
        - ``matched``, ``unmatched``: number of present industries with and without a complexity
        - ``unmatched_share``: unmatched among the present; NaN if nothing is present

    Raises
    ------
    TableError
        If a presence is neither 0 nor 1.
    MeasureError
        If ``pci`` has a label twice or shares no industry with the places.

    Notes
    -----
    ``ECI[r] = sum_i M[r, i] PCI[i] / sum_i M[r, i]`` over the industries ``i`` that have a complexity.
    The unit is that of ``pci``. Places with many unmatched industries are measured by a part of what
    they do.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014), The atlas of economic complexity, MIT Press.
    ``docs/methods/economic-complexity.md``, on outside spaces.

    Examples
    --------
    >>> presence = pd.DataFrame([[1, 1, 1], [0, 0, 1]], index=["a", "b"], columns=["x", "y", "z"])
    >>> outside_complexity(presence, pd.Series({"x": 2.0, "y": -1.0})).to_dict("index")["a"]
    {'eci': 0.5, 'matched': 2, 'unmatched': 1, 'unmatched_share': 0.3333333333333333}
    """
    numbers = check_presence(presence)
    if pci.index.has_duplicates:
        raise MeasureError(f"`pci` has {pci.index[pci.index.duplicated()][0]!r} more than once; keep one.")
    complexity = pci.reindex(presence.columns).to_numpy(dtype=np.float64)
    has = np.isfinite(complexity)
    if not has.any():
        raise MeasureError(
            f"None of {len(has)} industries has a complexity: {presence.columns[0]!r} and the others are not "
            "in `pci`. Bring both to one classification first."
        )
    matched, present = numbers[:, has].sum(axis=1), numbers.sum(axis=1)
    with np.errstate(invalid="ignore"):
        eci = (numbers[:, has] @ complexity[has]) / matched
        share = (present - matched) / present
    return pd.DataFrame(
        {
            "eci": eci,
            "matched": matched.astype(np.int64),
            "unmatched": (present - matched).astype(np.int64),
            "unmatched_share": share,
        },
        index=presence.index,
    )


def outside_density(
    presence: pd.DataFrame,
    proximity: pd.DataFrame,
    *,
    not_listed: NotListed = "leave_out",
    diagonal: float | None = None,
    nearest: int | None = None,
) -> OutsideDensity:
    """Compute the density of places with proximities from outside.

    Parameters
    ----------
    presence : DataFrame, shape (n_places, n_industries)
        1 where the industry is present, 0 where it is absent.
    proximity : DataFrame, shape (n_outside_industries, n_outside_industries)
        Proximities computed from outside.
    not_listed : {"leave_out", "absent"}
        What industries of the space are for which the places have no column: not part of the space, or
        absent everywhere.
    diagonal, nearest
        As in ``relatedness_density``.

    Returns
    -------
    OutsideDensity
        Density over the industries of the space (those of both tables under ``leave_out``), in the
        order of ``proximity``, and the two lists of what did not match.

    Raises
    ------
    TableError
        If a presence is neither 0 nor 1.
    MeasureError
        If the tables share no industry, ``not_listed`` is unknown, or as ``relatedness_density``.

    Notes
    -----
    Industries without a counterpart in the space have no proximity and cannot enter a density; they are
    listed, not dropped in silence.

    References
    ----------
    ``docs/methods/relatedness-density.md``, on outside spaces.

    Examples
    --------
    >>> near = pd.DataFrame([[1, 0.5], [0.5, 1]], index=["x", "y"], columns=["x", "y"])
    >>> presence = pd.DataFrame([[1, 1]], index=["a"], columns=["x", "z"])
    >>> found = outside_density(presence, near, not_listed="absent")
    >>> found.density.round(3).loc["a"].to_dict(), found.unmatched, found.not_listed
    ({'x': 0.667, 'y': 0.333}, ('z',), ('y',))
    """
    if not_listed not in ("leave_out", "absent"):
        raise MeasureError(f"`not_listed` is {not_listed!r}; use 'leave_out' or 'absent'.")
    check_presence(presence)
    space = proximity.columns
    common = space[space.isin(presence.columns)]
    if not len(common):
        raise MeasureError(
            f"No industry of the places is in the space: {presence.columns[0]!r} is not among its "
            f"{len(space)}. Bring both to one classification first."
        )
    inside = common if not_listed == "leave_out" else space
    local = presence.reindex(columns=inside, fill_value=0)
    density = relatedness_density(local, proximity.loc[inside, inside], diagonal=diagonal, nearest=nearest)
    return OutsideDensity(
        density=density,
        unmatched=tuple(presence.columns[~presence.columns.isin(space)]),
        not_listed=tuple(space[~space.isin(presence.columns)]),
    )
