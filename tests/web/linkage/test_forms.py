import pytest
from django.utils import translation

from sandan.web.linkage.forms import DecisionForm, FilterForm
from sandan.web.linkage.queries.runs import Asked
from web.linkage.factories import company

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def form(person, **data):
    return DecisionForm({"seen": "1", **data}, person=person)


def test_button_of_a_candidate_names_its_company(person_with):
    known = company()
    found = form(person_with("planner"), decision=f"same-{known.pk}")
    assert found.is_valid()
    assert (found.cleaned_data["decision"], found.cleaned_data["company"]) == ("same", known)


def test_another_company_is_found_by_its_number(person_with):
    known = company()
    found = form(person_with("planner"), decision="other", other=f" {known.number.lower()} ")
    assert found.is_valid()
    assert (found.cleaned_data["decision"], found.cleaned_data["company"]) == ("same", known)


@pytest.mark.parametrize("other", ["C-999999", "한빛", ""])
def test_number_of_no_company_is_refused_with_what_to_write(person_with, other):
    found = form(person_with("planner"), decision="other", other=other)
    assert found.errors == {
        "other": [f"“{other}” is no company of the register. Write its number, such as C-000123."]
    }


def test_word_that_is_no_decision_is_refused(person_with):
    found = form(person_with("planner"), decision="perhaps")
    assert found.errors == {"__all__": ["“perhaps” is no decision. Choose one of the buttons."]}


def test_filter_with_an_unknown_word_asks_for_everything():
    assert FilterForm({"state": "perhaps", "q": " 노을 "}).asked == Asked(q="노을")
