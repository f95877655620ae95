"""Scores of a grouping on what it was not cut from: other regions, other linkages."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, cut, cut_all
from sandan.observe.definitions.evidence import REGIONS, Evidence, regions_of, relatedness_matrices
from sandan.observe.definitions.outliers import reassign_outliers
from sandan.observe.definitions.scores import SCORES, shuffled_baseline, validation_scores
from sandan.observe.definitions.standardized_mean import joint_relatedness
from sandan.parallel import map_in_order
from sandan.types import Rng

__all__ = ["score_other_linkages", "score_other_regions"]

_COLUMNS = ["candidate", "split", "cut_on", "source", "target", *SCORES]
_COLUMNS += ["shuffled_mean", "shuffled_sd", "own", "industries", "left_out"]


def score_other_regions(
    evidence: Evidence,
    candidates: Sequence[Candidate],
    *,
    splits: int = 10,
    draws: int = 5,
    seed: int,
    reassign: bool = False,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Cut on half of the regions and score on the other half, again and again.

    Parameters
    ----------
    evidence : Evidence
        At least one regional linkage. Fixed matrices take part in the cut, never as a target here.
    candidates : sequence of Candidate
        Those without a regional linkage have no rows.
    splits : int
        Random halvings; each is used both ways round.
    draws : int
        Shuffles behind the baseline of each row.
    seed : int
        Start of the random numbers; each split has its own stream, so that the result does not
        depend on ``executor``.
    reassign : bool
        Move the outlier industries after the cut, as part of the recipe.
    executor : concurrent.futures.Executor, optional
        Where to run the splits.

    Returns
    -------
    DataFrame, shape (n_candidates * 2 splits * n_regional, 15)
        One row per candidate, direction and target: ``candidate`` (number), ``split``, ``cut_on``
        (the linkages), ``source``, ``target`` (linkage of the other half), the five ``SCORES`` in
        percent, ``shuffled_mean`` and ``shuffled_sd`` of the overall score, ``own`` (the overall
        score on the matrix that was cut, for comparison only), ``industries`` scored and
        ``left_out`` because a half does not know them.

    Raises
    ------
    TableError, MeasureError
        As in ``relatedness_matrices``, ``cut`` and ``validation_scores``; or if there is no regional
        linkage, fewer than one split, or fewer than six regions.

    Notes
    -----
    The halves share no region, so that what chance put into one is not in the other. ``own`` must
    not be averaged with the rest.

    References
    ----------
    Own design, with the scores of Delgado, Porter and Stern (2016).
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.candidates import Recipe
    >>> from sandan.observe.definitions.evidence import RegionalLinkage
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> rng = np.random.default_rng(0)
    >>> jobs = pd.DataFrame(rng.poisson(50, (40, 12)), columns=[f"C{k}" for k in range(10, 22)])
    >>> evidence = Evidence({"LC-Emp": RegionalLinkage(jobs, location_correlation)}, {})
    >>> table = score_other_regions(evidence, [Candidate(("LC-Emp",), Recipe(4))], splits=5, seed=1)
    >>> table[["overall", "shuffled_mean", "own"]].mean().round(-1).tolist()
    [30.0, 40.0, 100.0]
    """
    regions = regions_of(evidence)
    if not evidence.regional or splits < 1 or len(regions) < 6:
        raise MeasureError(
            f"There are {len(evidence.regional)} regional linkages, {len(regions)} regions and {splits} "
            "splits; halves need a regional linkage, six regions and a split."
        )
    numbered = [(k, c) for k, c in enumerate(candidates) if any(n in evidence.regional for n in c.linkages)]
    streams = np.random.SeedSequence(seed).spawn(splits)
    work = [_Split(evidence, numbered, k, stream, draws, reassign) for k, stream in enumerate(streams)]
    rows = [row for part in map_in_order(_score_split, work, executor=executor) for row in part]
    return pd.DataFrame(rows, columns=_COLUMNS)


def score_other_linkages(
    evidence: Evidence,
    candidates: Sequence[Candidate],
    *,
    draws: int = 20,
    seed: int,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """Cut on some linkages and score on those of sources that were not used.

    Parameters
    ----------
    evidence : Evidence
        Linkages of at least two sources.
    candidates : sequence of Candidate
        A candidate of several sources is cut once for each, without the linkages of that source.
    draws : int
        Shuffles behind the baseline of each row.
    seed : int
        Start of the random numbers; each candidate has its own stream.
    executor : concurrent.futures.Executor, optional
        Where to run the candidates.

    Returns
    -------
    DataFrame, shape (n_rows, 15)
        Columns of :func:`score_other_regions`, ``split`` empty; one row per candidate and linkage of
        a source that was not used.

    Raises
    ------
    TableError, MeasureError
        As in ``relatedness_matrices``, ``cut`` and ``validation_scores``.

    Notes
    -----
    All regional linkages are one source: LC-Emp is never scored on LC-Est or coagglomeration of the
    same regions, which hold the same chance.

    References
    ----------
    Own design, with the scores of Delgado, Porter and Stern (2016).
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.candidates import Recipe
    >>> names = ["C26", "J62", "C10", "C11"]
    >>> s = [[1, 0.8, 0, 0.1], [0.8, 1, 0, 0], [0, 0, 1, 0.7], [0.1, 0, 0.7, 1]]
    >>> s = pd.DataFrame(s, index=names, columns=names)
    >>> two = Evidence({}, {"IO": s, "Occ": s})
    >>> table = score_other_linkages(two, [Candidate(("IO",), Recipe(2))], seed=1)
    >>> table[["cut_on", "target", "overall"]].values.tolist()
    [['IO', 'Occ', 100.0]]
    """
    matrices = relatedness_matrices(evidence)
    source = {name: REGIONS if name in evidence.regional else name for name in matrices}
    streams = np.random.SeedSequence(seed).spawn(len(candidates))
    work = [
        _Across(matrices, source, k, candidate, stream, draws)
        for k, (candidate, stream) in enumerate(zip(candidates, streams, strict=True))
    ]
    rows = [row for part in map_in_order(_score_across, work, executor=executor) for row in part]
    return pd.DataFrame(rows, columns=_COLUMNS)


@dataclass(frozen=True)
class _Split:
    """One halving of the regions as a piece of work."""

    evidence: Evidence
    candidates: list[tuple[int, Candidate]]
    number: int
    stream: np.random.SeedSequence
    draws: int
    reassign: bool


@dataclass(frozen=True)
class _Across:
    """One candidate and all matrices as a piece of work."""

    matrices: Mapping[str, pd.DataFrame]
    source: Mapping[str, str]
    number: int
    candidate: Candidate
    stream: np.random.SeedSequence
    draws: int


def _score_split(work: _Split) -> list[dict[str, Any]]:
    rng = np.random.default_rng(work.stream)
    order = rng.permutation(len(regions_of(work.evidence)))
    halves = [relatedness_matrices(work.evidence, regions=part) for part in np.array_split(order, 2)]
    rows: list[dict[str, Any]] = []
    for here, there in (halves, halves[::-1]):
        for number, candidate, joint, labels in _cuts(here, work):
            own = _overall(joint, labels)
            for target in work.evidence.regional:
                found = {"candidate": number, "split": work.number, "own": own, "source": REGIONS}
                found |= {"cut_on": " + ".join(candidate.linkages), "target": target}
                rows.append(found | _scored(there[target], labels, work.draws, rng))
    return rows


def _cuts(
    matrices: Mapping[str, pd.DataFrame], work: _Split
) -> list[tuple[int, Candidate, pd.DataFrame, pd.Series]]:
    """Cut every candidate of a half; candidates of the same linkages share their trees."""
    sets = dict.fromkeys(candidate.linkages for _, candidate in work.candidates)
    found = []
    for names in sets:
        mine = [(k, c) for k, c in work.candidates if c.linkages == names]
        joint = joint_relatedness(matrices, names)
        table = cut_all(joint, [c.recipe for _, c in mine])
        for place, (number, candidate) in enumerate(mine):
            labels = table.iloc[:, place]
            if work.reassign:
                labels = reassign_outliers(joint, labels).labels
            found.append((number, candidate, joint, labels))
    return found


def _score_across(work: _Across) -> list[dict[str, Any]]:
    rng = np.random.default_rng(work.stream)
    rows: list[dict[str, Any]] = []
    for source in dict.fromkeys(work.source.values()):
        names = [name for name in work.candidate.linkages if work.source.get(name) != source]
        if not names:
            continue
        joint = joint_relatedness(work.matrices, names)
        labels = cut(joint, work.candidate.recipe)
        own = _overall(joint, labels)
        for target in (name for name, origin in work.source.items() if origin == source):
            found = {"candidate": work.number, "cut_on": " + ".join(names), "source": source}
            found |= {"target": target, "own": own}
            rows.append(found | _scored(work.matrices[target], labels, work.draws, rng))
    return rows


def _overall(relatedness: pd.DataFrame, labels: pd.Series) -> float:
    return float(validation_scores(relatedness, labels).scores["overall"])


def _scored(relatedness: pd.DataFrame, labels: pd.Series, draws: int, rng: Rng) -> dict[str, Any]:
    table = shuffled_baseline(relatedness, labels, draws=draws, rng=rng)
    known = relatedness.notna().any(axis=1)
    both = labels.index.isin(known.index[known]).sum()
    return {
        **{name: table.at[name, "observed"] for name in SCORES},
        "shuffled_mean": table.at["overall", "mean"],
        "shuffled_sd": table.at["overall", "sd"],
        "industries": int(both),
        "left_out": len(relatedness.index.union(labels.index)) - int(both),
    }
