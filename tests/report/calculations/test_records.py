import pytest

from sandan.evaluate.verdicts import Verdict
from sandan.report.calculations.catalog import CALCULATIONS


@pytest.fixture(scope="module")
def tables(case):
    return {role: case.shelf.read(case.snapshots[role].id) for role in ("claims", "evidence", "indicators")}


def test_verdicts_are_counted_and_add_up(tables):
    counts = (
        CALCULATIONS["claim_verdicts"]
        .function(tables, {"case": "seongnam_2013"})
        .set_index("verdict")["claims"]
    )
    assert counts["all"] == len(tables["claims"]) == counts.drop("all").sum() == 16
    assert set(counts.index) == {"all", *(verdict.value for verdict in Verdict)}


def test_all_evidence_stands_beside_its_claim(tables):
    evidence = CALCULATIONS["claim_evidence"].function(tables, {"case": "seongnam_2013"})
    assert len(evidence) == 45
    assert evidence["evidence"].is_unique


def test_ranks_are_those_inside_the_stored_set_only(tables, case):
    asked = {
        "indicator": "workers",
        "period": 2013,
        "per_capita": False,
        "registry": "generated_country",
        "comparison_set": case.comparison_set.to_json() | {"areas": ["G10000", "G10003", "G11002"]},
    }
    ranks = CALCULATIONS["indicator_ranks"].function(tables, asked)
    assert sorted(ranks["area"]) == ["G10000", "G10003", "G11002"]
    assert ranks["best_rank"].max() <= 3
