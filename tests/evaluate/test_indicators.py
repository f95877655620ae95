import re
from datetime import date

import pytest

from sandan.data.country.indicators import UNITS
from sandan.errors import DefinitionError, TableError
from sandan.evaluate.indicators import indicator_registry, known_values, registry_from

KOREA, GENERATED = indicator_registry(), indicator_registry("generated_country")

GOOD = {
    "key": "firms",
    "unit": "firms",
    "place_basis": "workplace",
    "counted": "enterprise",
    "direction": "higher",
    "version": [{"key": "1", "valid_from": date(2000, 1, 1), "says_ko": "가", "says_en": "a"}],
} | {f"{n}_{lang}": "x" for n in ("name", "formula", "numerator", "source", "trap") for lang in ("ko", "en")}
LATER = {"key": "2", "valid_from": date(2010, 1, 1), "says_ko": "나", "says_en": "b"}
REASON = {"break_ko": "까닭", "break_en": "why"}


@pytest.mark.parametrize("registry", [KOREA, GENERATED])
def test_registry_speaks_both_languages(registry):
    for indicator in registry.values():
        for name in ("name", "formula", "numerator", "source", "trap"):
            korean, english = (getattr(indicator, f"{name}_{lang}") for lang in ("ko", "en"))
            assert re.search("[가-힣]", korean)
            assert re.search("[A-Za-z]", english)
        assert bool(indicator.denominator_ko) == bool(indicator.denominator_en)
        for version in indicator.versions:
            assert version.says_ko
            assert version.says_en


def test_registry_knows_what_the_generated_country_publishes():
    assert set(UNITS) <= set(GENERATED)
    assert {key: GENERATED[key].unit for key in UNITS} == UNITS


def test_registries_have_the_breaks_of_their_country():
    def versions(registry, key):
        return [version.key for version in registry[key].versions]

    assert versions(KOREA, "venture_firms") == ["1", "2021"]
    assert versions(GENERATED, "venture_firms") == ["1", "2012"]
    assert versions(GENERATED, "strategic_firms") == ["2006", "2010", "2012"]
    assert (
        versions(KOREA, "fiscal_independence") == versions(GENERATED, "fiscal_independence") == ["1", "2014"]
    )
    assert versions(KOREA, "establishments") == ["1", "2020"]


def test_unknown_registry_is_refused():
    with pytest.raises(DefinitionError, match="'atlantis'"):
        indicator_registry("atlantis")


def test_registry_from_reads_one_indicator():
    registry = registry_from({"indicator": [GOOD | {"version": [*GOOD["version"], LATER | REASON]}]})
    assert registry["firms"].order("2") == 1
    assert registry["firms"].version("2").break_en == "why"


@pytest.mark.parametrize(
    "change",
    [
        {"direction": "up"},
        {"counted": "noses"},
        {"place_basis": "home"},
        {"color": "red"},
        {"version": []},
        {"version": [LATER | REASON, *GOOD["version"]]},
        {"version": [*GOOD["version"], LATER]},
        {"version": [*GOOD["version"], LATER | REASON | {"valid_from": date(2000, 1, 1)}]},
        {"version": [{"key": "1"}]},
    ],
)
def test_registry_from_refuses_what_is_not_well_formed(change):
    with pytest.raises(DefinitionError, match="'firms'"):
        registry_from({"indicator": [GOOD | change]})


def test_registry_from_refuses_gaps_and_repetition():
    with pytest.raises(DefinitionError, match="lacks unit"):
        registry_from({"indicator": [{key: value for key, value in GOOD.items() if key != "unit"}]})
    with pytest.raises(DefinitionError, match="'firms' is there twice"):
        registry_from({"indicator": [GOOD, GOOD]})


def test_known_values_give_the_order_of_the_version(make_values):
    table = make_values({"value": 1}, {"value": 2, "definition_version": "2020"})
    assert known_values(table, KOREA)["version_order"].tolist() == [0, 1]


@pytest.mark.parametrize(
    "change", [{"indicator": "happiness"}, {"definition_version": "1999"}, {"unit": "thousand persons"}]
)
def test_known_values_refuse_what_the_registry_does_not_know(make_values, change):
    with pytest.raises(DefinitionError):
        known_values(make_values({"value": 1} | change), KOREA)


def test_known_values_refuse_a_broken_table(make_values):
    with pytest.raises(TableError):
        known_values(make_values({"value": 1, "status": "suppressed"}), KOREA)
