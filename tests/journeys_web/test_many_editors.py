"""Twenty people edit one office at once; nothing they were told is lost, and nothing is there twice."""

from collections import Counter

import pytest

from office_load import (
    KEPT,
    Editor,
    Place,
    all_at_once,
    all_of,
    all_together,
    desks,
    events,
    histories,
    kept,
    lost_updates,
    told,
)
from office_process import office_database, real_office  # noqa: F401

pytestmark = pytest.mark.slow

EDITORS, ROUNDS, SHARED = 20, 2, 2
NUMBER = "124-81-00998"


@pytest.fixture
def people(real_office):  # noqa: F811
    """Sign twenty people in; whatever they do, no answer may be a fault and the trail must hold."""
    place = Place()
    with real_office.served("--workers", "2") as served:
        place.opens(served.address)
        signed_in = desks(real_office, place, EDITORS)
        yield signed_in
        strange = [answer for desk in signed_in for answer in desk.strange]
    assert strange == []
    verified = real_office.run("audit", "verify")
    assert (verified.returncode, verified.stdout.partition(" ")[0]) == (0, "All"), verified.stdout


@pytest.fixture
def first(people):
    """Enter the companies that everybody changes."""
    editor = Editor(people[0], ())
    for number in range(SHARED):
        editor.company(f"함께 고치는 기업 {number}")
        editor.shared = (*editor.shared, editor.own)
    return editor


def test_twenty_editors_lose_nothing_and_write_nothing_twice(people, first, real_office):  # noqa: F811
    editors = [Editor(desk, first.shared) for desk in people]
    all_at_once(lambda editor: editor.rounds(ROUNDS), editors)
    work = all_of([first.work, *(editor.work for editor in editors)])
    whole = EDITORS * ROUNDS
    assert {kind: work.tokens(kind).total() for kind in KEPT} == {
        "company": whole + SHARED,
        "row": whole,
        "claim": whole,
    }
    for kind in KEPT:
        assert (kept(real_office, kind), told(real_office, kind)) == (work.tokens(kind), work.tokens(kind))
    written = Counter(end for steps in histories(real_office).values() for _, end in steps)
    assert (written, work.tokens("facts").total() + work.conflicts) == (work.tokens("facts"), whole)
    assert lost_updates(real_office) == []


def test_of_twenty_who_saw_the_same_page_one_saves(people, first, real_office):  # noqa: F811
    company = first.shared[0]
    first.own = company
    first.row("V-1")
    ((row,),) = real_office.rows("SELECT id FROM companies_certificate")
    dated = {"kind": "venture", "valid_from": "2013-01-01"}
    forms = {
        "main_product": (f"{company}edit/", "company WHERE main_product <> ''"),
        "number": (f"{company}certificates/{row}/", "certificate"),
    }
    for name, (path, table) in forms.items():
        answers = all_together(people, path, lambda desk, name=name: {**dated, name: desk.email})
        assert Counter(answer.status for answer in answers) == {302: 1, 409: EDITORS - 1}
        (winner,) = [desk.email for desk, answer in zip(people, answers, strict=True) if answer.status == 302]
        assert real_office.rows(f"SELECT {name} FROM companies_{table}") == [(winner,)]
    assert [len(events(real_office, f"company.{what}")) for what in ("corrected", "row_corrected")] == [1, 1]


def test_of_twenty_who_enter_one_business_number_one_does(people, real_office):  # noqa: F811
    typed = {"name": "하늘전자", "business_number": NUMBER, "despite": "다른 곳"}
    answers = all_together(people, "/companies/new/", lambda _: typed)
    assert Counter(answer.status for answer in answers) == {302: 1, 200: EDITORS - 1}
    assert (len(real_office.rows("SELECT 1 FROM companies_company")), told(real_office, "company")) == (
        1,
        {"하늘전자": 1},
    )
