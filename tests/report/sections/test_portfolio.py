from dataclasses import replace

import pandas as pd
import pytest

from sandan.report.document import Chart, Document, KeyFigures, Number, Paragraph, Tone, figures_of
from sandan.report.figures.replay import replay
from sandan.report.sections.grouping import cells_of_city
from sandan.report.sections.portfolio import every_cluster, grade_of, portfolio


def block_of(section, kind):
    (found,) = [block for block in section.blocks if isinstance(block, kind)]
    return found


@pytest.fixture(scope="module")
def section(grouped_case):
    return portfolio(grouped_case)


def scores(**held_out):
    return pd.DataFrame({"held_out": held_out, "shuffled": dict.fromkeys(held_out, 30.0)})


@pytest.mark.parametrize(
    ("stability", "held_out", "grade"),
    [
        (0.0, {"regions": 31.0}, "chance"),
        (0.05, {"regions": 80.0}, "chance"),
        (float("nan"), {"regions": 80.0}, "chance"),
        (0.3, {"regions": 80.0}, "weak"),
        (0.7, {"regions": 80.0}, "firm"),
        (0.7, {"regions": 36.0, "trade": 80.0}, "weak"),
        # Sales without any structure are alike in both halves: they agree, and tell nothing.
        (0.9, {"regions": 31.0, "trade": 30.0}, "chance"),
    ],
)
def test_grouping_is_graded_by_other_data_and_by_two_halves(stability, held_out, grade):
    assert grade_of(stability, scores(**held_out)) == grade


@pytest.mark.parametrize("language", ["ko", "en"])
def test_section_is_whole_in_both_languages(grouped_case, language, words_of_section):
    made = portfolio(grouped_case.in_language(language))
    said = words_of_section(made)
    assert not [text for text in said if "{" in text and "datum" not in text]
    assert [block.tone for block in made.blocks if isinstance(block, Paragraph)][-1] is Tone.CANNOT_SAY
    hangul = any("가" <= letter <= "힣" for letter in said[1])
    assert hangul is (language == "ko")


def test_scores_stand_as_large_as_the_result(section):
    tiles = block_of(section, KeyFigures).items
    labels = [item.number.figure.label for item in tiles]
    assert labels == ["groups_confirmed", "scored_regions: scored_held_out", "groups_stability"]
    notes = [part.figure.label for part in tiles[1].note if isinstance(part, Number)]
    assert notes == ["scored_regions: scored_own", "scored_regions: scored_shuffled"]


def test_lead_counts_what_the_table_holds(section, grouped_case):
    counts = {
        part.figure.label: part.figure.value for part in section.blocks[0].content if isinstance(part, Number)
    }
    here = cells_of_city(grouped_case)
    assert counts["groups_here"] == len(here) == len(block_of(section, Chart).twin.rows)
    assert counts["groups_confirmed"] == here["is_cluster"].sum()


def test_every_number_of_the_table_is_a_figure(section):
    for row in block_of(section, Chart).twin.rows:
        kinds = [isinstance(cell[0], Number) for cell in row]
        assert kinds[:4] == [False, False, True, True]
        assert all(kinds[5:])


def test_chart_draws_what_is_open_and_narrow_ranges_and_counts_the_rest(section, grouped_case):
    chart = block_of(section, Chart)
    drawn = chart.specification["data"]["values"]
    ranges = [row for row in drawn if row["label"].startswith("(range) ")]
    here = cells_of_city(grouped_case)
    assert 0 < len(ranges) < len(drawn) < len(here)
    said = "".join(chart.twin.note)
    assert f"Not drawn: {len(here) - len(drawn)} clusters" in said
    assert f"middle of a range: {len(ranges)}." in said


def test_chart_holds_no_numbers_that_are_not_drawn(section):
    """Whoever has a chart has its data."""
    row = block_of(section, Chart).specification["data"]["values"][0]
    assert not {"jobs_low", "jobs_high", "growth_low", "first", "status", "cluster"} & set(row)


def test_without_sales_and_occupations_it_says_what_to_import(section, words_of_section):
    said = " ".join(words_of_section(section))
    assert "no table of the kind input_output" in said
    assert "no table of the kind industry_occupations" in said


def test_with_sales_and_occupations_it_is_scored_on_them(
    grouped_register, relations, workspace_with, case_of, words_of_section
):
    workspace = workspace_with(establishments=grouped_register, **relations)
    made = portfolio(case_of(workspace, "A", digits=3))
    labels = [item.number.figure.label for item in block_of(made, KeyFigures).items]
    assert labels[1:4] == [f"scored_{one}: scored_held_out" for one in ("regions", "trade", "work")]
    assert "who sells to whom (2012)" in " ".join(words_of_section(made))


def test_industries_by_lot_are_called_chance(grouped_register, workspace_with, case_of):
    lot = grouped_register["industry"].sample(frac=1, random_state=1).to_numpy()
    noise = grouped_register.assign(industry=lot).loc[grouped_register["period"] == 2013]
    made = portfolio(case_of(workspace_with(establishments=noise), "A", start=2013, digits=3))
    (notice,) = [block for block in made.blocks if getattr(block, "tone", None) is Tone.NOTICE]
    assert str(notice.content[0]).startswith("Read this first: the groups cannot be told from chance.")
    assert block_of(made, Chart).title == "Clusters of A, 2013: location quotients with their intervals"
    assert "Growth here" not in block_of(made, Chart).twin.header


def test_list_names_the_cluster_of_every_row(grouped_case):
    listed = every_cluster(grouped_case)
    assert len(listed.clusters) == len(listed.verdicts) == len(listed.table.rows)
    assert set(listed.verdicts) <= {"confirmed", "fragile", "chance"}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_a_country_it_says_what_it_needs(
    language, workspace_with, planted_register, case_of, words_of_section
):
    case = replace(case_of(workspace_with(establishments=planted_register), "A"), language=language)
    made = portfolio(case)
    assert case.words.text("report.needs_country") in words_of_section(made)[1]
    assert figures_of(Document(language, "", "", (), (made,))) == []


def test_figure_is_made_again_from_its_record(section, grouped_case):
    figures = figures_of(Document("en", "", "", (), (section,)))
    ranged = next(one for one in figures if one.value is None and one.bounds)
    for figure in (ranged, next(one for one in figures if one.column == "location_quotient" and one.value)):
        assert replay(figure, grouped_case.shelf).outcome.value == "same"
