"""What an industry would open up, and how much complexity lies near to a region."""

from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_same_labels
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.matrices import check_presence, check_proximity
from sandan.types import FloatArray

__all__ = ["Gain", "outlook_gain", "outlook_index"]

Gain: TypeAlias = Literal["growth_lab", "atlas", "datawheel"]
"""Three quantities that go by one name; the equations are in :func:`outlook_gain`."""


def outlook_index(density: pd.DataFrame, presence: pd.DataFrame, pci: pd.Series) -> pd.Series:
    """Add up the complexity of what a region lacks, weighted by how near it is.

    Parameters
    ----------
    density : DataFrame, shape (n_regions, n_industries)
        As from ``relatedness_density``.
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent.
    pci : Series, shape (n_industries,)
        Complexity of the industries. The index depends on its zero and on its unit.

    Returns
    -------
    Series, shape (n_regions,)
        ``outlook_index``, in units of ``pci``; not standardized.

    Raises
    ------
    TableError
        If a presence is neither 0 nor 1.
    MeasureError
        If labels differ, or an absent industry has no density or no PCI.

    Notes
    -----
    ``COI[r] = sum_i density[r, i] (1 - M[r, i]) PCI[i]``.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014), The atlas of economic complexity, MIT Press.
    ``docs/methods/complexity-outlook.md``.

    Examples
    --------
    >>> density = pd.DataFrame([[0.9, 0.5, 0.25]], index=["a"], columns=["x", "y", "z"])
    >>> presence = pd.DataFrame([[1, 0, 0]], index=["a"], columns=["x", "y", "z"])
    >>> outlook_index(density, presence, pd.Series({"x": 3.0, "y": 1.0, "z": 2.0})).to_dict()
    {'a': 1.0}
    """
    check_same_labels(density, presence, ("density", "presence"))
    absent = 1 - check_presence(presence)
    weights = np.where(absent == 1, density.to_numpy(dtype=np.float64), 0.0)
    if np.isnan(weights).any():
        row, column = np.argwhere(np.isnan(weights))[0]
        raise MeasureError(
            f"({density.index[row]}, {density.columns[column]}) is absent and its density is nan; leave out "
            "industries that nothing is near to."
        )
    values = weights @ _complexity(pci, presence.columns)
    return pd.Series(values, index=presence.index, name="outlook_index")


def outlook_gain(
    presence: pd.DataFrame, proximity: pd.DataFrame, pci: pd.Series, *, definition: Gain
) -> pd.DataFrame:
    """Say how much nearer an absent industry would bring a region to other complex ones.

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 where the industry is present, 0 where it is absent.
    proximity : DataFrame, shape (n_industries, n_industries)
        How near the industries are to each other; its diagonal is used as it stands.
    pci : Series, shape (n_industries,)
        Complexity of the industries.
    definition : {"growth_lab", "atlas", "datawheel"}
        Which of the three quantities; there is no default, since they rank industries differently.

    Returns
    -------
    DataFrame, shape (n_regions, n_industries)
        Gain in units of ``pci``; NaN where the industry is present already.

    Raises
    ------
    TableError
        If a presence is neither 0 nor 1, or a proximity is missing or negative.
    MeasureError
        If labels differ, an industry has no PCI, or ``definition`` is unknown.

    Notes
    -----
    With ``P[j] = sum_k phi[j, k]`` and ``density`` of ``relatedness_density``::

        growth_lab  sum_j (1 - M[r, j]) phi[i, j] / P[j] PCI[j]
        atlas       the same, less density[r, i] PCI[i]
        datawheel   sum_j (1 - M[r, j]) phi[i, j] / P[i] PCI[j], less density[r, i] PCI[i]

    An industry to which nothing is near (``P = 0``) gains nothing and gives nothing.

    References
    ----------
    The code of the Growth Lab's package for Python; Hausmann et al. (2014), technical box 5.4; the code
    of Datawheel's package. ``docs/methods/complexity-outlook.md``.

    Examples
    --------
    >>> near = pd.DataFrame([[1, 0.5, 0], [0.5, 1, 0.5], [0, 0.5, 1]], index=list("xyz"), columns=list("xyz"))
    >>> presence = pd.DataFrame([[1, 0, 0]], index=["a"], columns=list("xyz"))
    >>> pci = pd.Series({"x": 3.0, "y": 1.0, "z": 2.0})
    >>> outlook_gain(presence, near, pci, definition="growth_lab").round(3).loc["a"].tolist()
    [nan, 1.167, 1.583]
    >>> outlook_gain(presence, near, pci, definition="atlas").round(3).loc["a"].tolist()
    [nan, 0.917, 1.583]
    """
    if definition not in ("growth_lab", "atlas", "datawheel"):
        raise MeasureError(f"`definition` is {definition!r}; use 'growth_lab', 'atlas' or 'datawheel'.")
    absent = 1 - check_presence(presence)
    near = check_proximity(proximity, presence.columns)
    complexity = _complexity(pci, presence.columns)
    around = near.sum(axis=0)
    shares = np.divide(near, around, out=np.zeros_like(near), where=around > 0)
    # `shares` has columns that sum to 1: from j to i it is divided by P[i], transposed by P[j].
    opened = (absent * complexity) @ (shares if definition == "datawheel" else shares.T)
    if definition != "growth_lab":
        density = relatedness_density(presence, proximity).to_numpy()
        opened = opened - np.nan_to_num(density) * complexity
    gain = np.where(absent == 1, opened, np.nan)
    return pd.DataFrame(gain, index=presence.index, columns=presence.columns)


def _complexity(pci: pd.Series, industries: pd.Index) -> FloatArray:
    if pci.index.has_duplicates:
        raise MeasureError(f"`pci` has {pci.index[pci.index.duplicated()][0]!r} more than once; keep one.")
    values = pci.reindex(industries).to_numpy(dtype=np.float64)
    lacking = ~np.isfinite(values)
    if lacking.any():
        raise MeasureError(
            f"`pci` has no number for {industries[lacking][0]!r} and {int(lacking.sum())} of {len(values)} "
            "industries; leave those out of every table."
        )
    return values
