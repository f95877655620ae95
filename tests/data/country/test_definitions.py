from sandan.data.codes.ksic import ksic10
from sandan.data.country.definitions import definition_text
from sandan.data.country.panel import panel_table
from sandan.data.country.plan import NOTICE
from sandan.data.strategic_rules import check_definition, parse_definition


def test_list_has_three_versions_and_every_kind_of_rule(demo):
    rules = parse_definition(definition_text(demo))
    assert rules["version"].unique().tolist() == ["2006", "2010", "2012"]
    assert set(rules["rule"]) == {"code", "product", "enterprise"}
    assert set(rules["effect"]) == {"include", "exclude"}


def test_list_has_nothing_doubtful(demo):
    problems = check_definition(parse_definition(definition_text(demo)), {"KSIC10": ksic10()})
    assert problems.empty


def test_named_firms_stay_in_the_focal_city_from_the_first_year_to_the_last(demo, demo_words):
    rules = parse_definition(definition_text(demo))
    named = set(rules.loc[rules["rule"] == "enterprise", "value"])
    assert len(named) == 2
    for year in (2006, 2015):
        panel = panel_table(demo, demo_words, year).to_pandas()
        assert named <= set(panel["enterprise"])


def test_list_says_that_it_is_generated(demo):
    assert definition_text(demo).startswith(f"# {NOTICE}\n")
