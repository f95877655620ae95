import string

import pytest

from sandan.data.missing import Stage
from sandan.errors import ReportError
from sandan.report.figures.definitions import definitions
from sandan.report.wording.numbers import UNITS
from sandan.report.wording.words import words_of


def test_both_languages_have_the_same_words() -> None:
    korean, english = (
        [key for key in words_of(language) if not key.startswith(("unit ", "basis "))]
        for language in ("ko", "en")
    )
    assert korean == english


def test_every_unit_and_basis_of_the_definitions_has_a_korean_word() -> None:
    known = definitions().values()
    needed = {f"basis {one.basis}" for one in known} | {f"unit {unit}" for unit in UNITS}
    assert needed <= set(words_of("ko"))


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
