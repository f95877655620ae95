import pytest

from sandan.errors import ReportError
from sandan.web.measurement.questions.catalog import FIRST_ASKED, QUESTIONS
from sandan.web.measurement.questions.place import ask_indicator


def test_questions_asked_first_are_known():
    assert set(FIRST_ASKED) <= set(QUESTIONS)


@pytest.mark.parametrize("question", FIRST_ASKED)
def test_question_is_answered_without_change_of_the_case(planted_case, question):
    before = dict(planted_case.parameters)
    answer = QUESTIONS[question](planted_case, {})
    assert answer.sections or answer.data
    assert dict(planted_case.parameters) == before


def test_clusters_list_every_industry_with_its_verdict(planted_case):
    every = QUESTIONS["clusters"](planted_case, {}).data["every"]
    assert {row["industry"]: row["verdict"] for row in every["rows"]}["261"] == "confirmed"
    assert len(every["rows"]) == 4


def test_industry_is_explained(planted_case):
    (section,) = QUESTIONS["industry"](planted_case, {"industry": "261"}).sections
    assert section.anchor == "industry-261"


def test_indicator_that_the_data_lack_is_refused_with_those_that_they_have(planted_case):
    with pytest.raises(ReportError, match="no indicator 'nothing' of A in 2013"):
        ask_indicator(planted_case, {"indicator": "nothing"})


def test_opportunities_are_asked_in_one_of_two_orders(planted_case):
    sections = {
        order: QUESTIONS["opportunities"](planted_case, {"order": order}).sections
        for order in ("", "excess", "luck")
    }
    assert sections[""] == sections["luck"]
    assert {one[0].anchor for one in sections.values()} == {"opportunities"}


def test_space_is_answered_in_one_section(planted_case):
    (section,) = QUESTIONS["space"](planted_case, {}).sections
    assert section.anchor == "space"
