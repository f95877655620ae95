"""The procedure end to end: matrices, candidates, scores on other data, one grouping, its outliers moved."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.observe.checks import check_columns
from sandan.observe.definitions.candidates import Candidate, candidate_groupings
from sandan.observe.definitions.evidence import Evidence, relatedness_matrices
from sandan.observe.definitions.held_out import score_other_linkages, score_other_regions
from sandan.observe.definitions.outliers import Reassignment, reassign_outliers
from sandan.observe.definitions.scores import SCORES, validation_scores
from sandan.observe.definitions.stability import stability
from sandan.observe.definitions.standardized_mean import MeanRelatedness, standardized_mean
from sandan.types import Table

__all__ = ["Definition", "define_clusters", "rank_candidates"]


@dataclass(frozen=True)
class Definition:
    """A cluster definition and everything behind it.

    - ``chosen``: the best candidate; ``relatedness``: what it was cut from, with missing industries
    - ``grouping``: by industry ``first_cut``, ``cluster`` after the outliers moved, and as in
      ``ValidationScores.industries`` on the same matrix
    - ``ranking``: all candidates, from ``rank_candidates``; ``held_out``: the rows behind it
    - ``reassignment``: moves of outliers
    - ``confirmation``: by target on other regions, of new halvings that did not choose: ``first_cut``
      and ``reassigned`` overall scores and their ``shuffled_mean``; empty without regional linkages
    - ``scores``: of the grouping on every linkage, all regions; ``used`` in its cut or not. Regional
      linkages that were not used share their regions with those that were
    - ``stability``: adjusted Rand of cuts of disjoint halves; empty without regional linkages
    - ``seed``: with which all of it comes out again
    """

    chosen: Candidate
    relatedness: MeanRelatedness
    grouping: pd.DataFrame
    ranking: pd.DataFrame
    held_out: pd.DataFrame
    reassignment: Reassignment
    confirmation: pd.DataFrame
    scores: pd.DataFrame
    stability: pd.DataFrame
    seed: int


def define_clusters(
    evidence: Evidence,
    candidates: Sequence[Candidate],
    *,
    splits: int = 10,
    draws: int = 5,
    most_moves: int | None = None,
    seed: int,
    executor: Executor | None = None,
) -> Definition:
    """Choose the grouping that scores best on what it was not cut from, and move its outliers.

    Parameters
    ----------
    evidence : Evidence
        Regional tables with their measures, and fixed matrices.
    candidates : sequence of Candidate
        What to cut and how, for example from ``recipes``.
    splits : int
        Random halvings of the regions for choosing, as many again for confirming, and for stability.
    draws : int
        Shuffles behind each baseline.
    most_moves : int, optional
        Bound on the moves of outliers.
    seed : int
        Start of all random numbers.
    executor : concurrent.futures.Executor, optional
        Where to cut and score; it does not change the result.

    Returns
    -------
    Definition
        Choice, grouping, ranking, and what they rest on.

    Raises
    ------
    TableError, MeasureError
        As in the steps; or if no candidate can be scored on anything that it was not cut from.

    Notes
    -----
    1. One matrix per linkage. 2. Each candidate cut from its linkages. 3. Scored on the other half of
    the regions (``score_other_regions``) and on sources not used (``score_other_linkages``). 4. Ranked
    (``rank_candidates``). 5. The first cut again from all data. 6. Outliers moved
    (``reassign_outliers``). 7. New halvings, with and without 6, since the best of many has had luck.

    References
    ----------
    After Delgado, M., Porter, M. and Stern, S. (2016), Defining clusters of related industries,
    Journal of Economic Geography 16, 1-38, whose scores are taken on the matrices of the cut.
    ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> from sandan.observe.definitions.candidates import recipes
    >>> from sandan.observe.definitions.evidence import RegionalLinkage
    >>> from sandan.observe.definitions.similarities import location_correlation
    >>> rng = np.random.default_rng(0)
    >>> places = rng.normal(size=(40, 3)).repeat(4, axis=1) + 0.5 * rng.normal(size=(40, 12))
    >>> evidence = Evidence({"LC": RegionalLinkage(pd.DataFrame(np.exp(places)), location_correlation)}, {})
    >>> plans = [Candidate(("LC",), recipe) for recipe in recipes([2, 3], methods=["ward"])]
    >>> definition = define_clusters(evidence, plans, seed=1)
    >>> definition.chosen.recipe.groups, definition.grouping["cluster"].tolist()
    (3, [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
    """
    matrices = relatedness_matrices(evidence)
    found = candidate_groupings(matrices, candidates, executor=executor)
    choosing, across, confirming, comparing = _seeds(seed)
    parts = [score_other_linkages(evidence, candidates, draws=draws, seed=across, executor=executor)]
    if any(_is_regional(candidate, evidence) for candidate in candidates):
        halves = score_other_regions(
            evidence, candidates, splits=splits, draws=draws, seed=choosing, executor=executor
        )
        parts.insert(0, halves)
    held_out = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    ranking = rank_candidates(held_out, found.parameters)
    best = int(ranking.index[0])
    chosen = candidates[best]
    mean = standardized_mean({name: matrices[name] for name in chosen.linkages})
    first_cut = found.labels[best].dropna().astype(np.int64)
    moved = reassign_outliers(mean.matrix, first_cut, most_moves=most_moves)
    behind = validation_scores(mean.matrix, moved.labels).industries
    confirmation, alike = pd.DataFrame(), pd.DataFrame()
    if _is_regional(chosen, evidence):
        confirmation = _confirmed(evidence, chosen, splits, draws, confirming, executor)
        alike = stability(evidence, chosen, draws=splits, seed=comparing, executor=executor)
    return Definition(
        chosen=chosen,
        relatedness=mean,
        grouping=pd.concat([first_cut.rename("first_cut"), behind], axis=1).rename_axis("industry"),
        ranking=ranking,
        held_out=held_out,
        reassignment=moved,
        confirmation=confirmation,
        scores=_scores(matrices, moved.labels, chosen),
        stability=alike,
        seed=seed,
    )


def rank_candidates(held_out: pd.DataFrame, parameters: pd.DataFrame) -> Table:
    """Rank candidates by how far they exceed shuffled groups on what they were not cut from.

    Parameters
    ----------
    held_out : DataFrame, shape (n_rows, 15)
        Rows of ``score_other_regions`` and ``score_other_linkages``.
    parameters : DataFrame, shape (n_candidates, n_parameters)
        From ``candidate_groupings``.

    Returns
    -------
    DataFrame, shape (n_candidates, n_parameters + n_sources + 4)
        The parameters, the best candidate first, with ``score_<source>`` (mean overall score held out,
        percent; NaN where the candidate cannot be scored on that source), ``sources`` with a score,
        ``lift`` (mean excess over the shuffled baseline, points), ``position`` (mean percentile of the
        lift within each source, 100 = the best) and ``own`` (mean score on what was cut; it takes no
        part in the ranking).

    Raises
    ------
    TableError
        If a column is missing.
    MeasureError
        If no candidate has a score.

    Notes
    -----
    Rows are averaged by target, targets by source. Sources differ in how high a score can be reached,
    and a candidate cut from one source cannot be scored on it; so the ranks within each source are
    averaged, not the scores. Ties in ``position`` go to the greater ``lift``.

    References
    ----------
    Own design. ``docs/methods/cluster-definitions.md``.

    Examples
    --------
    >>> rows = [(0, "IO", "IO", 60.0, 30.0, 99.0), (1, "IO", "IO", 40.0, 30.0, 99.9)]
    >>> names = ["candidate", "source", "target", "overall", "shuffled_mean", "own"]
    >>> table = rank_candidates(pd.DataFrame(rows, columns=names), pd.DataFrame({"groups": [5, 9]}))
    >>> table[["groups", "score_IO", "lift", "position"]].values.tolist()
    [[5.0, 60.0, 30.0, 100.0], [9.0, 40.0, 10.0, 50.0]]
    """
    columns = ["candidate", "source", "target", "overall", "shuffled_mean", "own"]
    check_columns(held_out, columns, "held_out")
    if held_out.empty:
        raise MeasureError(
            f"None of the {len(parameters)} candidates can be scored on anything that it was not cut from; "
            "give regional tables, or linkages of a second source."
        )
    rows = held_out.assign(lift=held_out["overall"] - held_out["shuffled_mean"])
    measures = ["overall", "lift", "own"]
    by_target = rows.groupby(["candidate", "source", "target"], sort=False)[measures].mean()
    by_source = by_target.groupby(["candidate", "source"], sort=False).mean()
    place = 100 * by_source.groupby("source")["lift"].rank(pct=True)
    score = by_source.pivot_table(index="candidate", columns="source", values="overall").add_prefix("score_")
    summary = pd.DataFrame(
        {
            "sources": by_source.groupby("candidate").size(),
            "lift": by_source["lift"].groupby("candidate").mean(),
            "position": place.groupby("candidate").mean(),
            "own": by_source["own"].groupby("candidate").mean(),
        }
    )
    table = parameters.join(score).join(summary)
    table["sources"] = table["sources"].fillna(0).astype(np.int64)
    return table.sort_values(["position", "lift"], ascending=False, kind="stable")


def _seeds(seed: int) -> list[int]:
    return [int(stream.generate_state(1)[0]) for stream in np.random.SeedSequence(seed).spawn(4)]


def _is_regional(candidate: Candidate, evidence: Evidence) -> bool:
    return any(name in evidence.regional for name in candidate.linkages)


def _confirmed(
    evidence: Evidence, chosen: Candidate, splits: int, draws: int, seed: int, executor: Executor | None
) -> pd.DataFrame:
    """Score the chosen recipe on halvings that did not choose it, before and after outliers move."""
    before, after = (
        score_other_regions(
            evidence, [chosen], splits=splits, draws=draws, seed=seed, reassign=moved, executor=executor
        ).groupby("target", sort=False)
        for moved in (False, True)
    )
    return pd.DataFrame(
        {
            "first_cut": before["overall"].mean(),
            "reassigned": after["overall"].mean(),
            "shuffled_mean": after["shuffled_mean"].mean(),
        }
    )


def _scores(matrices: Mapping[str, pd.DataFrame], labels: pd.Series, chosen: Candidate) -> pd.DataFrame:
    found = {name: validation_scores(matrix, labels).scores for name, matrix in matrices.items()}
    table = pd.DataFrame(found, index=list(SCORES)).T.rename_axis("linkage")
    return table.assign(used=table.index.isin(chosen.linkages))
