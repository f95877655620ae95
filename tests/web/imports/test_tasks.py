"""The work itself: trials that write nothing, imports that may be cancelled, killed and run again."""

import pytest

from sandan.errors import VaultError
from sandan.web.audit.models import Event
from sandan.web.imports import actions, queries, tasks
from sandan.web.imports.models import Import
from sandan.web.jobs.models import Job
from sandan.web.jobs.registry import Cancelled, Progress
from sandan.web.jobs.worker import run_waiting
from web.imports.factories import CODES, PLAN, UploadFactory, snapshot

MAPPED = {
    **PLAN,
    "profile": "generic",
    "options": {},
    "mapping": "jobs.toml",
    "mapping_name": "jobs",
}


@pytest.fixture
def planner(person_with):
    return person_with("planner")


class Recorder:
    """Keeps what was noted; says stop from the given step on."""

    def __init__(self, stop_at=99):
        self.noted, self.stop_at = [], stop_at

    def note(self, done, whole, message):
        self.noted.append((done, whole, message))
        return len(self.noted) < self.stop_at


def _tried(planner, upload, plan=PLAN):
    actions.choose_reading(by=planner, upload=upload, plan=plan)
    run_waiting()
    upload.refresh_from_db()
    return upload.trial


def test_trial_says_what_would_come_and_writes_nothing(planner):
    trial = _tried(planner, UploadFactory())
    assert (trial["rows"], trial["refused"], trial["cells"]) == (
        2,
        "",
        [["KSIC10", "C", "", "제조업", ""], ["KSIC10", "C26", "", "전자부품", ""]],
    )
    assert queries.vault().snapshots() == []
    assert list(Event.objects.order_by("number").values_list("action", flat=True)) == [
        "reading.chosen",
        "trial.finished",
    ]


def test_trial_that_is_refused_keeps_the_sentence(planner):
    trial = _tried(planner, UploadFactory(), PLAN | {"profile": "stores", "options": {}})
    assert (trial["code"], Job.objects.get().state) == ("source-header", "done")
    assert trial["refused"].startswith("The columns are `분류코드`, `분류명`, but `상가업소번호`")


def test_trial_of_overlapping_edition_names_what_it_overlaps(planner):
    older = snapshot(CODES + "C10,식료품\n")
    trial = _tried(planner, UploadFactory())
    assert (trial["code"], trial["overlapping"]) == ("vault", [older.id])


def test_import_by_the_office_is_that_of_the_command_line(planner):
    upload = UploadFactory()
    _tried(planner, upload)
    job = actions.start_import(by=planner, upload=upload, reason="yearly plan")
    run_waiting()
    job.refresh_from_db()
    entry = Import.objects.get()
    assert (job.state, job.result) == ("done", {"snapshot": entry.snapshot, "import": entry.pk})
    # The command line finds the same snapshot there and makes no second one.
    assert snapshot(CODES).id == entry.snapshot
    assert (entry.by, entry.reason, len(queries.vault().snapshots())) == (planner, "yearly plan", 1)


def test_import_killed_after_the_vault_has_it_is_finished_by_the_next_run(planner):
    upload = UploadFactory(plan=PLAN)
    arguments = {"upload": upload.pk, "plan": PLAN, "reason": ""}
    killed = tasks.take_in(Progress(Recorder(), by=planner.pk), **arguments)
    assert Import.objects.count() == 0
    again = tasks.take_in(Progress(Recorder(), by=planner.pk), **arguments)
    again.write()
    assert (killed.result, again.result) == ({"snapshot": Import.objects.get().snapshot},) * 2
    assert len(queries.vault().snapshots()) == 1


@pytest.mark.parametrize("step", [1, 2])
def test_import_cancelled_at_any_step_leaves_nothing(planner, step, workspace):
    upload = UploadFactory(plan=PLAN)
    with pytest.raises(Cancelled):
        tasks.take_in(Progress(Recorder(stop_at=step)), upload=upload.pk, plan=PLAN, reason="")
    assert queries.vault().snapshots() == []
    assert list((workspace.root / "vault" / "incoming").iterdir()) == []


def test_import_notes_its_steps(planner):
    recorder = Recorder()
    tasks.take_in(Progress(recorder), upload=UploadFactory().pk, plan=PLAN, reason="")
    assert [message for *_, message in recorder.noted] == ["copying the file", "reading rows"]


def test_import_that_the_vault_refuses_fails_with_its_sentence(planner):
    upload = UploadFactory(plan=PLAN, trial={"refused": ""})
    older = snapshot(CODES + "C10,식료품\n")
    job = actions.start_import(by=planner, upload=upload, reason="")
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.error_code) == ("failed", VaultError.code)
    assert job.error.startswith(f"Snapshot {older.short} (codes.csv) is the final edition")


def test_import_of_removed_upload_is_refused(planner):
    upload = UploadFactory(plan=PLAN, trial={"refused": ""})
    job = actions.start_import(by=planner, upload=upload, reason="")
    actions.discard(by=planner, upload=upload)
    run_waiting()
    job.refresh_from_db()
    assert job.error == f"The upload {upload.pk} was removed before its job began; upload the file again."


@pytest.mark.parametrize("state", ["ok", "tampered", "missing"])
def test_check_tells_the_state_of_a_snapshot(planner, state, workspace):
    found = snapshot()
    table = workspace.vault.folder(found.id) / "table.parquet"
    if state == "tampered":
        table.chmod(0o600)
        table.write_bytes(b"PAR1 something else PAR1")
    if state == "missing":
        table.unlink()
    actions.start_check(by=planner, snapshot=found)
    run_waiting()
    entry = Import.objects.get(snapshot=found.id)
    assert (entry.check_state, entry.at, bool(entry.check_detail)) == (state, None, state != "ok")
    assert Event.objects.get().after["state"] == state
