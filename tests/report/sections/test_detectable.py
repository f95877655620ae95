import pytest

import policy_office
from sandan.report.document import Document, Section, figures_of
from sandan.report.sections.detectable import detectable


@pytest.fixture
def opened(policy_case):
    case = policy_case({})
    return case, case.evaluations[0].fixed


def test_no_estimate_is_told(opened):
    made = Section("detectable", "", tuple(detectable(*opened)))
    figures = figures_of(Document("en", "", "", (), (made,)))
    assert {figure.definition for figure in figures} == {
        "policy_detectable",
        "policy_detectable_count",
        "placebo_power",
        "placebo_p",
        "places_compared",
        "median_share",
    }
    assert {figure.column for figure in figures}.isdisjoint({"estimate", "effect", "lower", "upper"})


def test_the_best_rung_leads(opened):
    lead, *_ = detectable(*opened)
    smallest, jobs, before = [one.figure.value for one in lead.content if not isinstance(one, str)]
    assert jobs == pytest.approx(before * smallest / 100)


def test_counts_of_two_firms_are_not_told(policy_case):
    register = policy_office.policy_register()
    few = register["city"].eq("C00") & register["enterprise"].str.endswith(("-2", "-3"))
    case = policy_case({}, establishments=register.loc[~few])
    made = Section("detectable", "", tuple(detectable(case, case.evaluations[0].fixed)))
    hidden = [one for one in figures_of(Document("en", "", "", (), (made,))) if one.unit == "persons"]
    assert hidden
    assert {one.value for one in hidden} == {None}


def test_without_comparisons_nothing_could_be_detected(policy_case):
    case = policy_case({}, cities=4)
    (said,) = detectable(case, case.evaluations[0].fixed)
    assert said.content[0].startswith("No rung compares anything with these data")
