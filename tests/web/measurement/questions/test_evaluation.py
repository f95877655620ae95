import pytest

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.report.assemble import open_case
from sandan.web.measurement.questions.evaluation import ask_detectable, ask_policy


@pytest.fixture
def asked(settings, workspace_with, db):
    settings.WORKSPACE = workspace_with(
        "asked", establishments=policy_office.policy_register(), regions=policy_office.policy_places()
    )
    fixed = register(settings.WORKSPACE.root, specification_from(policy_office.RECORD))
    case = open_case(settings.WORKSPACE, "C00", start=2005, end=2013, language="en")
    return case, {"specification": fixed.id}


def test_every_figure_of_a_rung_goes_into_the_book(asked):
    answer = ask_policy(*asked)
    shown = {figure.definition for figure in answer.figures("en")}
    assert {"donor_weight", "placebo_gap", "path_index", "policy_check"} <= shown
    assert [rung["said"] for rung in answer.data["rungs"]][-1] == "data are lacking"


def test_what_could_be_detected_is_one_section(asked):
    (section,) = ask_detectable(*asked).sections
    assert section.anchor == "detectable"
