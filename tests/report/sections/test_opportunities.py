import pytest

from sandan.report.document import Chart, Number, Paragraph, TableBlock, Tone
from sandan.report.sections.opportunities import SHOWN, opportunities
from sandan.report.sections.related import related_of


def said(section):
    return [
        "".join(part if isinstance(part, str) else part.shown for part in block.content)
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


def tables(section):
    return [block for block in section.blocks if isinstance(block, TableBlock)]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("order", ["density", "excess"])
def test_section_is_whole_in_both_languages_and_orders(case, language, order, words_of_section):
    here = case.in_language(language)
    section = opportunities(here, order)
    assert here.words.text(f"opportunities.by_{order}") in said(section)[0]
    assert here.words.text("opportunities.size") in said(section)
    assert [block.tone for block in section.blocks if isinstance(block, Paragraph)][-1] is Tone.CANNOT_SAY
    assert not [text for text in words_of_section(section) if "{" in text and "datum" not in text]


@pytest.mark.parametrize("order", ["density", "excess"])
def test_list_is_in_order_of_the_lower_ends_and_holds_only_what_is_certainly_absent(case, order):
    listed = related_of(case).table.query("listed").set_index("industry")[f"{order}_low"]
    shown = [row[0][0].rsplit("(", 1)[1][:-1] for row in tables(opportunities(case, order))[0].rows]
    assert shown == sorted(listed.index, key=lambda code: (-listed[code], code))[:SHOWN]


def test_hits_of_the_lead_are_those_of_the_table(case):
    section = opportunities(case)
    lead = {part.figure.column: part.shown for part in section.blocks[0].content if isinstance(part, Number)}
    row = tables(section)[1].rows[0]
    assert [cell[0].shown for cell in row[1:4]] == [lead["listed"], lead["hits"], lead["expected"]]


def test_back_test_stands_beside_size_and_excess(case):
    lists, areas = tables(opportunities(case))[1:3]
    names = [row[0][0] for row in lists.rows]
    assert (
        names
        == [row[0][0] for row in areas.rows]
        == [
            "Relatedness density",
            "Excess density",
            "Size alone (no relatedness)",
        ]
    )


def test_present_industries_are_drawn_pale_and_every_mark_stands_in_the_twin(case):
    chart = next(block for block in opportunities(case).blocks if isinstance(block, Chart))
    kinds = [row["kind"] for row in chart.specification["data"]["values"]]
    assert len(kinds) == len(chart.twin.rows)
    assert {"here already", "hardly here: on the list"} <= set(kinds)


def test_forecast_needs_the_period_before(case, case_of, office):
    assert "could be compared if the data also had 2007" in " ".join(said(opportunities(case)))
    later = case_of(office, start=2011, end=2013)
    assert tables(opportunities(later))[-1].caption == "Did the rates of 2009 to 2011 hold from 2011 to 2013?"


def test_one_date_has_a_list_and_says_what_the_test_needs(case_of, office):
    section = opportunities(case_of(office, start=2013, end=2013))
    assert "has not been tested here" in said(section)[0]
    assert "this report has one" in " ".join(said(section))
    assert len(tables(section)) == 1


def test_hidden_industries_are_on_no_list(workspace_with, planted_register, case_of):
    section = opportunities(case_of(workspace_with(establishments=planted_register), "A", digits=3))
    assert said(section)[0].startswith("There is no industry")
    assert "3 industries are hidden" in said(section)[1]


def test_without_a_register_or_the_year_it_says_what_it_needs(
    office_of_claims, case_elsewhere, case_of, words_of_section
):
    assert "register of establishments" in words_of_section(opportunities(case_of(office_of_claims)))[1]
    assert "do not cover" in words_of_section(opportunities(case_elsewhere))[1]
