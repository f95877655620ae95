"""What people fill in, and how they are told what is wrong with it."""

import pytest

from sandan.report.assemble import QUESTIONS
from sandan.web.publication import queries
from sandan.web.publication.forms import ReasonForm, ReportForm, TokenForm
from web.publication.factories import MadeFactory, PublishedFactory

CHOSEN = {"sections": ["claims", "overview"], "languages": ["ko"], "formats": ["pdf"]}


def _form(**changed):
    return ReportForm(queries.replaceable(), CHOSEN | changed)


def test_report_form_adds_the_limits_and_keeps_the_order_of_a_report(db):
    form = _form()
    assert form.is_valid()
    assert form.cleaned_data["sections"] == ["overview", "claims", "limits"]


def test_report_form_offers_every_question_but_the_limits(db, in_english):
    offered = dict(ReportForm(queries.replaceable()).fields["sections"].choices)
    assert list(offered) == [name for name in QUESTIONS if name != "limits"]
    assert offered["overview"] == "Who are we?"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("sections", "No question is chosen; choose at least one, as a report of limits alone says nothing."),
        ("languages", "No language is chosen; choose one or both."),
        ("formats", "No format is chosen; choose at least one."),
    ],
)
def test_report_form_without_a_choice_says_what_is_missing(db, in_english, field, said):
    assert _form(**{field: []}).errors == {field: [said]}


def test_report_form_lets_only_a_published_report_be_superseded(db):
    draft, published = MadeFactory(), PublishedFactory()
    assert _form(supersedes=str(published.pk)).is_valid()
    assert list(_form(supersedes=str(draft.pk)).errors) == ["supersedes"]


def test_reason_form_asks_for_more_than_a_word():
    assert not ReasonForm({"reason": "x"}).is_valid()
    assert ReasonForm({"reason": "yearly report"}).is_valid()


def test_token_form_knows_only_its_spans():
    assert TokenForm({"name": "a key", "days": "90"}).is_valid()
    assert list(TokenForm({"name": "a key", "days": "9999"}).errors) == ["days"]
