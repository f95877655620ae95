import pytest
from django.utils import translation

from sandan.web.companies.queries.places import industry_name, is_known_industry, place_name


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("ko", "26112", "반도체 제조업"),
        ("ko", "26", "전자 부품, 컴퓨터, 영상, 음향 및 통신장비 제조업"),
        ("en", "26112", "Manufacture of non-memory electronic integrated circuits"),
        ("en", "26199", "Manufacture of semiconductor"),
        ("ko", "00", "00"),
        ("en", "00", "00"),
        ("ko", "", ""),
    ],
)
def test_industry_is_named_by_the_nearest_level_with_a_name(language, code, name):
    with translation.override(language):
        assert industry_name(code) == name


def test_codes_of_a_classification_that_is_not_carried_are_not_judged():
    asked = [("KSIC10", "26112"), ("KSIC10", "99999"), ("KSIC9", "99999")]
    assert [is_known_industry(*pair) for pair in asked] == [True, False, True]


def test_place_without_a_name_is_its_code():
    assert place_name("G99999") == "G99999"
