import pytest

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.report.assemble import open_case
from sandan.web.measurement.evaluations import beside
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


def test_another_outcome_of_the_policy_is_corrected_together_with_it(settings, workspace_with, db):
    sites = policy_office.policy_register(firms=12).sample(frac=0.9, random_state=4).sort_index()
    settings.WORKSPACE = workspace_with("both", establishments=sites, regions=policy_office.policy_places())
    root = settings.WORKSPACE.root
    jobs, firms, elsewhere = (
        register(root, specification_from(policy_office.RECORD | changed))
        for changed in ({}, {"outcome": "firms", "author": "Lee"}, {"outcome": "firms", "start": 2011})
    )
    assert [one.id for one in beside(jobs)] == [firms.id]
    assert beside(elsewhere) == []
    case = open_case(settings.WORKSPACE, "C00", start=2005, end=2013, language="en")
    answer = ask_policy(case, {"specification": jobs.id, "beside": firms.id})
    assert [section.anchor for section in answer.sections] == ["policy", "outcomes"]
    assert [one.anchor for one in ask_policy(case, {"specification": jobs.id}).sections] == ["policy"]
