from sandan.web.claims.models import State
from sandan.web.claims.steps import STEPS
from sandan.web.shared.catalog import events, permissions


def test_every_step_asks_for_a_declared_permission_and_leaves_a_declared_event():
    assert {step.permission for step in STEPS.values()} <= set(permissions())
    assert {step.event for step in STEPS.values()} <= set(events())


def test_nothing_leads_out_of_approved_or_withdrawn():
    ends = {State.APPROVED, State.WITHDRAWN}
    assert [name for name, step in STEPS.items() if step.before & ends] == []


def test_approved_is_reached_only_by_deciding():
    assert [name for name, step in STEPS.items() if step.after == State.APPROVED] == ["approve"]
    assert STEPS["approve"].decides is True
