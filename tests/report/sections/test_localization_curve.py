import pytest

from sandan.errors import ReportError
from sandan.report.document import Chart, KeyFigures, Number, Paragraph, Tone
from sandan.report.sections.localization_curve import localization_curve


@pytest.fixture
def scattered(workspace_with, scattered_register, case_of):
    return case_of(workspace_with(establishments=scattered_register), "A", start=2013, digits=3)


def said(content):
    return "".join(part.shown if isinstance(part, Number) else part for part in content)


def lead_of(section):
    return said(next(block for block in section.blocks if isinstance(block, Paragraph)).content)


LEADS = {
    "261": "It gathers. In 2013 there are more pairs of its plants than by chance at distances between",
    "478": "It is dispersed. In 2013 there are fewer pairs of its plants than by chance at distances between",
    "471": "Not told from chance. In 2013 its plants cannot be told from as many thrown at random",
    "311": "Verdict: gathers. Its number of plants, its distances and its curve are hidden",
    "071": "Not testable. In 2013 it has fewer than 10 plants",
}


@pytest.mark.parametrize(("code", "beginning"), LEADS.items())
def test_curve_begins_with_what_the_test_says(scattered, code, beginning):
    assert lead_of(localization_curve(scattered, code)).startswith(beginning)


@pytest.mark.parametrize("code", LEADS)
def test_curve_is_whole_in_korean(scattered, code, words_of_section):
    section = localization_curve(scattered.in_language("ko"), code)
    assert section.blocks[-1].tone is Tone.CANNOT_SAY
    assert f"({code})" in section.title
    assert words_of_section(section)


@pytest.mark.parametrize(
    ("code", "charts", "tiles"), [("261", 1, 4), ("471", 1, 4), ("311", 0, 2), ("071", 0, 0)]
)
def test_curve_and_number_of_plants_are_shown_only_of_who_may_be_told_of(scattered, code, charts, tiles):
    blocks = localization_curve(scattered, code).blocks
    assert sum(isinstance(block, Chart) for block in blocks) == charts
    assert sum(len(block.items) for block in blocks if isinstance(block, KeyFigures)) == tiles


def test_table_has_every_fourth_distance_with_its_band(scattered):
    (chart,) = [block for block in localization_curve(scattered, "261").blocks if isinstance(block, Chart)]
    assert len(chart.twin.rows) == 26
    _distance, observed, expected, band, side = (cell[0] for cell in chart.twin.rows[0])
    assert observed.figure == band.figure
    assert observed.figure.upper < observed.figure.value
    assert (observed.figure.cell, side) == ({"industry": "261", "step": 0}, "above")
    assert expected.figure.lower is None


def test_no_distance_is_called_next_door(scattered):
    assert "between 0 km (next door) and 15.1 km, most of all at 0 km (next door)." in lead_of(
        localization_curve(scattered, "261")
    )


def test_industry_that_nobody_has_is_refused(scattered):
    with pytest.raises(ReportError, match="There is no industry '999'"):
        localization_curve(scattered, "999")


def test_register_without_coordinates_is_said_to_need_them(
    workspace_with, planted_register, case_of, words_of_section
):
    planted = case_of(workspace_with("planted", establishments=planted_register), "A")
    assert "with coordinates" in words_of_section(localization_curve(planted, "26"))[1]
