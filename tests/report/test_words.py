import string

import pytest

from sandan.data.missing import Stage
from sandan.errors import ReportError
from sandan.report.words import words_of


def test_both_languages_have_the_same_words() -> None:
    assert list(words_of("ko")) == list(words_of("en"))


def test_both_citations_name_the_same_facts() -> None:
    def places(language: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(words_of(language)["citation"])}

    assert places("ko") - {None} == places("en") - {None}


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_word(stage: Stage) -> None:
    assert words_of("ko")[f"stage_{stage}"]


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ReportError, match="'de'"):
        words_of("de")
