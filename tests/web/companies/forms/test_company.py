from datetime import date, timedelta

import pytest
from django.utils import timezone

from sandan.web.companies.forms import CompanyForm, FactsForm, StateForm, VerifyForm
from web.companies.factories import CompanyFactory

TOMORROW = timezone.localdate() + timedelta(days=1)


def said(form):
    return {name: list(errors) for name, errors in form.errors.items()}


def test_business_number_is_taken_in_any_writing():
    form = FactsForm({"business_number": " 124 81-00998 "})
    assert (form.is_valid(), form.facts["business_number"]) == (True, "1248100998")


@pytest.mark.parametrize("number", ["124-81-00999", "124-81", "가나다"])
def test_business_number_that_cannot_be_is_refused(number):
    assert said(FactsForm({"business_number": number})) == {
        "business_number": [
            (
                f"“{number}” is not a business number: ten digits, of which the last checks the others. "
                "Compare it with the registration."
            )
        ]
    }


def test_corporation_number_of_another_length_is_refused():
    assert said(FactsForm({"corporation_number": "110111-006"})) == {
        "corporation_number": [
            (
                "“110111-006” is not a corporation number: it has 9 digits, and thirteen are expected, "
                "as in 110111-0062432."
            )
        ]
    }


def test_corporation_number_that_does_not_fit_is_asked_about_once():
    form = FactsForm({"corporation_number": "110111-0062433"})
    assert said(form) == {
        "corporation_number": [
            "The last digit does not fit the others. Compare it, or confirm below that it stands so."
        ]
    }
    assert form["sure_of_number"].is_hidden is False
    sure = FactsForm({"corporation_number": "110111-0062433", "sure_of_number": "on"})
    assert (sure.is_valid(), sure.facts["corporation_number"]) == (True, "1101110062433")


def test_day_of_founding_in_the_future_is_refused():
    assert list(said(FactsForm({"founded_on": TOMORROW}))) == ["founded_on"]


def test_name_is_needed():
    assert said(CompanyForm({})) == {"name": ["This field is required."]}


@pytest.mark.django_db
def test_state_offers_only_others_and_no_day_before_the_founding():
    company = CompanyFactory(founded_on=date(2020, 5, 1))
    form = StateForm(company, {"state": "closed", "day": "2020-04-30", "reason": "폐업"})
    assert [key for key, _ in form.fields["state"].choices] == ["suspended", "closed"]
    assert list(said(form)) == ["day"]
    assert StateForm(company, {"state": "closed", "day": "2020-05-01", "reason": "폐업"}).is_valid()


def test_verification_in_the_future_is_refused():
    assert list(said(VerifyForm({"day": TOMORROW, "how": "visit"}))) == ["day"]
    assert VerifyForm({"day": timezone.localdate(), "how": "visit"}).is_valid()
