import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.catalog import LANGUAGES, term, words


def test_term_speaks_both_languages_and_leaves_unknown_words_alone():
    assert term("outcomes", "passed", "en") == "passed"
    assert term("outcomes", "passed", "ko") == "맞음"
    assert term("kinds", "rumor", "ko") == "rumor"


@pytest.mark.parametrize(("group", "language"), [("verdicts", "de"), ("moods", "ko")])
def test_term_refuses_unknown_groups_and_languages(group, language):
    with pytest.raises(DefinitionError, match="There is no group"):
        term(group, "x", language)


def test_every_word_of_the_catalog_is_there_in_both_languages():
    for name, group in words().items():
        if isinstance(group, dict) and name != "settings":
            for key, entry in group.items():
                assert set(LANGUAGES) <= set(entry), (name, key)
                assert all(entry[language].strip() for language in LANGUAGES)
