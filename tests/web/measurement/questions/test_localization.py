import pytest

from sandan.report.assemble import open_case
from sandan.web.measurement.questions.catalog import QUESTIONS, WORDS
from sandan.web.measurement.questions.localization import ask_localization, ask_localization_curve


@pytest.fixture
def scattered_case(workspace_with, scattered_register):
    workspace = workspace_with("scattered", establishments=scattered_register)
    return open_case(workspace, "A", start=2013, end=2013, language="en")


def test_every_row_of_the_list_says_which_industry_it_is(scattered_case):
    every = ask_localization(scattered_case, {}).data["every"]
    marks = {row["industry"]: (row["verdict"], row["here"]) for row in every["rows"]}
    assert marks["334"] == ("localized", False)
    assert len(marks) == 7
    assert every["note"]


def test_figures_of_the_list_go_into_the_book(scattered_case):
    answer = ask_localization(scattered_case, {})
    assert {figure.cell.get("industry") for figure in answer.figures("en")} >= {"471", "261"}


def test_curve_is_that_of_the_industry_that_was_asked_for(scattered_case):
    (section,) = ask_localization_curve(scattered_case, {"industry": "261"}).sections
    assert section.anchor == "curve-261"


def test_register_without_coordinates_has_no_list(planted_case):
    answer = QUESTIONS["localization"](planted_case, {})
    assert (len(answer.sections), dict(answer.data)) == (1, {})


def test_both_questions_have_words():
    assert {"localization", "localization_curve"} <= set(WORDS)
