"""What the vault says in English, in the language of the reader."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from sandan.data.quality import Action, Finding
from sandan.web.imports.templatetags import imports as tags
from web.imports.factories import snapshot


@pytest.mark.parametrize(("size", "words"), [(0, "0.0 KiB"), (5_800, "5.7 KiB"), (3 * 2**20, "3.0 MiB")])
def test_bytes_are_said_in_the_larger_unit(size, words):
    assert tags.bytes_words(size) == words


@pytest.mark.parametrize(("language", "words"), [("ko", "17행: 1,234"), ("en", "row 17: 1,234")])
def test_example_names_its_row(language, words):
    with translation.override(language):
        assert tags.example_words("row 17: 1,234") == words


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_action_and_edition_has_words(language):
    with translation.override(language):
        findings = [Finding("x", action, "", 1) for action in Action]
        assert len({str(tags.action_words(one)) for one in findings}) == len(Action)
        assert len({str(tags.edition_words(one)) for one in ("provisional", "final", "revised")}) == 3


def test_snapshot_is_dated_by_the_vault():
    before = datetime.now(UTC)
    assert before <= tags.imported_on(snapshot()) <= datetime.now(UTC)


def test_unknown_event_and_profile_keep_their_keys():
    assert (tags.event_words("never.heard"), tags.profile_title("tea-leaves")) == (
        "never.heard",
        "tea-leaves",
    )
