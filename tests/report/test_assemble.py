"""The report as a whole: what its numbers are, and that it is the same in every language and run."""

from datetime import date

import pandas as pd
import pytest

from sandan.data.missing import Status
from sandan.data.profiles.register import SANDAN_REGISTER
from sandan.errors import DefinitionError, ReportError
from sandan.report.assemble import make_report
from sandan.report.document import Chart, KeyFigures, Number, Paragraph, TableBlock, figures_of
from sandan.report.figures.record import figure_id
from sandan.report.wording.sentences import wording_in

SECTIONS = [
    "overview",
    "clusters",
    "account",
    "growth",
    "indicators",
    "claims",
    "effects",
    "limits",
    "methods",
    "sources",
]


def tables(document):
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, TableBlock):
                yield section.anchor, block
            elif isinstance(block, Chart):
                yield section.anchor, block.twin


def numbers(document):
    """Walk the document without the code under test."""
    waiting, found = [document], []
    while waiting:
        one = waiting.pop()
        if isinstance(one, Number):
            found.append(one)
        elif isinstance(one, list | tuple):
            waiting.extend(one)
        elif not isinstance(one, str | dict) and hasattr(one, "__dict__"):
            waiting.extend(vars(one).values())
    return found


def test_sections_stand_in_the_order_of_the_questions(documents):
    for document in documents.values():
        assert [section.anchor for section in document.sections] == SECTIONS


def test_every_number_names_its_record(documents):
    for document in documents.values():
        found = numbers(document)
        assert len(found) > 300
        assert all(number.figure.id == figure_id(number.figure) for number in found)
        assert {number.figure.id for number in found} == {one.id for one in figures_of(document)}


def test_columns_of_numbers_hold_figures_and_no_loose_digits(documents):
    for document in documents.values():
        loose = [
            (block.caption, cell)
            for anchor, block in tables(document)
            if anchor != "sources"  # rows of snapshots are counted in their sidecars
            for row in block.rows
            for cell, numeric in zip(row, block.numeric, strict=True)
            if numeric and any(isinstance(part, str) and any(map(str.isdigit, part)) for part in cell)
        ]
        assert loose == []


def test_figures_are_the_same_in_both_languages(documents):
    korean, english = (
        [one.to_json() for one in figures_of(documents[language])] for language in ("ko", "en")
    )
    assert korean == english


def test_figures_are_the_same_in_another_run(documents, case_of, office):
    again = make_report(case_of(office))
    assert [one.id for one in figures_of(again)] == [one.id for one in figures_of(documents["en"])]
    assert again == documents["en"]


def test_another_seed_gives_other_records(documents, case_of, office):
    other = {one.id for one in figures_of(make_report(case_of(office, seed=2)))}
    kept = {one.calculation.name for one in figures_of(documents["en"]) if one.id in other}
    assert "clusters" not in kept
    assert "account" in kept


def test_a_number_is_there_exactly_if_it_is_reported(documents):
    for figure in figures_of(documents["en"]):
        assert (figure.value is not None) == (figure.status is Status.REPORTED)


def test_a_generated_country_says_so_first(documents):
    for document in documents.values():
        first = document.sections[0].blocks[0]
        assert isinstance(first, Paragraph)
        assert first.content == (wording_in(document.language).text("report.generated"),)


def test_key_figures_stand_in_the_overview(documents):
    (row,) = [block for block in documents["en"].sections[0].blocks if isinstance(block, KeyFigures)]
    assert len(row.items) == 4


def test_years_in_the_wrong_order_are_refused(office, case_of):
    with pytest.raises(ReportError, match=r"from 2013 to 2010.*give --from the earlier one"):
        case_of(office, start=2013, end=2010)


def test_an_unknown_city_is_refused_with_some_that_are_known(office, case_of):
    with pytest.raises(ReportError, match=r"no city 'Atlantis'.*among the 12 known are G10000 \("):
        case_of(office, city="Atlantis")


def test_years_without_data_are_refused_with_those_that_there_are(office, case_of):
    for years in ((1990, 1995), (1990, 2013), (2010, 2020)):
        with pytest.raises(ReportError, match=r"2009, 2010, .* but not in (1990|2020); give --from"):
            case_of(office, start=years[0], end=years[1])


def test_one_date_makes_a_report_without_change(office, case_of):
    document = make_report(case_of(office, start=2013))
    assert [section.anchor for section in document.sections] == SECTIONS
    assert not {"change", "growth_part"} & {one.definition for one in figures_of(document)}


def test_several_snapshots_of_a_kind_must_be_chosen_from(workspace_with, planted_register, case_of, tmp_path):
    workspace = workspace_with(establishments=planted_register)
    planted_register.to_csv(tmp_path / "later.csv", index=False)
    later = workspace.vault.import_file(SANDAN_REGISTER, tmp_path / "later.csv", as_of=date(2016, 12, 31))
    with pytest.raises(ReportError, match=r"2 snapshots of the kind establishments.*--use"):
        case_of(workspace, "A")
    assert case_of(workspace, "A", chosen=[later.id]).snapshots["establishments"] == later
    with pytest.raises(ReportError, match="2 snapshots of the kind establishments"):
        case_of(workspace, "A", chosen=[one.id for one in workspace.vault.snapshots()])


def test_a_choice_that_changes_nothing_is_refused(office, case_of):
    totals = office.vault.current("industry_table")[0]
    with pytest.raises(ReportError, match=r"no place for its kind, industry_table"):
        case_of(office, chosen=[totals.id])


def test_an_empty_workspace_is_refused(workspace_with, case_of):
    with pytest.raises(ReportError, match="import a file first"):
        case_of(workspace_with())


def test_one_of_several_measures_must_be_named(workspace_with, case_of):
    table = pd.DataFrame(
        {"region": "a", "region_name": None, "industry": "C", "industry_name": None, "period": 2013,
         "measure": ["jobs", "sales"], "unit": ["persons", "KRW"], "value": 1.0, "status": "reported",
         "lower": 1.0, "upper": 1.0}
    )  # fmt: skip
    workspace = workspace_with(industry_table=table)
    with pytest.raises(ReportError, match="jobs, sales"):
        case_of(workspace, "a", start=2013)
    assert case_of(workspace, "a", start=2013, measure="sales").unit == "KRW"


def test_a_broken_file_of_comparison_sets_is_refused(office_copy, case_of):
    (office_copy.root / "comparison_sets.toml").write_text("[[set]", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"comparison_sets\.toml cannot be read as TOML"):
        case_of(office_copy)


def test_report_answers_only_what_is_asked_in_its_own_order(case):
    document = make_report(case, sections=["growth", "overview"])
    assert [section.anchor for section in document.sections] == ["overview", "growth", "methods", "sources"]


def test_report_with_an_unknown_section_is_refused(case):
    with pytest.raises(ReportError, match="no section 'nothing'; its sections are overview, clusters"):
        make_report(case, sections=["nothing"])
