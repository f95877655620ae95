import pytest
from django.utils.translation import override

from sandan.web.shared.catalog import ROLES, Words, events, menu, permissions


def test_words_follow_the_language_of_the_page():
    words = Words(ko="기업", en="Company")
    said = {}
    for language in ("ko", "en"):
        with override(language):
            said[language] = str(words)
    assert said == {"ko": "기업", "en": "Company"}


def test_every_declared_word_is_there_in_both_languages():
    declared = [
        *ROLES.values(),
        *(one.words for one in permissions().values()),
        *(one.words for one in events().values()),
        *(one.words for one in menu()),
    ]
    assert [words for words in declared if not words.ko.strip() or not words.en.strip()] == []


def test_every_line_of_the_menu_asks_for_a_known_permission():
    assert sorted({entry.permission for entry in menu()} - set(permissions())) == []


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"citizen"}))
def test_every_role_may_see_its_own_account(role):
    assert role in permissions()["accounts.see_oneself"].allow
