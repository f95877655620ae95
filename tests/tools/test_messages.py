import sys
from pathlib import Path

from babel.messages.catalog import Catalog

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from messages import gaps, quarrels


def _catalog(**sentences):
    catalog = Catalog(locale="ko")
    for sentence, korean in sentences.items():
        catalog.add(sentence, korean)
    return catalog


def test_gaps_names_what_pages_say_and_the_catalog_lacks():
    assert list(gaps("claims", _catalog(Save="저장"), _catalog(Save="", Send=""))) == [
        "claims: 'Send' is not in the catalog; run make messages"
    ]


def test_gaps_names_sentences_without_korean():
    assert list(gaps("claims", _catalog(Save=""), _catalog(Save=""))) == ["claims: 'Save' has no Korean"]


def test_gaps_tells_contexts_apart():
    written = _catalog()
    written.add("Save", "저장", context="button")
    wanted = _catalog()
    wanted.add("Save", "", context="button")
    assert list(gaps("claims", written, wanted)) == []


def test_quarrels_names_a_sentence_that_two_apps_translate_differently():
    found = list(quarrels({"accounts": _catalog(Unit="부서"), "imports": _catalog(Unit="단위")}))
    assert found == ["imports: 'Unit' is '단위', but in accounts '부서'; word one differently"]


def test_quarrels_is_silent_where_apps_agree():
    assert list(quarrels({"accounts": _catalog(Show="조회"), "imports": _catalog(Show="조회")})) == []
