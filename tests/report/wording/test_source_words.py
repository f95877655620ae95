"""Everything that a profile says of its source has its Korean, sentence by sentence."""

import tomllib
from importlib.resources import files

import pytest

from sandan.data.profiles.registry import PROFILES
from sandan.report.wording.source_words import source_words

CATALOG = tomllib.loads(
    files("sandan.report.wording").joinpath("sources_ko.toml").read_text(encoding="utf-8")
)
PARTS = ("title", "source", "licence")


def test_the_catalog_has_every_profile_and_no_other():
    assert set(CATALOG) == set(PROFILES)
    assert {frozenset(entry) for entry in CATALOG.values()} == {frozenset({*PARTS, "not_to_be_read_as"})}


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_profile_says_as_much_in_both_languages(name):
    english, korean = PROFILES[name].not_to_be_read_as, CATALOG[name]["not_to_be_read_as"]
    assert len(english) == len(korean) == len(set(korean)) > 0
    assert [source_words(name, sentence, "ko") for sentence in english] == korean
    assert [source_words(name, sentence, "en") for sentence in english] == [*english]
    assert [source_words(name, getattr(PROFILES[name], part), "ko") for part in PARTS] == [
        CATALOG[name][part] for part in PARTS
    ]


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_each_korean_warning_is_a_prohibition(name):
    for sentence in CATALOG[name]["not_to_be_read_as"]:
        first, _, reason = sentence.partition("읽지 마십시오.")
        assert first.endswith(("로 ", "로도 ", "라고 "))
        assert reason == "" or reason.endswith("다.")


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_each_english_warning_names_what_it_is_not(name):
    """The report puts "not as" before it, so that it begins with a thing and not with a statement."""
    for sentence in PROFILES[name].not_to_be_read_as:
        thing = sentence.split(":")[0].rstrip(".")
        assert thing[0].isupper()
        assert thing.split()[0] not in {"Nothing", "No", "Not", "It", "The", "There"}
        assert ":" in sentence or "," in sentence or len(sentence.split()) < 9


def test_words_that_no_profile_says_stay_as_they_are():
    assert source_words("stores", "something else", "ko") == "something else"
    assert source_words("a profile of tomorrow", "something", "ko") == "something"
