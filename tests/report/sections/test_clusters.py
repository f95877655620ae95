import json

import pytest

from sandan.data.missing import Status
from sandan.report.document import Chart, Document, Number, Paragraph, figures_of
from sandan.report.sections.clusters import SHOWN, clusters, confirmed_of

HIDDEN = {"ko": "가림", "en": "hidden"}


@pytest.fixture
def planted(workspace_with, planted_register, case_of):
    return case_of(workspace_with(establishments=planted_register), "A", digits=3)


def chart_of(section):
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    return chart


def rows_by_industry(chart):
    return {row[0][0][-4:-1]: row for row in chart.twin.rows}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_cell_of_one_firm_shows_the_word_for_hidden_and_keeps_its_test(planted, language):
    section = clusters(planted.in_language(language))
    ships = rows_by_industry(chart_of(section))["311"]
    shown = [cell[0].shown if isinstance(cell[0], Number) else cell[0] for cell in ships]
    assert shown[1:5] == [HIDDEN[language]] * 4
    assert all(cell[0].figure.status is Status.SUPPRESSED for cell in ships[1:5])
    assert [cell[0].figure.definition for cell in ships[5:7]] == ["p_value", "q_value"]
    assert all(cell[0].figure.status is Status.REPORTED for cell in ships[5:7])
    assert shown[7] == planted.in_language(language).words.text("clusters.fragile")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_section_says_that_cells_are_hidden(planted, language, words_of_section):
    said = words_of_section(clusters(planted.in_language(language)))
    assert planted.in_language(language).words.text("clusters.hidden") in said


def test_the_chart_leaves_hidden_cells_out_and_carries_no_other_column(planted):
    chart = chart_of(clusters(planted))
    drawn = json.dumps(chart.specification)
    assert "(261)" in drawn
    assert "(311)" not in drawn
    assert "(106)" not in drawn
    for column in ("jobs", "lq_without_largest", "p_tail", "establishments"):
        assert f'"{column}"' not in drawn


def test_hidden_clusters_stand_below_those_that_are_shown(planted):
    """Their place in the order would tell their size."""
    assert confirmed_of(planted)["industry"].tolist() == ["261", "311"]
    assert list(rows_by_industry(chart_of(clusters(planted)))) == ["261", "311", "106", "471"]


def test_a_shown_quotient_carries_its_interval(planted):
    row = rows_by_industry(chart_of(clusters(planted)))["261"]
    quotient, interval = row[3][0], row[4][0]
    assert quotient.figure == interval.figure
    assert interval.shown == f"{quotient.figure.lower:.2f}–{quotient.figure.upper:.2f}"
    assert quotient.figure.bounds == ("lower", "upper")


def test_the_lead_counts_what_the_table_holds(planted):
    section = clusters(planted)
    lead = next(block for block in section.blocks if isinstance(block, Paragraph))
    counts = {part.figure.label: part.figure.value for part in lead.content if isinstance(part, Number)}
    assert counts == {"usual_rule": 3, "usual_rule_unconfirmed": 1, "confirmed": 2, "vanishing": 1}


def test_no_more_rows_than_announced(case):
    assert len(chart_of(clusters(case)).twin.rows) == SHOWN


def test_a_last_year_without_data_is_named(office, case_of, words_of_section):
    said = words_of_section(clusters(case_of(office, end=2020)))
    assert said[0] == "Which clusters do we really have?"
    assert "do not cover" in said[1]
    assert "2020" in said[1]


def test_without_any_table_it_says_what_it_needs(office_of_claims, case_of, words_of_section):
    section = clusters(case_of(office_of_claims))
    assert (
        "register of establishments or a table of region, industry and period" in words_of_section(section)[1]
    )
    assert figures_of(Document("en", "", "", (), (section,))) == []
