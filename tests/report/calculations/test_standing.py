import pytest

from sandan.evaluate.standing.characteristics import EQUAL_WEIGHTS
from sandan.report.document import Document, figures_of
from sandan.report.figures.replay import Outcome, replay
from sandan.report.sections.targets import targets


@pytest.fixture
def years(case):
    return {"year": 2010, "before": case.known_years[0]}


def test_shares_of_a_city_sum_to_a_hundred(case, years):
    weights = dict(EQUAL_WEIGHTS)
    parts = case.calculate("peer_contributions", city=case.city, weights=weights, **years).table
    assert parts.groupby("area")["share"].sum().to_numpy() == pytest.approx(100)


def test_standardized_characteristics_have_mean_zero(case, years):
    table = case.calculate("characteristics", **years).table
    means = table.groupby("characteristic")["standardized"].mean()
    assert means.to_numpy() == pytest.approx(0, abs=1e-9)


def test_lists_are_counted_by_characteristic_and_by_city(case, years):
    found = case.calculate(
        "peer_stability_counts", city=case.city, weights=dict(EQUAL_WEIGHTS), count=3, **years
    ).table
    assert found["left_out"].notna().sum() == len(EQUAL_WEIGHTS)
    assert (found["kept"] <= len(EQUAL_WEIGHTS)).all()


def test_complex_of_a_few_firms_is_hidden(case_of, workspace_with, planted_register):
    register = planted_register.copy()
    register.loc[register["enterprise"].eq("mill"), "complex"] = "X"
    case = case_of(workspace_with("few", establishments=register), "A")
    found = case.calculate(
        "without_complex", city="A", complex="X", start=2010, end=2013, published_on="2015-12-31"
    ).table.set_index("part")
    assert found["status"].drop("actual").eq("suppressed").all()
    assert found["value"].drop("actual").isna().all()
    assert found.loc["actual", "status"] == "reported"


def test_figures_of_targets_can_be_made_again(case):
    figures = figures_of(Document("en", "", "", (), (targets(case),)))
    for figure in figures[:4]:
        assert replay(figure, case.shelf).outcome is Outcome.SAME
