import pytest

from sandan.web.linkage.queries.runs import (
    Asked,
    counted,
    decided_lately,
    entries_of,
    lines,
    lists_naming,
    sample,
    table,
    waiting,
)
from web.linkage.factories import EntryFactory, RunFactory, candidate, company

pytestmark = pytest.mark.django_db


def test_counts_say_what_is_open_and_what_waits_for_the_register():
    known, run = company(), RunFactory()
    EntryFactory(run=run, state="match", decision="same", company=known, applied_at="2024-04-01T00:00:00Z")
    EntryFactory(run=run, state="unknown", decision="new")
    EntryFactory(run=run, state="multiple")
    EntryFactory(run=run, state="none", decision="unclear")
    found = counted(run)
    assert [(str(one.state), one.rows, one.open) for one in found.states] == [
        ("match", 1, 0),
        ("multiple", 1, 1),
        ("unknown", 1, 0),
        ("none", 1, 0),
    ]
    assert (found.decisions, found.applied, found.waiting_for_register) == (
        {"same": 1, "new": 1, "unclear": 1},
        1,
        1,
    )
    assert (found.review_rows, found.review_done, found.review_open, found.open) == (2, 1, 1, 1)
    assert (waiting(run).done, waiting(run).whole, waiting(run).left) == (1, 2, 1)


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        (Asked(), [1, 2, 3]),
        (Asked(state="unknown"), [1, 2]),
        (Asked(decision="open"), [1, 3]),
        (Asked(decision="new"), [2]),
        (Asked(q="노을"), [3]),
    ],
)
def test_rows_are_narrowed_by_state_decision_and_name(asked, rows):
    run = RunFactory()
    EntryFactory(run=run, row=1)
    EntryFactory(run=run, row=2, decision="new")
    EntryFactory(run=run, row=3, state="none", name="노을")
    assert list(entries_of(run, asked).values_list("row", flat=True)) == rows


def test_line_names_the_first_candidate_until_somebody_decided():
    one, other, run = company(), company("새빛정밀"), RunFactory()
    both = [candidate(one), candidate(other)]
    EntryFactory(run=run, row=1, candidates=both)
    EntryFactory(run=run, row=2, candidates=both, decision="same", company=other)
    EntryFactory(run=run, row=3, candidates=both, decision="new")
    found = lines(entries_of(run, Asked()))
    assert [(line.company, line.others) for line in found] == [(one, 1), (other, 0), (None, 0)]


def test_sample_holds_the_weakest_and_some_from_everywhere():
    run, known = RunFactory(), company()
    for row in range(1, 61):
        EntryFactory(run=run, row=row, state="match", proposed=known, score=50 - row / 2)
    found = sample(run, "match")
    assert sorted(entry.row for entry in found[:10]) == list(range(51, 61))
    assert [entry.row for entry in found[10:]] == list(range(1, 51, 5))


def test_own_last_decisions_come_first_and_those_of_others_never(person_with):
    run, planner, other = RunFactory(), person_with("planner"), person_with("coordinator")
    EntryFactory(run=run, row=1, decision="new", decided_by=planner, decided_at="2024-04-01T00:00:00Z")
    EntryFactory(run=run, row=2, decision="new", decided_by=planner, decided_at="2024-04-02T00:00:00Z")
    EntryFactory(run=run, row=3, decision="new", decided_by=other, decided_at="2024-04-03T00:00:00Z")
    assert [entry.row for entry in decided_lately(run, planner)] == [2, 1]


def test_lists_of_a_company_are_those_taken_over():
    known = company()
    EntryFactory(decision="same", company=known)
    taken = EntryFactory(decision="same", company=known, applied_at="2024-04-01T00:00:00Z")
    assert lists_naming(known) == [taken]


def test_export_writes_a_line_a_row(settings):
    settings.LANGUAGE_CODE = "en"
    known, run = company(), RunFactory()
    EntryFactory(run=run, row=1, data={"business_number": "124810"}, candidates=[candidate(known)], score=4.0)
    EntryFactory(
        run=run, row=2, state="match", decision="same", company=known, decided_at="2024-04-01T00:30:00Z"
    )
    rows = list(table(run, Asked()))
    assert [row[:3] + row[5:7] + row[8:10] + row[11:12] for row in rows[1:]] == [
        [1, "한빗전자", "124-81-0", 4.0, known.number, "", "", ""],
        [2, "한빗전자", "", None, "", known.number, "㈜한빛전자", "2024-04-01 09:30"],
    ]
