import tomllib
from importlib.resources import files

import pytest

from sandan.data.profiles.kr_sigungu import ACTIVITIES
from sandan.data.profiles.registry import PROFILES
from sandan.report.wording.published_names import counts_things, industry_words, measure_words


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_known_measure_has_a_name(language):
    assert "_" not in measure_words("gross_value_added", language)


def test_an_unknown_measure_keeps_its_own_name():
    assert measure_words("tons_shipped", "ko") == "tons shipped"
    assert not counts_things("tons_shipped")


def test_what_a_unit_adds_follows_the_name():
    unit = "persons, mean of 2012-2016"
    assert measure_words("employment", "ko", unit=unit) == "종사자 수 (2012–2016년 평균)"


def test_korean_names_cover_every_activity_of_the_census():
    named = [industry_words("kr-sigungu-census", code, "printed", "ko") for code in ACTIVITIES.values()]
    assert not [name for name in named if "rinted" in name]


def test_an_english_report_keeps_the_printed_name():
    assert industry_words("kr-sigungu-census", "J", "information", "en") == "Information (J)"
    assert industry_words("generic", "J", None, "ko") == "J"


def test_catalog_names_profiles_that_exist():
    catalog = tomllib.loads(
        files("sandan.report.wording").joinpath("industries.toml").read_text(encoding="utf-8")
    )
    assert set(catalog) <= set(PROFILES)
