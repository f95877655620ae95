"""Several matrices of relatedness as one: who is in all of them, and their standardized mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.types import BoolArray, FloatArray

__all__ = ["MeanRelatedness", "complete_industries", "joint_relatedness", "standardized_mean"]

_FLAT = 1e-12  # a standard deviation below this part of the values is rounding, not variation


@dataclass(frozen=True)
class MeanRelatedness:
    """A standardized mean of several matrices, and what went into it.

    ``matrix`` holds the industries that every linkage knows; ``linkages`` has one row per linkage
    (``industries`` it knows, ``missing``, and over the pairs of ``matrix`` their ``mean`` and
    ``sd``); ``missing`` one row per industry left out and linkage that lacks it.
    """

    matrix: pd.DataFrame
    linkages: pd.DataFrame
    missing: pd.DataFrame


def complete_industries(matrix: pd.DataFrame) -> tuple[pd.DataFrame, list[object]]:
    """Set the industries apart that a matrix knows nothing of.

    Parameters
    ----------
    matrix : DataFrame, shape (n_industries, n_industries)
        Symmetric relatedness; the diagonal is not read.

    Returns
    -------
    tuple of DataFrame and list
        The matrix of the industries that are known, with NaN on the diagonal, and the others by
        name.

    Raises
    ------
    TableError
        If rows and columns differ, the matrix is not symmetric, or a known industry lacks the value
        of one pair.

    Notes
    -----
    An industry is missing if its whole row is. A row with single gaps is refused, since whether to
    leave out the one or the other industry is for the caller to say.

    References
    ----------
    ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [2, 4, 7], "B05": [0, 0, 0]}, index=list("abc"))
    >>> known, missing = complete_industries(location_correlation(jobs))
    >>> list(known.columns), missing
    (['C26', 'J62'], ['B05'])
    """
    if not matrix.index.equals(matrix.columns) or matrix.index.has_duplicates:
        raise TableError(
            f"A relatedness matrix of shape {matrix.shape} must have the same industries, each once, in "
            "its rows and columns, in the same order."
        )
    values = np.array(matrix, dtype=np.float64)
    np.fill_diagonal(values, np.nan)
    absent: BoolArray = np.asarray(np.isnan(values).all(axis=1))
    kept = values[np.ix_(~absent, ~absent)]
    _check_pairs(kept, matrix.index[~absent])
    labels = matrix.index[~absent]
    return pd.DataFrame(kept, index=labels, columns=labels), list(matrix.index[absent])


def standardized_mean(matrices: Mapping[str, pd.DataFrame]) -> MeanRelatedness:
    """Average several matrices after giving each the same mean and spread.

    Parameters
    ----------
    matrices : mapping of str to DataFrame, each of shape (n_industries, n_industries)
        Relatedness by linkage; their industries may differ.

    Returns
    -------
    MeanRelatedness
        The mean over the industries that every linkage knows, in the order of the first matrix;
        what each linkage contributed; and who is left out because of which linkage.

    Raises
    ------
    TableError
        If a matrix is not square and symmetric, or has single gaps.
    MeasureError
        If no matrix is given, fewer than three industries are common to all, or a matrix does not
        vary.

    Notes
    -----
    Over the pairs ``i < j`` of the common industries, with the population standard deviation::

        M[i, j] = mean over k of (S_k[i, j] - mean S_k) / sd S_k

    References
    ----------
    Delgado, Porter and Stern (2016). ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> names = list("abc")
    >>> one = pd.DataFrame([[0, 1, 2], [1, 0, 3], [2, 3, 0]], index=names, columns=names)
    >>> mean = standardized_mean({"first": one, "second": 10 * one})
    >>> mean.matrix.round(3).loc["a"].tolist()
    [nan, -1.225, 0.0]
    """
    if not matrices:
        raise MeasureError("`matrices` is empty; give at least one matrix of relatedness.")
    known = {name: complete_industries(matrix) for name, matrix in matrices.items()}
    labels = _common(matrices, known)
    if len(labels) < 3:
        raise MeasureError(
            f"Only {len(labels)} industries are known to all of {', '.join(matrices)}; three are needed. "
            "Check that their codes are of one classification."
        )
    total = np.zeros((len(labels), len(labels)))
    rows = []
    for name, (matrix, missing) in known.items():
        values, mean, sd = _standardized(matrix.loc[labels, labels].to_numpy(), name)
        total += values
        rows.append((name, len(matrix), len(missing), mean, sd))
    columns = ["linkage", "industries", "missing", "mean", "sd"]
    return MeanRelatedness(
        matrix=pd.DataFrame(total / len(known), index=labels, columns=labels),
        linkages=pd.DataFrame(rows, columns=columns).set_index("linkage"),
        missing=_missing(matrices, known),
    )


def joint_relatedness(matrices: Mapping[str, pd.DataFrame], names: Sequence[str]) -> pd.DataFrame:
    """Take the standardized mean of the linkages that are named.

    Parameters
    ----------
    matrices : mapping of str to DataFrame, each of shape (n_industries, n_industries)
        Relatedness by linkage.
    names : sequence of str
        Which of them.

    Returns
    -------
    DataFrame, shape (n_common_industries, n_common_industries)
        Their mean; of a single linkage its standardized values, which order the pairs as it does.

    Raises
    ------
    TableError, MeasureError
        As in :func:`standardized_mean`, or if there is no such linkage.

    Notes
    -----
    ``standardized_mean({name: matrices[name] for name in names}).matrix``.

    References
    ----------
    ``docs/methods/industry-similarities.md``.

    Examples
    --------
    >>> one = pd.DataFrame([[0, 1, 2], [1, 0, 3], [2, 3, 0]], index=list("abc"), columns=list("abc"))
    >>> joint_relatedness({"IO": one}, ["IO"]).round(3).loc["a"].tolist()
    [nan, -1.225, 0.0]
    """
    for name in names:
        if name not in matrices:
            raise MeasureError(f"There is no linkage {name!r}; there are {', '.join(matrices)}.")
    return standardized_mean({name: matrices[name] for name in names}).matrix


def _check_pairs(values: FloatArray, labels: pd.Index) -> None:
    off = ~np.eye(len(values), dtype=bool)
    bad = ~np.isfinite(values) & off
    if bad.any():
        row, column = np.argwhere(bad)[0]
        raise TableError(
            f"The relatedness of {labels[row]!r} and {labels[column]!r} is {values[row, column]}, and "
            f"{int(bad.sum())} cells of known industries are no numbers; leave one of the two industries out."
        )
    uneven = np.abs(values - values.T) > 1e-9 * np.abs(values[off]).max(initial=0.0)
    if (uneven & off).any():
        row, column = np.argwhere(uneven & off)[0]
        raise TableError(
            f"The relatedness of {labels[row]!r} and {labels[column]!r} is {values[row, column]} one way and "
            f"{values[column, row]} the other; give a symmetric matrix."
        )


_Known: TypeAlias = Mapping[str, tuple[pd.DataFrame, list[object]]]


def _common(matrices: Mapping[str, pd.DataFrame], known: _Known) -> pd.Index:
    first = next(iter(matrices.values())).index
    keep = np.ones(len(first), dtype=bool)
    for matrix, _ in known.values():
        keep &= first.isin(matrix.index)
    return first[keep]


def _missing(matrices: Mapping[str, pd.DataFrame], known: _Known) -> pd.DataFrame:
    everybody = list(dict.fromkeys(label for matrix in matrices.values() for label in matrix.index))
    rows = [
        (label, name)
        for label in everybody
        for name, (matrix, _) in known.items()
        if label not in matrix.index
    ]
    return pd.DataFrame(rows, columns=["industry", "linkage"])


def _standardized(values: FloatArray, name: str) -> tuple[FloatArray, float, float]:
    pairs = values[np.triu_indices(len(values), 1)]
    mean, sd = float(pairs.mean()), float(pairs.std())
    if sd <= _FLAT * np.abs(pairs).max(initial=0.0):
        raise MeasureError(
            f"Every pair of industries has the relatedness {pairs[0]} in {name!r}, so it cannot be "
            "standardized; leave that matrix out."
        )
    return (values - mean) / sd, mean, sd
