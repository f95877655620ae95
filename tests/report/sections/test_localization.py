import json

import numpy as np
import pytest

from sandan.data.missing import Status
from sandan.report.document import Chart, Document, Number, Paragraph, Tone, figures_of
from sandan.report.figures.replay import replay
from sandan.report.sections.localization import (
    SIMULATIONS,
    every_industry,
    found_of,
    localization,
    stretches_of,
)

HIDDEN = {"ko": "가림", "en": "hidden"}


@pytest.fixture
def scattered(workspace_with, scattered_register, case_of):
    return case_of(workspace_with(establishments=scattered_register), "A", start=2013, digits=3)


def chart_of(section):
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    return chart


def said(cell):
    return "".join(part.shown if isinstance(part, Number) else part for part in cell)


def rows_of(table):
    """Give the cells of every industry by its code."""
    return {said(row[0])[-4:-1]: [said(cell) for cell in row[1:]] for row in table.rows}


def test_lead_answers_the_question_with_figures(scattered, words_of_section):
    lead = next(block for block in localization(scattered).blocks if isinstance(block, Paragraph))
    assert lead.tone is Tone.LEAD
    assert said(lead.content) == (
        "Of 5 industries that were tested in the whole country in 2013, the plants of 3 stand closer "
        "together than chance would put them, and those of 1 farther apart. 1 of the industries that gather "
        "have plants in A too."
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_section_is_whole_in_both_languages(scattered, language, words_of_section):
    section = localization(scattered.in_language(language))
    assert all(words_of_section(section))
    assert section.blocks[-1].tone is Tone.CANNOT_SAY
    assert len(figures_of(Document(language, "", "", (), (section,)))) > 20


def test_called_industries_are_listed_with_their_distances(scattered):
    rows = rows_of(chart_of(localization(scattered)).twin)
    assert list(rows) == ["261", "334", "478"]
    assert rows["334"][:4] == ["gathers", "–", "0.0–16.1", "0.0"]
    jobs = scattered.calculate(
        "localization_here", city="A", period=2013, digits=3, published_on=scattered.published_on
    ).table.set_index("industry")["jobs"]
    assert rows["261"][1] == f"{int(jobs['261']):,}"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_industry_of_one_firm_is_listed_without_numbers_that_give_it_away(scattered, language):
    rows = rows_of(every_industry(scattered.in_language(language)).table)
    word = HIDDEN[language]
    assert rows["311"][2:5] == [word] * 3
    assert rows["311"][-2:] == [word] * 2
    assert rows["311"][5:7] == ["0.002", "0.003"]


def test_hidden_industry_is_in_no_chart(scattered):
    chart = chart_of(localization(scattered))
    drawn = json.dumps([chart.specification, chart.narrow])
    assert ("(261)" in drawn, "(311)" in drawn, "bandwidth" in drawn) == (True, False, False)


def test_every_industry_stands_with_its_verdict_and_whether_it_is_here(scattered):
    listed = every_industry(scattered)
    marks = dict(zip(listed.industries, zip(listed.verdicts, listed.here, strict=True), strict=True))
    assert marks["261"] == ("localized", True)
    assert marks["334"] == ("localized", False)
    assert marks["071"] == ("not testable", True)
    assert rows_of(listed.table)["071"][0] == "not testable (below 10)"


def test_hidden_number_says_why_it_is_not_there(scattered):
    places = every_industry(scattered)
    row = places.table.rows[places.industries.index("311")]
    hidden = [part.figure.status for cell in row for part in cell if isinstance(part, Number)]
    assert hidden.count(Status.SUPPRESSED) == 5


def test_figures_can_be_made_again(scattered):
    listed = every_industry(scattered)
    row = listed.table.rows[listed.industries.index("261")]
    figures = [part.figure for cell in row for part in cell if isinstance(part, Number)]
    assert {replay(one, scattered.shelf).outcome.value for one in figures} == {"same"}


def test_stretches_are_where_the_curve_is_outside_without_a_gap(scattered):
    found = found_of(scattered).table.set_index("industry").loc["261"]
    stretches = stretches_of(scattered, ["471", "261"])
    assert stretches["row"].tolist() == [1]
    assert stretches[["start", "end"]].iloc[0].tolist() == [found["first_km"], found["last_km"]]


def test_section_says_how_many_simulations_it_had(scattered, words_of_section):
    assert any(f"{SIMULATIONS} throws" in words for words in words_of_section(localization(scattered)))


def test_section_without_anything_called_says_so(
    workspace_with, scattered_register, case_of, words_of_section
):
    shops = scattered_register.loc[scattered_register["industry"] == "47111"]
    kinds = np.where(np.arange(len(shops)) % 2, "47111", "47211")
    case = case_of(workspace_with(establishments=shops.assign(industry=kinds)), "A", start=2013, digits=3)
    words = words_of_section(localization(case))
    assert words[1].startswith(
        "Of 2 industries that were tested in the whole country in 2013, none is called"
    )
    assert not any(isinstance(block, Chart) for block in localization(case).blocks)


def test_section_says_which_data_it_needs(
    workspace_with, planted_register, scattered_register, case_of, published_case, words_of_section
):
    planted = case_of(workspace_with("planted", establishments=planted_register), "A")
    assert "with coordinates" in words_of_section(localization(planted))[1]
    assert "register of establishments" in words_of_section(localization(published_case))[1]
