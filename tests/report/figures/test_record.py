import json
from dataclasses import replace

import pytest

from sandan.data.missing import Stage, Status
from sandan.report.figures.record import Calculation, Figure, figure_id

COUNT = Figure(
    label="births",
    value=81,
    unit="firms",
    definition="account_line",
    definition_version="1",
    area="G10000",
    period="2010–2013",
    basis="establishment",
    stage=Stage.FINAL,
    status=Status.REPORTED,
    calculation=Calculation("account", {"start": 2010}, ("abc",), "0.1.0", "f00"),
    cell={"line": "births"},
    column="change",
)


def test_figure_id_is_of_its_form():
    assert COUNT.with_id().id.startswith("F-")
    assert len(COUNT.with_id().id) == len("F-") + 12


def test_figure_id_does_not_depend_on_itself():
    assert figure_id(COUNT.with_id()) == figure_id(COUNT)


@pytest.mark.parametrize(
    "change",
    [
        {"value": 82},
        {"value": 81.0000001},
        {"unit": "persons"},
        {"definition_version": "2"},
        {"stage": Stage.PROVISIONAL},
        {"cell": {"line": "deaths"}},
        {"calculation": replace(COUNT.calculation, parameters={"start": 2011})},
        {"calculation": replace(COUNT.calculation, snapshots=("abd",))},
        {"calculation": replace(COUNT.calculation, code="f01")},
    ],
)
def test_figure_id_changes_with_anything_else(change):
    assert figure_id(replace(COUNT, **change)) != figure_id(COUNT)


def test_figure_as_json_can_be_written():
    assert json.loads(json.dumps(COUNT.with_id().to_json()))["value"] == 81


def test_figure_with_a_value_that_json_lacks_is_refused():
    with pytest.raises(ValueError, match="JSON"):
        figure_id(replace(COUNT, value=float("nan")))
