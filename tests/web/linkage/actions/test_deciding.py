from datetime import timedelta

import pytest
from django.utils import timezone, translation

from sandan.web.audit.models import Event
from sandan.web.linkage import actions
from sandan.web.linkage.actions.refusals import AlreadyDecidedError, NotDecidedError, TakenOverError
from sandan.web.linkage.models import Entry
from sandan.web.linkage.queries.runs import next_entry
from web.linkage.factories import EntryFactory, RunFactory, candidate, company

pytestmark = pytest.mark.django_db


def events(action):
    return list(Event.objects.filter(action=action).values_list("before", "after"))


def test_decision_is_kept_with_who_said_it(person_with):
    known, coordinator, entry = company(), person_with("coordinator"), EntryFactory()
    actions.decide(by=coordinator, entry=entry, seen=1, decision="same", company=known)
    entry.refresh_from_db()
    assert (entry.decision, entry.company, entry.decided_by, entry.in_bulk, entry.revision) == (
        "same",
        known,
        coordinator,
        False,
        2,
    )
    assert events("entry.decided") == [
        ({"decision": "", "company": None}, {"decision": "same", "company": known.number})
    ]


def test_second_reviewer_is_told_who_was_first_and_changes_nothing(person_with):
    entry = EntryFactory(row=7)
    first, second = person_with("planner", name="이도담"), person_with("coordinator")
    actions.decide(by=first, entry=entry, seen=1, decision="new")
    with translation.override("en"), pytest.raises(AlreadyDecidedError) as refusal:
        actions.decide(by=second, entry=entry, seen=1, decision="unclear")
    assert (
        str(refusal.value)
        == "이도담 has decided row 7 (한빗전자) before you: new company. Yours was not kept."
    )
    assert Entry.objects.get().decision == "new"
    assert len(events("entry.decided")) == 1


def test_page_from_before_an_undo_is_refused(person_with):
    entry, planner = EntryFactory(row=7), person_with("planner")
    actions.decide(by=planner, entry=entry, seen=1, decision="new")
    actions.reopen(by=planner, entry=entry)
    with translation.override("en"), pytest.raises(AlreadyDecidedError) as refusal:
        actions.decide(by=planner, entry=entry, seen=1, decision="new")
    assert str(refusal.value) == "Row 7 (한빗전자) was changed since you opened it. Look at it again."


def test_undo_opens_a_decision_and_says_so(person_with):
    known, planner, entry = company(), person_with("planner"), EntryFactory()
    actions.decide(by=planner, entry=entry, seen=1, decision="same", company=known)
    actions.reopen(by=planner, entry=entry)
    entry.refresh_from_db()
    assert (entry.decision, entry.company, entry.decided_by, entry.decided_at) == ("", None, None, None)
    assert events("entry.reopened") == [
        ({"decision": "same", "company": known.number}, {"decision": "", "company": None})
    ]


def test_undo_of_nothing_is_refused(person_with):
    with translation.override("en"), pytest.raises(NotDecidedError) as refusal:
        actions.reopen(by=person_with("planner"), entry=EntryFactory(row=7))
    assert str(refusal.value) == "Nothing is decided about row 7 (한빗전자), so there is nothing to undo."


def test_undo_of_what_is_in_the_register_is_refused(person_with):
    entry = EntryFactory(row=7, decision="same", company=company(), applied_at=timezone.now())
    with translation.override("en"), pytest.raises(TakenOverError) as refusal:
        actions.reopen(by=person_with("planner"), entry=entry)
    assert str(refusal.value) == "Row 7 (한빗전자) is in the register already. A planner takes it back first."


def test_skipped_row_comes_last(person_with):
    run, planner = RunFactory(), person_with("planner")
    first, second = EntryFactory(run=run, row=1), EntryFactory(run=run, row=2)
    actions.put_off(by=planner, entry=first, seen=1)
    assert next_entry(run, planner) == second
    actions.decide(by=planner, entry=second, seen=1, decision="new")
    assert next_entry(run, planner) == first
    assert events("entry.put_off") == [({}, {})]


def test_held_row_is_not_offered_to_another(person_with):
    run, one, other = RunFactory(), person_with("planner"), person_with("coordinator")
    first, second = EntryFactory(run=run, row=1), EntryFactory(run=run, row=2)
    assert (actions.hold_next(by=one, run=run), actions.hold_next(by=other, run=run)) == (first, second)
    assert (next_entry(run, one), next_entry(run, other)) == (first, second)


def test_row_held_too_long_is_offered_again(person_with):
    run, one, other = RunFactory(), person_with("planner"), person_with("coordinator")
    entry = EntryFactory(run=run, held_by=one, held_until=timezone.now() - timedelta(seconds=1))
    assert next_entry(run, other) == entry


def test_confirming_takes_what_is_proposed_and_leaves_decisions_alone(person_with):
    run, one, other = RunFactory(), company("한빛전자"), company("새빛정밀")
    planner = person_with("planner")
    proposed = EntryFactory(run=run, row=1, state="match", proposed=one, candidates=[candidate(one)])
    decided = EntryFactory(run=run, row=2, state="match", proposed=one, decision="same", company=other)
    unknown = EntryFactory(run=run, row=3)
    assert actions.confirm(by=planner, run=run, state="match") == 1
    for entry in (proposed, decided, unknown):
        entry.refresh_from_db()
    assert [(e.decision, e.company, e.in_bulk) for e in (proposed, decided, unknown)] == [
        ("same", one, True),
        ("same", other, False),
        ("", None, False),
    ]
    assert events("matches.confirmed") == [({}, {"state": "match", "decision": "same", "rows": 1})]


def test_confirming_rows_with_nothing_like_them_makes_them_new(person_with):
    entry = EntryFactory(state="none", why="nothing-near")
    actions.confirm(by=person_with("planner"), run=entry.run, state="none")
    entry.refresh_from_db()
    assert (entry.decision, entry.company) == ("new", None)
