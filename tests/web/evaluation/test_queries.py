import pytest
from django.http import Http404
from django.utils import translation

import policy_office
from sandan.web.evaluation import queries


def test_newest_specification_stands_first(policy_workspace):
    first, second = policy_workspace({}, {"registered_at": "2015-01-01T09:00:00+09:00"})
    assert [one["fixed"] for one in queries.listed()] == [second, first]


@pytest.mark.parametrize(
    ("language", "place", "policy"), [("ko", "도시 C00", "연구단지"), ("en", "City C00", "Research complex")]
)
def test_places_and_policies_have_names_in_the_language_of_the_reader(
    policy_workspace, language, place, policy
):
    (fixed,) = policy_workspace({"treated_elsewhere": ["C05"]}, regions=policy_office.policy_places())
    with translation.override(language):
        said = queries.in_words(fixed)
    assert (said["place"], said["policy"]) == (place, policy)
    assert said["elsewhere"] == [place.replace("C00", "C05")]


def test_codes_stand_for_places_without_names(policy_workspace):
    (fixed,) = policy_workspace({})
    assert queries.in_words(fixed)["place"] == "C00"
    assert queries.standing(fixed)["standing"].before_data is None


def test_unknown_specification_is_not_found(policy_workspace):
    policy_workspace({})
    with pytest.raises(Http404):
        queries.found("S-000000000000")


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (queries.BY_HAND, "직접 적은 코드"),
        (f"{queries.FROM_LIST}2010", "전략산업 목록 2010"),
        ("minutes of the council", "minutes of the council"),
    ],
)
def test_source_of_the_codes_is_said_in_the_language_of_the_reader(kept, said):
    with translation.override("ko"):
        assert queries.source_words(kept) == said
    with translation.override("en"):
        assert queries.source_words(queries.BY_HAND) == queries.BY_HAND


def test_rates_are_written_with_their_ends_and_who_answers_for_them(policy_workspace):
    (fixed,) = policy_workspace({"rates": policy_office.RATES})
    assert queries.in_words(fixed)["rates"] == [
        {"name": "deadweight", "ends": "50% (30–60%)", "origin": "assumed", "source": "Survey of firms"},
        {"name": "displacement", "ends": "20% (10–25%)", "origin": "estimated", "source": "Study of 2012"},
    ]
