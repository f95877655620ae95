import pytest

from sandan.data.country.definitions import definition_text
from sandan.data.country.panel import panel_table
from sandan.data.country.strategic_firms import strategic_firms
from sandan.data.strategic import strategic_industry
from sandan.data.strategic_rules import parse_definition


@pytest.fixture(scope="module")
def rules(demo):
    return parse_definition(definition_text(demo))


@pytest.mark.parametrize(("year", "version"), [(2008, "2006"), (2010, "2010"), (2013, "2012")])
def test_counts_agree_with_the_rules_applied_to_every_site(demo, demo_words, rules, year, version):
    panel = panel_table(demo, demo_words, year).to_pandas()
    for name in ("industry", "classification", "product", "city"):
        panel[name] = panel[name].astype("str")
    strategic = strategic_industry(panel, rules, version=version).notna()
    slow = panel[strategic].groupby("city").size().reindex(demo.world.places.cities, fill_value=0)
    assert strategic_firms(demo, rules, version, year).tolist() == slow.tolist()


def test_story_of_the_focal_city(demo, rules):
    before, same_list, after = (
        int(strategic_firms(demo, rules, version, year)[0])
        for version, year in (("2010", 2010), ("2010", 2013), ("2012", 2013))
    )
    assert 1.12 < after / before < 1.25
    assert before < same_list < after
