"""The office is killed while people write and a job runs: what was answered is there, and nothing is half."""

import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest

from office_load import KEPT, Editor, Place, all_of, desks, histories, kept, lost_updates, told
from office_process import children, office_database, real_office, wait_until  # noqa: F401

pytestmark = pytest.mark.slow

EDITORS, ENDLESS = 8, 10_000
ASK = """
from sandan.web.jobs.actions import enqueue
walk = {"name": "walk", "steps": 30, "pause": 0.2, "rows": 10, "writing": 1.0}
enqueue(by=None, kind="probe.walk", title="walk", parameters=walk)
"""
HALVES = {
    "a company without its name": """
        SELECT id FROM companies_company WHERE id NOT IN (SELECT company_id FROM companies_companyname)
    """,
    "a company without its address": """
        SELECT id FROM companies_company WHERE id NOT IN (SELECT company_id FROM companies_address)
    """,
    "a source without its claim": """
        SELECT id FROM claims_source WHERE id NOT IN (SELECT source_id FROM claims_claim)
    """,
}
UNFOUND = "SELECT id FROM companies_company WHERE id NOT IN (SELECT {} FROM companies_search)"


def family(pid):
    """Return a process with all that it started, the children last."""
    found = [pid]
    for one in found:
        with suppress(FileNotFoundError):
            found += children(one)
    return found


def saved(editors):
    return sum(len(editor.work.saved) for editor in editors)


def goes_on(editors, more=EDITORS):
    """Wait until people have saved so much more."""
    aim = saved(editors) + more
    wait_until(lambda: saved(editors) >= aim, what=f"{more} further answers", patience=240)


@contextmanager
def at_work(editors):
    """Let everybody write until the block ends."""
    with ThreadPoolExecutor(len(editors)) as pool:
        running = [pool.submit(editor.rounds, ENDLESS) for editor in editors]
        try:
            yield
        finally:
            for editor in editors:
                editor.stop.set()
            editors[0].desk.place.there.set()
    for one in running:
        one.result()


def kill_a_web_process(served):
    """Kill one of the processes that answer; the others go on, and another takes its place."""
    web = children(served.process.pid)[0]
    victim = children(web)[0]
    os.kill(victim, signal.SIGKILL)
    wait_until(lambda: len(set(children(web)) - {victim}) == 2, what="another web process")


def kill_everything(served):
    for pid in family(served.process.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    served.process.wait()


def test_office_that_is_killed_keeps_what_it_answered(real_office):  # noqa: F811
    place = Place()
    with real_office.served("--workers", "2") as served:
        place.opens(served.address)
        people = desks(real_office, place, EDITORS)
        first = Editor(people[0], ())
        first.company("함께 고치는 기업")
        editors = [Editor(desk, (first.own,)) for desk in people]
        with at_work(editors):
            goes_on(editors)
            kill_a_web_process(served)
            goes_on(editors)
            real_office.python(ASK)
            wait_until(lambda: real_office.rows("SELECT 1 FROM jobs_job WHERE done > 3"), what="progress")
            place.there.clear()
            kill_everything(served)
            with real_office.served("--workers", "2") as again:
                place.opens(again.address)
                goes_on(editors)
                ended = "SELECT 1 FROM jobs_job WHERE state = 'done'"
                wait_until(lambda: real_office.rows(ended), what="the end of the job", patience=240)
                for editor in editors:
                    editor.stop.set()
    work = all_of([first.work, *(editor.work for editor in editors)])
    assert [answer for desk in people for answer in desk.strange] == []
    for kind in KEPT:
        there, unknown = kept(real_office, kind), work.tokens(kind, of=work.open)
        assert there == told(real_office, kind)
        assert (work.tokens(kind) - there, there - work.tokens(kind) - unknown) == (Counter(), Counter())
    changes = Counter(end for steps in histories(real_office).values() for _, end in steps)
    answered, unknown = work.tokens("facts"), work.tokens("facts", of=work.open)
    assert (answered - changes, changes - answered - unknown) == (Counter(), Counter())
    assert lost_updates(real_office) == []
    halves = {
        **HALVES,
        "a company that no search finds": UNFOUND.format("company_id" if real_office.database else "rowid"),
    }
    assert [what for what, sql in halves.items() if real_office.rows(sql)] == []
    if not real_office.database:
        assert real_office.rows("PRAGMA foreign_key_check") == []
        assert real_office.rows("PRAGMA integrity_check") == [("ok",)]
    assert real_office.rows("SELECT title, state, attempts FROM jobs_job") == [("walk", "done", 2)]
    assert real_office.rows("SELECT count(*) FROM audit_event WHERE action = 'probe.written'") == [(10,)]
    verified = real_office.run("audit", "verify")
    assert (verified.returncode, verified.stdout.partition(" ")[0]) == (0, "All"), verified.stdout
