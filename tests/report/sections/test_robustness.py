import pandas as pd
import pytest

from sandan.report.case import Shelf
from sandan.report.document import Chart, KeyFigures, Number, Paragraph, TableBlock
from sandan.report.sections.robustness import combinations_of, robustness, years_of


@pytest.fixture(scope="module")
def shelf(gathered_office):
    return Shelf(gathered_office.vault)


@pytest.fixture
def ranked(gathered_office, shelf, case_of):
    def make(city="C00", **about):
        return case_of(gathered_office, city, digits=3, shelf=shelf, **about)

    return make


def text_of(block):
    return "".join(one if isinstance(one, str) else one.shown for one in block.content)


def blocks_of(section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


def test_lead_counts_the_combinations(ranked):
    case = ranked("C02")
    section = robustness(case, "261")
    table = combinations_of(case, "261").table
    inside = int((table["rank"].astype(float) <= 3).sum())
    lead = text_of(section.blocks[0])
    assert lead.startswith(
        f"Manufacture of semiconductor (261) in C02: in {inside} of {len(table)} combinations"
    )


def test_city_that_has_one_rank_in_all_combinations_says_so(ranked):
    case = ranked("C01")
    assert set(combinations_of(case, "261").table["rank"]) == {1}
    said = "Manufacture of semiconductor (261) in C01: in all 64 combinations its rank is 1."
    assert text_of(robustness(case, "261").blocks[0]) == said


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_combination_stands_in_the_twin_the_best_rank_first(ranked, language):
    case = ranked().in_language(language)
    (chart,) = blocks_of(robustness(case, "261"), Chart)
    ranks = [row[6][0].figure.value for row in chart.twin.rows]
    assert len(ranks) == len(combinations_of(case, "261").table) == 64
    assert ranks == sorted(ranks)
    assert all(isinstance(row[column][0], Number) for row in chart.twin.rows for column in (6, 7))


def test_choice_that_moves_the_mean_most_is_named_with_both_means(ranked):
    section = robustness(ranked("C02"), "261")
    (effects,) = blocks_of(section, TableBlock)
    said = text_of(section.blocks[3])
    choice, spread = effects.rows[0][0][0], effects.rows[0][3][0]
    mine = [row[2][0] for row in effects.rows if row[0][0] == choice]
    assert f"“{choice}”" in said
    assert said.endswith(f"a difference of {spread.shown}.")
    assert spread.figure.value == max(one.figure.value for one in mine) - min(
        one.figure.value for one in mine
    )


def test_where_no_choice_moves_the_rank_that_is_said(ranked):
    assert text_of(robustness(ranked("C01"), "261").blocks[3]) == "No choice moves the mean rank."


def test_hidden_city_has_no_rank_and_no_chart(ranked):
    section = robustness(ranked("C55"), "261")
    assert "is hidden in all 64 combinations" in text_of(section.blocks[0])
    assert not blocks_of(section, Chart) + blocks_of(section, KeyFigures)


def test_many_years_are_taken_at_even_distances(workspace_with, gathered_register, case_of):
    few = gathered_register.loc[gathered_register["city"].eq("C00")]
    years = pd.concat([few.assign(period=year) for year in range(2005, 2015)], ignore_index=True)
    case = case_of(workspace_with("years", establishments=years), "C00", start=2005, end=2014)
    assert years_of(case) == (2005, 2007, 2009, 2010, 2012, 2014)


def test_without_a_register_one_sentence_says_what_to_import(published_case):
    (block,) = robustness(published_case, "").blocks
    assert isinstance(block, Paragraph)
