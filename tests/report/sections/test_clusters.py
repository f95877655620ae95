import json

import pytest

from sandan.data.missing import Status
from sandan.report.document import Chart, Document, Number, Paragraph, figures_of
from sandan.report.sections.clusters import SHOWN, clusters, confirmed_of, summary_of

HIDDEN = {"ko": "가림", "en": "hidden"}


@pytest.fixture
def planted(workspace_with, planted_register, case_of):
    return case_of(workspace_with(establishments=planted_register), "A", digits=3)


def chart_of(section):
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    return chart


def rows_by_industry(chart):
    """Give the cells of every industry by the word at the head of their column."""
    return {row[0][0][-4:-1]: dict(zip(chart.twin.header, row, strict=True)) for row in chart.twin.rows}


def by_key(case, row):
    """The same by the keys of the catalog."""
    keys = ("industry", "establishments", "jobs", "quotient", "interval", "p_value", "q_value", "verdict")
    return {key: row[case.words.text(f"clusters.{key}")][0] for key in keys}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_cell_of_one_firm_shows_the_word_for_hidden_and_keeps_its_test(planted, language):
    section = clusters(planted.in_language(language))
    ships = by_key(planted.in_language(language), rows_by_industry(chart_of(section))["311"])
    for key in ("establishments", "jobs", "quotient", "interval"):
        assert ships[key].shown == HIDDEN[language]
        assert (ships[key].figure.value, ships[key].figure.upper) == (None, None)
        assert ships[key].figure.status is Status.SUPPRESSED
    for key in ("p_value", "q_value"):
        assert ships[key].figure.status is Status.REPORTED
        assert ships[key].figure.value < 0.05
    assert ships["verdict"] == planted.in_language(language).words.text("clusters.fragile")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_section_says_that_cells_are_hidden(planted, language, words_of_section):
    said = words_of_section(clusters(planted.in_language(language)))
    assert planted.in_language(language).words.text("clusters.hidden") in said


def test_the_chart_leaves_hidden_cells_out_and_carries_no_other_column(planted):
    chart = chart_of(clusters(planted))
    drawn = json.dumps([chart.specification, chart.narrow])
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
    row = by_key(planted, rows_by_industry(chart_of(clusters(planted)))["261"])
    quotient, interval = row["quotient"], row["interval"]
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


def test_a_city_that_only_other_tables_know_is_not_in_the_register(case_elsewhere, words_of_section):
    said = words_of_section(clusters(case_elsewhere))
    assert said[0] == "Which clusters do we really have?"
    assert "do not cover" in said[1]
    assert "2013" in said[1]


def test_without_any_table_it_says_what_it_needs(office_of_claims, case_of, words_of_section):
    section = clusters(case_of(office_of_claims))
    assert (
        "register of establishments or a table of region, industry and period" in words_of_section(section)[1]
    )
    assert figures_of(Document("en", "", "", (), (section,))) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_section_says_how_many_of_all_it_shows(case, language, words_of_section):
    here = case.in_language(language)
    cells = summary_of(here).table["cells"].iloc[0]
    assert cells > SHOWN
    said = [text for text in words_of_section(clusters(here)) if str(SHOWN) in text and f"{cells:,}" in text]
    assert said


def test_the_verdict_stands_beside_the_industry(case):
    """On a phone the first two columns are what is seen before scrolling."""
    assert chart_of(clusters(case)).twin.header[:2] == ("Industry", "Verdict")
