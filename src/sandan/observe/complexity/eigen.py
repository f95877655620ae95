"""Economic complexity of regions and industries as an eigenvector, with all that may spoil it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from sandan.errors import MeasureError
from sandan.observe.complexity.network import Component, bipartite_network
from sandan.types import BoolArray, FloatArray

__all__ = ["Complexity", "Scale", "Ties", "economic_complexity"]

Scale: TypeAlias = Literal["regions", "own"]
"""Whose mean and standard deviation industries are measured by."""

Ties: TypeAlias = Literal["refuse", "report"]
"""What to do if several eigenvectors are equally good."""

_DENSE = 64  # up to this many rows all of the matrix is decomposed
_SEARCHED = 10  # leading eigenvalues that are looked at
_TIE = 1e-9
_NOTHING = 1e-12


@dataclass(frozen=True)
class Complexity:
    """Complexity of regions and industries.

    ``regions`` has ``diversity`` and ``eci`` of every region of the input, ``industries`` has
    ``ubiquity`` and ``pci`` of every industry; NaN for what was left out. ``eigenvalues`` are the
    leading ones in falling order, the first of which is 1; ``gap`` is the second less the next one
    that differs in kind (NaN if there is no third), ``multiplicity`` how many equal the second.
    ``sign_correlation`` is the correlation by which the sign was chosen, ``components`` the number of
    pieces of the network, ``left_out`` what is not in it and why.
    """

    regions: pd.DataFrame
    industries: pd.DataFrame
    eigenvalues: FloatArray
    gap: float
    multiplicity: int
    sign_correlation: float
    components: int
    left_out: pd.DataFrame


def economic_complexity(
    presence: pd.DataFrame,
    *,
    component: Component = "refuse",
    ties: Ties = "refuse",
    ddof: int = 0,
    scale: Scale = "regions",
    sign_by: pd.Series | None = None,
) -> Complexity:
    """Compute the economic complexity index of regions (ECI) and of industries (PCI).

    Parameters
    ----------
    presence : DataFrame, shape (n_regions, n_industries)
        1 (or a weight above 0) where the industry is present, 0 where it is absent.
    component : {"refuse", "largest"}
        What to do if the network is in pieces.
    ties : {"refuse", "report"}
        What to do if the second eigenvalue is not the only one of its size, so that the index is one
        of many that are as good.
    ddof : {0, 1}
        Whether standard deviations divide by the number or by one less.
    scale : {"regions", "own"}
        Scale the PCI by the mean and standard deviation of the ECI, which makes the ECI the mean PCI
        of what a region has, or by its own.
    sign_by : Series, shape (n_regions,), optional
        Numbers with which the ECI shall correlate positively; the diversity without it.

    Returns
    -------
    Complexity
        Indices with all that is needed to judge them. Regions and industries with nothing present are
        left out, listed, and NaN; the others are computed.

    Raises
    ------
    TableError
        If a cell is missing, negative or infinite.
    MeasureError
        If a parameter is unknown, the network is in pieces, the eigenvalue is tied, all regions have
        the same mix, or nothing decides the sign.

    Notes
    -----
    With ``k_r`` and ``u_i`` the row and column sums of ``M``, the PCI is the second eigenvector ``q`` of
    ``diag(1/u) M' diag(1/k) M`` and the ECI is ``c = diag(1/k) M q``. The matrix is similar to the
    symmetric ``B' B``, ``B = diag(k)^-1/2 M diag(u)^-1/2``, of which the smaller side is decomposed
    (``B B'`` or ``B' B``); its first eigenvector ``sqrt(u / sum u)`` is known. Then
    ``ECI = (c - mean(c)) / sd(c)`` and ``PCI = (q - m) / s`` with mean and sd of ``c`` (``regions``) or
    of ``q`` (``own``). Nothing is rounded before or after.

    References
    ----------
    Hidalgo, C. A. and Hausmann, R. (2009), The building blocks of economic complexity, PNAS 106,
    10570-10575. Mealy, P., Farmer, J. D. and Teytelboym, A. (2019), Interpreting economic complexity,
    Science Advances 5, eaau1705. ``docs/methods/economic-complexity.md``.

    Examples
    --------
    >>> table = pd.DataFrame([[1, 1, 1], [0, 1, 1], [0, 0, 1]], index=list("abc"), columns=list("xyz"))
    >>> found = economic_complexity(table)
    >>> found.industries["pci"].round(2).to_dict(), found.regions["eci"].round(2).abs().tolist()
    ({'x': 3.67, 'y': 1.22, 'z': -1.22}, [1.22, 0.0, 1.22])
    >>> found.eigenvalues.round(3).tolist(), round(found.gap, 3), found.multiplicity
    ([1.0, 0.25, 0.111], 0.139, 1)
    """
    _check_parameters(ties, ddof, scale)
    network = bipartite_network(presence, component=component)
    diversity, ubiquity = network.links.sum(axis=1), network.links.sum(axis=0)
    values, q = _second_eigenvector(network.links, diversity, ubiquity)
    multiplicity = int((values[1:] >= values[1] - _TIE).sum())
    _check_eigenvalues(values, multiplicity, ties)
    c = network.links @ q / diversity
    sign, correlation = _sign(c, diversity, sign_by, presence.index[network.regions])
    c, q = sign * c, sign * q
    measured = c if scale == "regions" else q
    eci = (c - c.mean()) / c.std(ddof=ddof)
    pci = (q - measured.mean()) / measured.std(ddof=ddof)
    rest = values[1 + multiplicity :]
    return Complexity(
        regions=_table(presence.index, network.regions, {"diversity": diversity, "eci": eci}),
        industries=_table(presence.columns, network.industries, {"ubiquity": ubiquity, "pci": pci}),
        eigenvalues=values,
        gap=float(values[1] - rest[0]) if len(rest) else float("nan"),
        multiplicity=multiplicity,
        sign_correlation=correlation,
        components=network.components,
        left_out=network.left_out,
    )


def _check_parameters(ties: str, ddof: int, scale: str) -> None:
    if ties not in ("refuse", "report"):
        raise MeasureError(f"`ties` is {ties!r}; use 'refuse' or 'report'.")
    if ddof not in (0, 1):
        raise MeasureError(f"`ddof` is {ddof}; use 0 or 1.")
    if scale not in ("regions", "own"):
        raise MeasureError(f"`scale` is {scale!r}; use 'regions' (mean and sd of the ECI) or 'own'.")


def _check_eigenvalues(values: FloatArray, multiplicity: int, ties: str) -> None:
    if values[1] < _NOTHING:
        raise MeasureError(
            f"The second eigenvalue is {values[1]:.1e}: every region has the same mix of industries, "
            "so none is more complex than another."
        )
    if multiplicity > 1 and ties == "refuse":
        raise MeasureError(
            f"At least {multiplicity} eigenvalues are {values[1]:.6g}, so the index is one of many that are "
            "as good; use ties='report' if you only need the eigenvalues."
        )


def _second_eigenvector(
    links: FloatArray, diversity: FloatArray, ubiquity: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the leading eigenvalues, falling, and the second eigenvector on the side of industries."""
    scaled = links / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)
    by_region = len(diversity) <= len(ubiquity)
    square = scaled @ scaled.T if by_region else scaled.T @ scaled
    margin = np.sqrt((diversity if by_region else ubiquity) / ubiquity.sum())
    if len(square) <= _DENSE:
        values, vector = _by_decomposition(square)
    else:
        values, vector = _by_iteration(square, margin)
    q = links.T @ (vector / np.sqrt(diversity)) / ubiquity if by_region else vector / np.sqrt(ubiquity)
    # A common factor would be lost in scaling, but its size keeps numbers away from the smallest ones.
    # Where all regions have the same mix there is nothing but zeros, which the caller refuses.
    return values, q / (np.abs(q).max() or 1.0)


def _by_decomposition(square: FloatArray) -> tuple[FloatArray, FloatArray]:
    size = len(square)
    values, vectors = eigh(square, subset_by_index=[max(0, size - _SEARCHED), size - 1])
    return values[::-1].copy(), vectors[:, -2]


def _by_iteration(square: FloatArray, margin: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Find the leading pairs one by one, each outside the space of those before it.

    One after another, since an iteration from one start cannot see that an eigenvalue is there twice.
    """
    # The rest of the trace is the sum of the other eigenvalues; nothing could start the iteration.
    if np.trace(square) - 1 < _NOTHING:
        return np.array([1.0, 0.0]), margin
    known, values = margin[:, None], [1.0]
    while len(values) < _SEARCHED:
        try:
            value, vector = _largest_outside(square, known)
        except ArpackNoConvergence:
            return _by_decomposition(square)
        known = np.column_stack([known, vector])
        values.append(value)
        if len(values) > 2 and value < values[1] - _TIE:
            break
    return np.array(values), known[:, 1]


def _largest_outside(square: FloatArray, known: FloatArray) -> tuple[float, FloatArray]:
    def product(vector: FloatArray) -> FloatArray:
        inside = vector - known @ (known.T @ vector)
        # Not `@`: hundreds of small products shared out among threads make a busy machine crawl.
        image = np.einsum("ij,j->i", square, inside)
        return np.asarray(image - known @ (known.T @ image))

    size = len(square)
    operator = LinearOperator((size, size), matvec=product, dtype=np.float64)
    # Any start without symmetry will do; multiples of an irrational number are the same everywhere.
    start = np.modf(np.arange(1, size + 1) * np.sqrt(5))[0] - 0.5
    values, vectors = eigsh(operator, k=1, which="LA", v0=start - known @ (known.T @ start), tol=0)
    return float(values[0]), np.asarray(vectors[:, 0])


def _sign(
    c: FloatArray, diversity: FloatArray, sign_by: pd.Series | None, regions: pd.Index
) -> tuple[float, float]:
    reference = diversity
    if sign_by is not None:
        reference = sign_by.reindex(regions).to_numpy(dtype=np.float64)
        if np.isnan(reference).any():
            lacking = regions[np.isnan(reference)]
            raise MeasureError(
                f"`sign_by` has no number for {lacking[0]!r} and {len(lacking)} regions in all."
            )
    spread = np.ptp(reference) > 0
    correlation = float(np.corrcoef(c, reference)[0, 1]) if spread else 0.0
    if abs(correlation) < _TIE:
        raise MeasureError(
            f"The index correlates with {'`sign_by`' if sign_by is not None else 'diversity'} by "
            f"{correlation:.1e}, so nothing says which end is the complex one; give `sign_by`."
        )
    return float(np.sign(correlation)), abs(correlation)


def _table(labels: pd.Index, kept: BoolArray, columns: dict[str, FloatArray]) -> pd.DataFrame:
    return pd.DataFrame(columns, index=labels[kept]).reindex(labels)
