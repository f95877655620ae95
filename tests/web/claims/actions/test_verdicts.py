import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandan.errors import OfficeError
from sandan.web.audit.models import Event
from sandan.web.claims import actions, queries
from sandan.web.claims.models import OPEN, Opinion, State
from sandan.web.claims.steps import STEPS
from web.claims.factories import ClaimFactory, OpinionFactory

WORDS = {"verdict": "conflicts", "reason": "The minutes of the council give 700.", "role": "planner"}


@pytest.fixture
def people(person_with):
    return [
        person_with("planner", name="기획"),
        person_with("evaluator", name="평가"),
        person_with("director", name="단장"),
        person_with("planner", "director", name="겸직"),
        person_with("coordinator", name="담당"),
    ]


def test_verdict_goes_from_a_draft_to_an_approved_entry(people):
    planner, evaluator, *_ = people
    claim = ClaimFactory()
    opinion = actions.draft_verdict(by=planner, claim=claim, **WORDS)
    actions.take(by=planner, opinion=opinion, step="propose")
    actions.take(by=evaluator, opinion=opinion, step="send_back", note="Which minutes?")
    actions.change_verdict(
        by=planner, opinion=opinion, **WORDS | {"reason": "The minutes of 3 May give 700."}
    )
    actions.take(by=planner, opinion=opinion, step="propose")
    actions.take(by=evaluator, opinion=opinion, step="approve", note="Seen.")
    judged = queries.office().judged.claims[claim.key]
    assert (judged["verdict"], judged["rule_verdict"], judged["entry_role"]) == (
        "conflicts",
        "cannot_be_checked",
        "planner",
    )
    assert judged["entry_reason"] == "The minutes of 3 May give 700."
    assert [(one.action, one.actor_name, one.reason) for one in Event.objects.order_by("number")] == [
        ("verdict.drafted", "기획", ""),
        ("verdict.proposed", "기획", ""),
        ("verdict.sent_back", "평가", "Which minutes?"),
        ("verdict.changed", "기획", ""),
        ("verdict.proposed", "기획", ""),
        ("verdict.approved", "평가", "Seen."),
    ]
    found = Opinion.objects.get()
    assert (found.decided_by, found.decided_role) == (evaluator, "evaluator")


def test_steps_are_those_of_the_table():
    table = {key: (sorted(step.before), str(step.after.value)) for key, step in STEPS.items()}
    assert table == {
        "propose": (["draft", "sent_back"], "proposed"),
        "withdraw": (["draft", "proposed", "sent_back"], "withdrawn"),
        "approve": (["proposed"], "approved"),
        "send_back": (["proposed"], "sent_back"),
    }


@pytest.mark.parametrize("state", [State.APPROVED, State.WITHDRAWN])
@pytest.mark.parametrize("step", sorted(STEPS))
def test_decided_proposals_move_no_more(people, state, step):
    planner, evaluator, *_ = people
    opinion = OpinionFactory(state=state, proposed_by=planner)
    person = planner if step in {"propose", "withdraw"} else evaluator
    with pytest.raises(OfficeError, match="this step needs"):
        actions.take(by=person, opinion=opinion, step=step, note="x")
    assert Opinion.objects.get().state == state


def test_approved_verdict_changes_only_by_another_proposal(people):
    planner, _, director, *_ = people
    claim = ClaimFactory()
    for verdict in ("conflicts", "not_comparable"):
        opinion = actions.draft_verdict(by=planner, claim=claim, **WORDS | {"verdict": verdict})
        actions.take(by=planner, opinion=opinion, step="propose")
        actions.take(by=director, opinion=opinion, step="approve")
        with pytest.raises(OfficeError, match="words of this proposal stay"):
            actions.change_verdict(by=planner, opinion=opinion, **WORDS)
    assert queries.office().judged.claims[claim.key]["verdict"] == "not_comparable"
    assert Opinion.objects.count() == 2


def test_second_open_proposal_is_refused_by_name_and_by_the_database(people):
    planner, evaluator, *_ = people
    claim = ClaimFactory()
    opinion = actions.draft_verdict(by=planner, claim=claim, **WORDS)
    with pytest.raises(OfficeError, match="기획 has a proposal on the claim"):
        actions.draft_verdict(by=evaluator, claim=claim, **WORDS | {"role": "evaluator"})
    with pytest.raises(IntegrityError), transaction.atomic():
        OpinionFactory(claim=claim, proposed_by=evaluator)
    assert [one for one in Opinion.objects.all() if one.state in OPEN] == [opinion]


def test_role_that_one_does_not_have_is_refused(people):
    with pytest.raises(OfficeError, match="does not have the role “Evaluator”"):
        actions.draft_verdict(by=people[0], claim=ClaimFactory(), **WORDS | {"role": "evaluator"})


def test_sending_back_needs_a_reason(people):
    opinion = OpinionFactory(state=State.PROPOSED, proposed_by=people[0])
    with pytest.raises(OfficeError, match="sent back with a reason"):
        actions.take(by=people[1], opinion=opinion, step="send_back", note=" ")


def test_database_itself_keeps_four_eyes(people):
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        OpinionFactory(state=State.APPROVED, proposed_by=people[1], decided_by=people[1])


MOVES = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from(["draft", "change", "publish", *sorted(STEPS)])), max_size=25
)


def _attempt(person, move, claim):
    opinion = claim.opinions.first()
    role = "planner" if "planner" in person.roles else "evaluator"
    if move == "draft":
        actions.draft_verdict(by=person, claim=claim, **WORDS | {"role": role})
    elif opinion is not None and move == "change":
        actions.change_verdict(by=person, opinion=opinion, **WORDS | {"role": role})
    elif opinion is not None and move == "publish":
        actions.set_public(by=person, opinion=opinion, public=True)
    elif opinion is not None:
        actions.take(by=person, opinion=opinion, step=move, note="Because.")


@given(moves=MOVES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_tried_nobody_decides_on_their_own_proposal(people, moves):
    undo = transaction.savepoint()
    claim = ClaimFactory()
    for who, move in moves:
        try:
            with transaction.atomic():
                _attempt(people[who], move, claim)
        except (OfficeError, PermissionDenied):
            continue
    opinions = list(claim.opinions.all())
    decided = [one for one in opinions if one.decided_by_id is not None]
    assert [one for one in decided if one.decided_by_id == one.proposed_by_id] == []
    deciding = {person.pk for person in people[1:4]}
    assert {one.decided_by_id for one in decided} <= deciding
    assert {one.proposed_by_id for one in opinions} <= {person.pk for person in (*people[:2], people[3])}
    assert sum(one.state in OPEN for one in opinions) <= 1
    assert {one.state for one in opinions if one.public_since} <= {State.APPROVED}
    transaction.savepoint_rollback(undo)


def test_only_approved_verdicts_are_marked_for_the_public(people):
    planner, evaluator, *_ = people
    opinion = OpinionFactory(state=State.PROPOSED, proposed_by=planner)
    with pytest.raises(OfficeError, match="Only an approved verdict can be shown"):
        actions.set_public(by=evaluator, opinion=opinion, public=True)
    actions.take(by=evaluator, opinion=opinion, step="approve")
    for public in (True, True, False):
        actions.set_public(by=evaluator, opinion=opinion, public=public)
    assert [one.action for one in Event.objects.order_by("number")] == [
        "verdict.approved",
        "verdict.published",
        "verdict.unpublished",
    ]
