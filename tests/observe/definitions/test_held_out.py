"""Scores on other regions and linkages: noise stays at its baseline, structure does not."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, Recipe, cut
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.held_out import score_other_linkages, score_other_regions
from sandan.observe.definitions.scores import validation_scores
from sandan.observe.definitions.similarities import input_output_relatedness, location_correlation
from sandan.observe.definitions.standardized_mean import standardized_mean

SHARES = partial(location_correlation, scale="shares")
PLAN = Candidate(("LC",), Recipe(30))


def trade(strength: float, seed: int, industries: int = 300) -> pd.DataFrame:
    """Flows between industries, greater inside the true groups."""
    rng = np.random.default_rng(seed)
    truth = np.arange(industries) // 10
    mean = np.exp(rng.normal(size=(industries, industries)))
    return input_output_relatedness(pd.DataFrame(mean * (1 + 10 * strength * (truth[:, None] == truth))))


@pytest.fixture(scope="module")
def small(jobs_with_structure: Callable[..., pd.DataFrame]) -> Evidence:
    jobs = jobs_with_structure(0.5, 3, regions=60, industries=40)
    plants = jobs_with_structure(0.5, 4, regions=60, industries=40)
    regional = {"LC": RegionalLinkage(jobs, SHARES), "LC-Est": RegionalLinkage(plants, SHARES)}
    return Evidence(regional, {"IO": trade(0.5, 5, 40), "Occ": trade(0.5, 6, 40)})


def test_halves_by_hand(small: Evidence) -> None:
    table = score_other_regions(small, [Candidate(("LC", "IO"), Recipe(4))], splits=1, seed=9)
    assert table[["split", "target"]].to_numpy().tolist() == [[0, "LC"], [0, "LC-Est"]] * 2
    stream = np.random.SeedSequence(9).spawn(1)[0]
    here, there = np.array_split(np.random.default_rng(stream).permutation(60), 2)
    jobs = small.regional["LC"].table
    joint = standardized_mean({"LC": SHARES(jobs.iloc[here]), "IO": small.fixed["IO"]}).matrix
    labels = cut(joint, Recipe(4))
    other = SHARES(jobs.iloc[there])
    assert table["overall"].iloc[0] == validation_scores(other, labels).scores["overall"]
    assert table["own"].iloc[0] == validation_scores(joint, labels).scores["overall"]
    assert (table["source"] == "regions").all()


def test_noise_stays_at_the_shuffled_baseline(jobs_with_structure: Callable[..., pd.DataFrame]) -> None:
    evidence = Evidence({"LC": RegionalLinkage(jobs_with_structure(0.0, 1), SHARES)}, {"IO": trade(0.0, 1)})
    halves = score_other_regions(evidence, [PLAN], splits=4, draws=5, seed=1)
    across = score_other_linkages(evidence, [PLAN], seed=1)
    # On the matrix of the cut noise scores above 90; elsewhere as shuffled groups do, about 29.
    assert halves["own"].min() > 90
    assert halves["overall"].mean() == pytest.approx(halves["shuffled_mean"].mean(), abs=5)
    assert 24 < halves["overall"].mean() < 35
    assert across["overall"].iloc[0] == pytest.approx(29, abs=8)


@pytest.mark.parametrize(("strength", "least", "most"), [(0.3, 45, 70), (0.5, 88, 97), (0.8, 98, 100)])
def test_structure_is_seen_elsewhere(
    jobs_with_structure: Callable[..., pd.DataFrame], strength: float, least: float, most: float
) -> None:
    evidence = Evidence({"LC": RegionalLinkage(jobs_with_structure(strength, 1), SHARES)}, {})
    halves = score_other_regions(evidence, [PLAN], splits=2, seed=1)
    assert least < halves["overall"].mean() <= most
    assert halves["shuffled_mean"].mean() == pytest.approx(29, abs=3)


def test_own_score_takes_no_part(small: Evidence) -> None:
    table = score_other_regions(small, [Candidate(("LC",), Recipe(4))], splits=2, seed=1)
    four = ["cluster_mean", "cluster_percentile", "industry_mean", "industry_percentile"]
    np.testing.assert_allclose(table["overall"], table[four].mean(axis=1))
    assert (table["own"] > table["overall"]).any()


def test_linkages_of_the_same_regions_are_never_independent(small: Evidence) -> None:
    plans = [Candidate((name,), Recipe(4)) for name in ("LC", "IO")]
    plans.append(Candidate(("LC", "LC-Est", "IO"), Recipe(4)))
    table = score_other_linkages(small, plans, seed=1)
    pairs = [tuple(row) for row in table[["candidate", "cut_on", "target"]].to_numpy()]
    assert pairs == [
        (0, "LC", "IO"),
        (0, "LC", "Occ"),
        (1, "IO", "LC"),
        (1, "IO", "LC-Est"),
        (1, "IO", "Occ"),
        (2, "IO", "LC"),
        (2, "IO", "LC-Est"),
        (2, "LC + LC-Est", "IO"),
        (2, "LC + LC-Est + IO", "Occ"),
    ]


def test_industry_that_a_half_does_not_know_is_counted(
    jobs_with_structure: Callable[..., pd.DataFrame],
) -> None:
    jobs = jobs_with_structure(0.5, 3, regions=40, industries=30)
    jobs.iloc[1:, 0] = 0
    evidence = Evidence({"LC": RegionalLinkage(jobs, SHARES)}, {})
    table = score_other_regions(evidence, [Candidate(("LC",), Recipe(4))], splits=3, seed=1)
    assert table["industries"].tolist() == [29] * 6
    assert table["left_out"].tolist() == [1] * 6


def test_result_does_not_depend_on_the_executor(small: Evidence) -> None:
    plans = [Candidate(("LC",), Recipe(4)), Candidate(("IO",), Recipe(4, "average"))]
    with ProcessPoolExecutor(2) as executor:
        pd.testing.assert_frame_equal(
            score_other_regions(small, plans, splits=2, seed=4, executor=executor),
            score_other_regions(small, plans, splits=2, seed=4),
        )
        pd.testing.assert_frame_equal(
            score_other_linkages(small, plans, seed=4, executor=executor),
            score_other_linkages(small, plans, seed=4),
        )


def test_what_has_no_halves_is_refused(small: Evidence) -> None:
    plans = [Candidate(("IO",), Recipe(4))]
    with pytest.raises(MeasureError, match="0 regional linkages, 0 regions"):
        score_other_regions(Evidence({}, small.fixed), plans, seed=1)
    with pytest.raises(MeasureError, match="0 splits"):
        score_other_regions(small, plans, splits=0, seed=1)
    assert score_other_regions(small, plans, splits=1, seed=1).empty
    with pytest.raises(MeasureError, match="no linkage 'XX'"):
        score_other_linkages(small, [Candidate(("XX",), Recipe(4))], seed=1)
