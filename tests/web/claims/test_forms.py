from datetime import date

import pytest

from sandan.data.missing import Stage, Status
from sandan.report.figures.book import write_figures
from sandan.report.figures.record import Calculation, Figure
from sandan.web.claims.forms import Amount, EvidenceForm
from web.claims.factories import ClaimFactory, SourceFactory

TYPED = {"stance": "same", "new_outlet": "하늘시 산업진흥원", "new_published_on": "2014-03-01"}


@pytest.fixture
def figure(workspace):
    made = Figure(
        label="workers",
        value=2839,
        unit="persons",
        definition="count",
        definition_version="1",
        area="하늘시",
        period="2010–2013",
        basis="establishment",
        stage=Stage.FINAL,
        status=Status.REPORTED,
        calculation=Calculation("demo", {}, (), "0.1.0", "abc"),
        cell={},
        column="value",
    ).with_id()
    write_figures(workspace.figures_dir, "report", [made])
    return made


def test_figure_of_the_office_fills_what_was_left_empty(db, figure):
    form = EvidenceForm(TYPED | {"figure": figure.id}, claim=ClaimFactory())
    assert form.is_valid()
    told = {name: form.cleaned_data[name] for name in ("measures", "value", "unit", "period")}
    assert told == {
        "measures": f"workers ({figure.id})",
        "value": 2839.0,
        "unit": "persons",
        "period": "2010/2013",
    }
    assert form.cleaned_data["new_published_on"] == date(2014, 3, 1)


def test_what_was_typed_goes_before_the_figure(db, figure):
    typed = {"figure": figure.id, "measures": "종사자", "value": "3,000", "period": "2013"}
    form = EvidenceForm(TYPED | typed, claim=ClaimFactory())
    assert form.is_valid()
    assert [form.cleaned_data[name] for name in ("measures", "value", "period")] == ["종사자", 3000.0, "2013"]


def test_unknown_figure_and_row_without_words_are_refused(db, workspace):
    form = EvidenceForm(TYPED | {"figure": "F-000000000000"}, claim=ClaimFactory())
    assert not form.is_valid()
    assert form.errors["figure"] == [
        (
            "No report of this office has the figure “F-000000000000”. "
            "Copy it from the list of figures of a report."
        )
    ]
    assert form.errors["measures"] == ["Fill this in, or name a figure of the office that says it."]


def test_figure_does_not_stand_for_a_source(db, figure):
    form = EvidenceForm({"figure": figure.id, "stance": "same"}, claim=ClaimFactory())
    assert not form.is_valid()
    assert form.errors["source"] == ["Choose a source, or name the outlet of a new one below."]
    chosen = {"figure": figure.id, "stance": "same", "source": SourceFactory().pk}
    assert EvidenceForm(chosen, claim=ClaimFactory()).is_valid()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("124,000", 124000.0), (" 17.8 ", 17.8), ("1 200", 1200.0), ("-5", -5.0), ("", None)],
)
def test_amounts_are_read_as_people_type_them(typed, number):
    assert Amount(required=False).clean(typed) == number


@pytest.mark.parametrize(
    ("number", "shown"),
    [(124000.0, "124,000"), (17.8, "17.8"), (67e12, "67,000,000,000,000"), ("abc", "abc")],
)
def test_amounts_are_shown_as_people_type_them(number, shown):
    assert Amount().prepare_value(number) == shown
