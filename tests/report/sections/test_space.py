import json

import pytest

from sandan.report.document import Chart, Document, Number, Paragraph, Tone, figures_of
from sandan.report.sections.space import space


@pytest.fixture
def planted(workspace_with, planted_register, case_of):
    return case_of(workspace_with(establishments=planted_register), "A", digits=3)


def chart_of(section):
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    return chart


@pytest.mark.parametrize("language", ["ko", "en"])
def test_section_answers_in_one_sentence_and_says_what_it_cannot(case, language, words_of_section):
    here = case.in_language(language)
    section = space(here)
    tones = [block.tone for block in section.blocks if isinstance(block, Paragraph)]
    assert (tones[0], tones[-1]) == (Tone.LEAD, Tone.CANNOT_SAY)
    counts = {
        part.figure.label: part.figure.value for part in section.blocks[0].content if isinstance(part, Number)
    }
    kinds = ("present", "absent", "hidden", "not_surveyed")
    assert counts["kind_all"] == sum(counts[f"kind_{kind}"] for kind in kinds)
    assert not [text for text in words_of_section(section) if "{" in text and "datum" not in text]


def test_twin_has_a_row_for_every_mark(case):
    chart = chart_of(space(case))
    assert len(chart.twin.rows) == len(chart.specification["data"]["values"])
    for row in chart.twin.rows:
        assert [isinstance(cell[0], Number) for cell in row[3:]] == [True] * 4


def test_every_figure_has_a_name_in_both_languages(case):
    figures = figures_of(Document("en", "", "", (), (space(case),)))
    assert len(figures) > 100
    assert all(figure.definition_version for figure in figures)


def test_hidden_industry_is_drawn_as_hidden_and_shows_no_number(planted):
    chart = chart_of(space(planted))
    rows = {row[0][0][-4:-1]: row for row in chart.twin.rows}
    assert rows["311"][1][0] == "hidden"
    assert [rows["311"][place][0].shown for place in (3,)] == ["hidden"]
    assert rows["311"][4][0].figure.value is None
    drawn = {row["label"]: row for row in chart.specification["data"]["values"]}
    assert {row["kind"] for row in drawn.values()} == {"here", "hidden: nobody outside can tell"}
    assert json.dumps(chart.specification).count('"jobs": 180') == 0


def test_density_beside_hidden_cells_is_a_range(planted):
    rows = {row[0][0][-4:-1]: row for row in chart_of(space(planted)).twin.rows}
    density = rows["261"][5][0]
    assert density.figure.value is None
    assert density.figure.lower < density.figure.upper
    assert "–" in density.shown


def test_complexity_is_given_with_its_sign_and_scale_or_with_the_reason(
    case, planted_register, workspace_with, case_of
):
    said = {block.content[0][:20] for block in space(case).blocks if isinstance(block, Paragraph)}
    assert any(text.startswith("By complexity ") for text in said)
    apart = planted_register.loc[planted_register["city"].isin(["A", "B"])].assign(
        industry=planted_register["city"].map({"A": "26112", "B": "10611"})
    )
    pieces = case_of(workspace_with("apart", establishments=apart), "A", digits=3)
    said = " ".join(str(block.content[0]) for block in space(pieces).blocks if isinstance(block, Paragraph))
    assert "fall into pieces that share nothing" in said


def test_without_a_register_or_the_year_it_says_what_it_needs(
    office_of_claims, case_elsewhere, case_of, words_of_section
):
    assert "register of establishments" in words_of_section(space(case_of(office_of_claims)))[1]
    assert "do not cover" in words_of_section(space(case_elsewhere))[1]
