from datetime import datetime

import pytest

import policy_office
from sandan.web.evaluation.forms import SpecificationForm
from sandan.web.measurement.evaluations import offered

AT = datetime.fromisoformat("2014-05-01T09:00:00+09:00")
FILLED = {
    "policy_ko": "연구단지",
    "policy_en": "Research complex",
    "place": "C00",
    "site": "C001",
    "outcome": "jobs",
    "basis": "decided",
    "first": "2005",
    "start": "2010",
    "last": "2013",
    "rings": "0, 10, 25",
    "level": "0.95",
    "treated_elsewhere": "C03, C04",
}
RULES = """
classification = "KSIC10"
[[version]]
name = "2006"
from = 2006-01-01
[[version.industry]]
key = "chips"
name_ko = "반도체"
name_en = "Chips"
include.codes = ["2611"]
exclude.codes = [{ value = "26111", reason = "memory" }]
[[version.industry]]
key = "shops"
name_ko = "소매"
name_en = "Shops"
include.codes = ["471"]
[[version]]
name = "2012"
from = 2012-01-01
[[version.industry]]
key = "bio"
name_ko = "바이오"
name_en = "Bio"
include.codes = ["21"]
"""


@pytest.fixture
def with_rules(policy_workspace, tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text(RULES, encoding="utf-8")
    policy_workspace(regions=policy_office.policy_places(), strategic_rules=path)


def filled(**more):
    return SpecificationForm(offered(), FILLED | more)


def fixed(**more):
    form = filled(**more)
    assert form.is_valid(), form.errors
    return form.specification(author="Kim", at=AT)


def test_industries_of_a_list_are_frozen_as_codes(with_rules):
    made = fixed(version="2006", industries=["2006 chips"])
    assert made.target == ("26112",)
    assert made.target_from == "strategic list, version 2006"
    assert (made.level, made.rings, made.treated_elsewhere) == (0.95, (0.0, 10.0, 25.0), ("C03", "C04"))
    assert (made.author, made.registered_at) == ("Kim", "2014-05-01T09:00:00+09:00")


def test_without_marks_all_of_the_list_are_meant(with_rules):
    assert fixed(version="2006").target == ("26112", "471")


def test_codes_by_hand_are_taken_as_they_are(with_rules):
    made = fixed(target="261, 582")
    assert (made.target, made.target_from) == (("261", "582"), "codes written by hand")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"version": "2006", "industries": ["2012 bio"]}, "industries"),
        ({"version": ""}, "target"),
        ({"target": "chips"}, "target"),
        ({"target": "261", "treated_elsewhere": "X9"}, "treated_elsewhere"),
        ({"target": "261", "rings": "a"}, "rings"),
        ({"target": "261", "site": "C021"}, "site"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(with_rules, wrong, field):
    assert list(filled(**wrong).errors) == [field]


def test_sites_stand_below_their_city(with_rules):
    groups = list(SpecificationForm(offered()).fields["site"].choices)
    assert groups[0][1][0][0] == "C001"
    assert len(groups) == 24


def test_lists_are_offered_with_the_day_from_which_they_were_in_force(with_rules):
    choices = dict(SpecificationForm(offered()).fields["version"].choices)
    assert "2012-01-01" in str(choices["2012"])


RATES = {
    "deadweight": "30, 50, 60",
    "deadweight_origin": "assumed",
    "deadweight_source": "Survey of firms",
    "multiplier": "1 1.2 1.5",
    "multiplier_origin": "estimated",
    "multiplier_source": "Study of 2012",
}


def test_rates_are_kept_as_shares_and_factors_with_who_answers_for_them(with_rules):
    rates = fixed(target="261", **RATES).rates
    assert (rates.deadweight.lower, rates.deadweight.central, rates.deadweight.upper) == (0.3, 0.5, 0.6)
    assert (rates.multiplier.upper, rates.multiplier.origin) == (1.5, "estimated")
    assert (rates.deadweight.source, rates.leakage) == ("Survey of firms", None)
    assert fixed(target="261").rates is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"deadweight": "50, 30, 60"}, "deadweight"),
        ({"deadweight": "30, 50"}, "deadweight"),
        ({"deadweight": "30, 50, nan"}, "deadweight"),
        ({"deadweight": "30, 50, 101"}, "deadweight"),
        ({"multiplier": "1, 2, inf"}, "multiplier"),
        ({"multiplier_source": ""}, "multiplier_source"),
        ({"deadweight": ""}, "deadweight"),
    ],
)
def test_rates_that_cannot_be_are_refused_at_their_field(with_rules, wrong, field):
    form = filled(target="261", **RATES | wrong)
    assert (list(form.errors), form.has_rates) == ([field], True)
