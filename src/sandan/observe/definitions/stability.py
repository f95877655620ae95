"""How alike the groupings are that one recipe makes of different regions."""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, cut
from sandan.observe.definitions.evidence import Evidence, regions_of, relatedness_matrices
from sandan.observe.definitions.standardized_mean import joint_relatedness
from sandan.parallel import map_in_order

__all__ = ["Resampling", "stability"]

Resampling: TypeAlias = Literal["halves", "bootstrap"]
"""Compare cuts of two disjoint halves of the regions, or of two draws of regions with replacement."""


def stability(
    evidence: Evidence,
    candidate: Candidate,
    *,
    resampling: Resampling = "halves",
    draws: int = 20,
    seed: int,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Measure how alike two cuts of the same recipe are on different regions.

    Parameters
    ----------
    evidence : Evidence
        At least one regional linkage.
    candidate : Candidate
        What to cut and how.
    resampling : {"halves", "bootstrap"}
        Two disjoint halves, or two draws of all regions with replacement. Draws with replacement
        have about 40 % of their regions in common and are alike for that reason too.
    draws : int
        Pairs of cuts.
    seed : int
        Start of the random numbers; each pair has its own stream.
    executor : concurrent.futures.Executor, optional
        Where to run the pairs.

    Returns
    -------
    DataFrame, shape (draws, 2)
        ``adjusted_rand`` of each pair, 0 = as alike as by chance, 1 = the same; ``industries`` that
        both cuts know.

    Raises
    ------
    TableError, MeasureError
        As in :func:`score_other_regions`, or if ``resampling`` is unknown or the candidate uses no
        regional linkage.

    Notes
    -----
    Adjusted Rand index: agreement of two groupings on pairs of industries, less its expectation for
    groups of the same sizes, over the greatest possible such difference.

    References
    ----------
    Hubert, L. and Arabie, P. (1985), Comparing partitions, Journal of Classification 2, 193-218.
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.candidates import Recipe
    >>> from sandan.observe.definitions.evidence import RegionalLinkage
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> rng = np.random.default_rng(0)
    >>> places = rng.normal(size=(40, 3)).repeat(4, axis=1) + 0.1 * rng.normal(size=(40, 12))
    >>> linkage = RegionalLinkage(pd.DataFrame(np.exp(places)), location_correlation)
    >>> evidence = Evidence({"LC-Emp": linkage}, {})
    >>> stability(evidence, Candidate(("LC-Emp",), Recipe(3)), draws=3, seed=1)["adjusted_rand"].tolist()
    [1.0, 1.0, 1.0]
    """
    if resampling not in ("halves", "bootstrap"):
        raise MeasureError(f"`resampling` is {resampling!r}; use 'halves' or 'bootstrap'.")
    regions = regions_of(evidence)
    if len(regions) < 6 or not any(name in evidence.regional for name in candidate.linkages):
        raise MeasureError(
            f"The candidate uses {', '.join(candidate.linkages)} and there are {len(regions)} regions; "
            "stability needs a regional linkage and six regions."
        )
    streams = np.random.SeedSequence(seed).spawn(draws)
    work = [_Pair(evidence, candidate, stream, resampling) for stream in streams]
    rows = map_in_order(_compare, work, executor=executor)
    return pd.DataFrame(rows, columns=["adjusted_rand", "industries"])


@dataclass(frozen=True)
class _Pair:
    """Two cuts to compare as a piece of work."""

    evidence: Evidence
    candidate: Candidate
    stream: np.random.SeedSequence
    resampling: Resampling


def _compare(work: _Pair) -> tuple[float, int]:
    # scikit-learn takes seconds to import; only this comparison needs it here.
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415

    rng = np.random.default_rng(work.stream)
    regions = len(regions_of(work.evidence))
    if work.resampling == "halves":
        parts = np.array_split(rng.permutation(regions), 2)
    else:
        parts = [rng.integers(0, regions, regions) for _ in range(2)]
    cuts = [
        cut(
            joint_relatedness(relatedness_matrices(work.evidence, regions=part), work.candidate.linkages),
            work.candidate.recipe,
        )
        for part in parts
    ]
    both = cuts[0].index.intersection(cuts[1].index, sort=False)
    return float(adjusted_rand_score(cuts[0].loc[both], cuts[1].loc[both])), len(both)
