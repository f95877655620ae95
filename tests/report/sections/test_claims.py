from datetime import date

import pandas as pd
import pytest

from sandan.data.profiles.registry import PROFILES
from sandan.data.workspace import create_workspace
from sandan.errors import ReportError
from sandan.report.document import Document, Number, Paragraph, TableBlock, figures_of
from sandan.report.sections.claims import claims
from sandan.report.wording.labels import label_in

CLAIMS, EVIDENCE, CHECKS, SOURCES = range(4)


@pytest.fixture(scope="module")
def sections(case):
    return {language: claims(case.in_language(language)) for language in ("ko", "en")}


def tables_of(section):
    return [block for block in section.blocks if isinstance(block, TableBlock)]


def shown(cell):
    return "".join(inline if isinstance(inline, str) else inline.shown for inline in cell)


def rows_of(section, place):
    """The cells of a table as text, by the first column; several rows of one claim in order."""
    return [[shown(cell) for cell in row] for row in tables_of(section)[place].rows]


def figures(section):
    return figures_of(Document("en", "", "", (), (section,)))


def test_figures_are_the_same_in_both_languages(sections):
    korean, english = ([figure.id for figure in figures(one)] for one in sections.values())
    assert korean == english
    assert len(korean) > 60


def test_figures_of_claims_name_their_place_and_time_and_not_those_of_the_report(sections, case):
    """The generated city has nothing to do with the claims."""
    for figure in figures(sections["en"]):
        assert case.city not in figure.area
    counted = [figure for figure in figures(sections["en"]) if figure.definition == "claims_counted"]
    assert {(figure.area, figure.period) for figure in counted} == {("성남 · Seongnam", "2001–2013")}


def test_checks_stand_at_the_period_of_the_figure_that_is_checked(sections):
    checked = {
        figure.label: figure for figure in figures(sections["en"]) if figure.definition == "claim_check"
    }
    assert checked["C01-workers: computed"].period == "2009–2012"
    assert checked["C02-percent: expected"].period == "2010–2013"
    assert checked["C03-rounding: expected"].period == "2013년 기준 · as of 2013"
    assert {figure.area for figure in checked.values()} == {"성남 · Seongnam"}
    one = checked["C01-workers: computed"]
    assert (label_in(one, "ko"), label_in(one, "en")) == ("C01-workers: 계산값", "C01-workers: computed")


def test_evidence_about_another_place_names_that_place(sections):
    areas = {
        figure.value: figure.area for figure in figures(sections["ko"]) if figure.definition == "evidence"
    }
    assert (areas[928], areas[10.4], areas[36.8]) == (
        "대전 · Daejeon",
        "전국 · nation",
        "모든 시 · all cities",
    )
    assert areas[1017] == "성남 · Seongnam"


def test_numbers_stand_with_their_units(sections):
    for language, wanted in {
        "ko": ("149,485 (연인원, 추정)", "101 (인구 10만 명당)", "1,017개", "1.977 (지수)"),
        "en": (
            "149,485 person-days (inferred)",
            "101 per 100,000 people",
            "1,017 enterprises",
            "1.977 (index)",
        ),
    }.items():
        cells = {cell for row in rows_of(sections[language], EVIDENCE) for cell in row}
        assert set(wanted) <= cells
    assert "1 award" in {cell for row in rows_of(sections["en"], CLAIMS) for cell in row}


def test_a_sum_of_unlike_things_is_no_number_and_says_why(sections):
    for language, word, reason in (
        ("ko", "더하지 않음", "서로 다른 것이 섞여 있어"),
        ("en", "not added up", "The rows mix things"),
    ):
        table = tables_of(sections[language])[CHECKS]
        unlike = [row for row in table.rows if shown(row[3]) == word]
        assert len(unlike) == 4
        assert all(reason in shown(row[5]) and shown(row[5]).endswith(")") for row in unlike)
        assert table.note
        numbers = [
            inline.shown
            for row in table.rows
            for cell in row
            for inline in cell
            if isinstance(inline, Number)
        ]
        assert not [number for number in numbers if number.startswith(("191,143", "422,085"))]


def test_every_check_has_a_reason(sections):
    assert all(row[-1] for row in rows_of(sections["ko"], CHECKS))


def test_sources_have_the_names_of_their_outlets(sections):
    korean, english = (dict(row[:2] for row in rows_of(sections[one], SOURCES)) for one in ("ko", "en"))
    assert (korean["S9"], english["S9"]) == ("머니투데이", "Money Today")
    assert korean["S10"] == english["S10"] == "ebundangnews"


CLAIM = {
    "claim": "K1",
    "subject": "jobs",
    "said": "100 jobs",
    "value": 100.0,
    "value_before": None,
    "unit": "persons",
    "period": "2013",
    "place": "here",
    "kind": "flow",
    "source": "A",
}


@pytest.fixture
def own_ledger(tmp_path, case_of):
    """An office's own claims: one number, and two parts of it that cannot be added."""

    def section(notes=None, language="en", **changes):
        workspace = create_workspace(tmp_path / "own", name="Own")
        parts = [
            {
                "claim": "K1",
                "value": number,
                "unit": unit,
                "period": "2013",
                "measures": unit,
                "stance": "part-of",
                "differs_in": None,
                "source": "B",
            }
            for number, unit in ((40.0, "persons"), (90.0, "person-days"))
        ]
        for profile, rows in ((PROFILES["claims"], [CLAIM | changes]), (PROFILES["evidence"], parts)):
            path = tmp_path / f"{profile.name}.csv"
            pd.DataFrame(rows).to_csv(path, index=False)
            options = {"notes": str(notes)} if notes and profile.name == "claims" else {}
            workspace.vault.import_file(profile, path, as_of=date(2014, 1, 1), options=options)
        return claims(case_of(workspace).in_language(language))

    return section


def test_an_office_s_own_ledger_stands_in_its_own_words(own_ledger):
    section = own_ledger()
    assert len(tables_of(section)) == 3
    assert {figure.area for figure in figures(section)} == {"here"}
    [check] = rows_of(section, CHECKS)
    assert check[3:5] == ["not added up", "impossible"]
    assert check[5] == "The rows mix things that cannot be added. (unit)"


def test_a_ledger_without_years_says_so(own_ledger):
    section = own_ledger(period="not stated")
    [counted, *_] = [figure for figure in figures(section) if figure.definition == "claims_counted"]
    assert counted.period == "–"


def test_the_section_speaks_of_the_real_place_only_beside_a_generated_country(
    sections, office_of_claims, case_of
):
    notes = [block for block in sections["en"].blocks if isinstance(block, Paragraph)]
    assert "Seongnam, a real place" in shown(notes[0].content)
    alone = claims(case_of(office_of_claims))
    assert "real place" not in shown(alone.blocks[0].content)


NOTES = """
[[check]]
key = "K1-twice"
claim = "K1"
kind = "formula"
title_ko = "두 배"
title_en = "Twice the number"
formula = "2 * x"
expected = { constant = 200 }
values = { x = { claim = "value" } }
[[entry]]
claim = "K1"
verdict = "conflicts"
role = "evaluator"
on = 2014-03-01
reason = "The minutes give 70."
[[source]]
source = "A"
outlet = "gazette"
reference = "12"
[words]
"100 jobs" = "일자리 100개"
"""


def test_notes_that_were_filed_with_claims_stand_in_the_report(own_ledger, tmp_path):
    (tmp_path / "notes.toml").write_text(NOTES, encoding="utf-8")
    korean = own_ledger(notes=tmp_path / "notes.toml", language="ko", said="100 jobs")
    assert rows_of(korean, CLAIMS)[0][1:3] == [
        "다른 기록과 어긋남 (수치만 보면 확인할 수 없음)",
        "일자리 100개",
    ]
    assert [row[1] for row in rows_of(korean, CHECKS)] == ["구성 요소의 합과 주장된 값", "두 배"]
    assert rows_of(korean, SOURCES) == [["A", "gazette", "12"]]
    [counted] = [figure for figure in figures(korean) if figure.label == "conflicts"]
    assert counted.value == 1
    assert counted.calculation.parameters["notes"]["entry"][0]["on"] == "2014-03-01"


def test_notes_that_are_no_toml_are_refused(own_ledger, tmp_path):
    (tmp_path / "notes.toml").write_text("[[check", encoding="utf-8")
    with pytest.raises(ReportError, match="cannot be read as TOML"):
        own_ledger(notes=tmp_path / "notes.toml")
