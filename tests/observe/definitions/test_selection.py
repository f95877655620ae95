"""The whole procedure: it finds planted groups, admits noise, and ranks by other data only."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, Recipe, recipes
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.selection import define_clusters, rank_candidates
from sandan.observe.definitions.similarities import input_output_relatedness, location_correlation

SHARES = partial(location_correlation, scale="shares")


@pytest.fixture(scope="module")
def planted(jobs_with_structure: Callable[..., pd.DataFrame]) -> Evidence:
    """Eighty industries in eight true groups, one of them not traded."""
    jobs = jobs_with_structure(0.5, 1, regions=80, industries=80)
    truth = np.arange(80) // 10
    flows = np.exp(np.random.default_rng(1).normal(size=(80, 80))) * (1 + 3 * (truth[:, None] == truth))
    flows[5] = flows[:, 5] = 0
    return Evidence(
        {"LC": RegionalLinkage(jobs, SHARES)}, {"IO": input_output_relatedness(pd.DataFrame(flows))}
    )


PLANS = [
    *(Candidate(("LC",), plan) for plan in recipes([4, 8, 20], methods=["ward", "average"])),
    *(Candidate(names, Recipe(8)) for names in (("IO",), ("LC", "IO"))),
]


def test_planted_groups_are_found(planted: Evidence) -> None:
    found = define_clusters(planted, PLANS, splits=3, seed=1)
    assert found.chosen.recipe.groups == 8
    truth = found.grouping.index.to_numpy() // 10
    assert adjusted_rand_score(truth, found.grouping["cluster"]) > 0.8
    assert found.ranking["position"].is_monotonic_decreasing
    assert found.confirmation.at["LC", "first_cut"] > found.confirmation.at["LC", "shuffled_mean"] + 20
    assert found.scores["used"].tolist() == [name in found.chosen.linkages for name in ("LC", "IO")]
    moves = found.reassignment.moves
    changed = found.grouping["first_cut"] != found.grouping["cluster"]
    assert set(found.grouping.index[changed]) <= set(moves["industry"])
    assert len(found.stability) == 3


def test_missing_industry_is_reported(planted: Evidence) -> None:
    found = define_clusters(planted, [Candidate(("LC", "IO"), Recipe(8))], splits=1, seed=1)
    assert 5 not in found.grouping.index
    assert found.relatedness.missing.to_numpy().tolist() == [[5, "IO"]]
    assert found.ranking["left_out"].tolist() == [1]


def test_noise_is_admitted(jobs_with_structure: Callable[..., pd.DataFrame]) -> None:
    jobs = jobs_with_structure(0.0, 5, regions=100, industries=100)
    plans = [Candidate(("LC",), plan) for plan in recipes([5, 10, 20], methods=["ward", "average"])]
    found = define_clusters(Evidence({"LC": RegionalLinkage(jobs, SHARES)}, {}), plans, splits=4, seed=1)
    # The best of six on noise still has no more than shuffled groups have, though its own score is high.
    assert found.ranking["own"].iloc[0] > 85
    row = found.confirmation.loc["LC"]
    assert row["first_cut"] == pytest.approx(row["shuffled_mean"], abs=8)
    assert abs(found.stability["adjusted_rand"].mean()) < 0.05


def test_executor_changes_nothing(planted: Evidence) -> None:
    with ProcessPoolExecutor(2) as executor:
        parallel = define_clusters(planted, PLANS[:2], splits=2, seed=3, executor=executor)
    alone = define_clusters(planted, PLANS[:2], splits=2, seed=3)
    pd.testing.assert_frame_equal(parallel.grouping, alone.grouping)
    pd.testing.assert_frame_equal(parallel.ranking, alone.ranking)
    pd.testing.assert_frame_equal(parallel.confirmation, alone.confirmation)


def test_ranking_by_hand() -> None:
    rows = [
        # candidate, source, target, overall, shuffled, own
        (0, "regions", "LC", 60, 30, 99),
        (0, "regions", "LC", 50, 30, 99),
        (0, "regions", "COI", 35, 30, 99),
        (0, "IO", "IO", 40, 30, 99),
        (1, "IO", "IO", 70, 30, 100),
        (2, "regions", "LC", 40, 30, 100),
    ]
    names = ["candidate", "source", "target", "overall", "shuffled_mean", "own"]
    table = rank_candidates(pd.DataFrame(rows, columns=names), pd.DataFrame({"groups": [5, 6, 7, 8]}))
    # Candidate 0 on regions: LC (60 + 50) / 2 = 55, COI 35, so 45 and 15 above chance: the better of two.
    assert table.at[0, "score_regions"] == 45
    assert table.at[0, "lift"] == (15 + 10) / 2
    assert table["position"].dropna().to_dict() == {1: 100, 0: (100 + 50) / 2, 2: 50}
    assert list(table.index) == [1, 0, 2, 3]
    assert np.isnan(table.at[1, "score_regions"])
    assert table["sources"].tolist() == [1, 2, 1, 0]


def test_own_score_does_not_rank() -> None:
    rows = [(0, "IO", "IO", 40, 30, 100), (1, "IO", "IO", 50, 30, 10)]
    names = ["candidate", "source", "target", "overall", "shuffled_mean", "own"]
    table = rank_candidates(pd.DataFrame(rows, columns=names), pd.DataFrame({"groups": [5, 6]}))
    assert list(table.index) == [1, 0]


def test_candidates_that_nothing_can_judge_are_refused(planted: Evidence) -> None:
    with pytest.raises(MeasureError, match="None of the 1 candidates"):
        define_clusters(Evidence({}, dict(planted.fixed)), [Candidate(("IO",), Recipe(8))], seed=1)
