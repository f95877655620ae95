"""What is written, what the trail says of it, and what is refused."""

import pytest

from sandan.errors import SourceError
from sandan.web.audit.models import Event
from sandan.web.imports import actions, queries
from sandan.web.imports.models import Import, Mapping, Upload
from sandan.web.imports.signals import vault_changed
from sandan.web.jobs.models import Job
from web.imports.factories import CODES, MAPPING, PLAN, UNKNOWN, MappingFactory, UploadFactory, sent, snapshot


@pytest.fixture
def planner(person_with):
    return person_with("planner")


def _trail():
    return [
        (event.action, event.object_label, event.before, event.after)
        for event in Event.objects.order_by("number")
    ]


def test_receive_keeps_the_file_and_says_what_it_is(planner, workspace):
    upload, is_new = actions.receive(by=planner, file=sent(CODES.encode("cp949"), "분류.csv"))
    assert (is_new, upload.name, upload.beginning["encoding"]) == (True, "분류.csv", "cp949")
    assert [one["profile"] for one in upload.candidates] == ["classification", "generic"]
    upload.refresh_from_db()
    assert upload.candidates[0]["needs"] == ["classification"]
    place = workspace.root / "files" / upload.file.name
    assert (place.read_bytes(), place.parent.name, "분류" in place.name) == (
        CODES.encode("cp949"),
        "uploads",
        False,
    )
    assert _trail() == [
        ("upload.received", "분류.csv", {}, {"sha256": upload.sha256, "size": len(CODES.encode("cp949"))})
    ]


def test_receive_of_the_same_bytes_leads_to_the_first(planner):
    first, _ = actions.receive(by=planner, file=sent())
    again, is_new = actions.receive(by=planner, file=sent(name="another-name.csv"))
    assert (again, is_new, Upload.objects.count(), Event.objects.count()) == (first, False, 1, 1)


def test_receive_of_damaged_table_keeps_it_with_the_sentence(planner):
    upload, _ = actions.receive(by=planner, file=sent(b"a,b\n" + b"\xed\x95\x9c\xea" * 40, "torn.csv"))
    assert (upload.candidates, upload.fault_code) == ([], "source-encoding")
    assert upload.fault.startswith("The file is in cp949, but byte 4 (0xED)")


def test_receive_that_fails_leaves_no_file(planner, workspace, monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(ZeroDivisionError):
        actions.receive(by=planner, file=sent())
    assert list((workspace.root / "files" / "uploads").iterdir()) == []


def test_choose_reading_drops_the_earlier_trial_and_asks_for_another(planner):
    upload = UploadFactory(trial={"rows": 7})
    job = actions.choose_reading(by=planner, upload=upload, plan=PLAN | {"mapping_text": MAPPING})
    upload.refresh_from_db()
    assert (upload.trial, upload.plan["profile"]) == (None, "classification")
    assert (job.kind, job.parameters["upload"], job.address) == (
        "imports.try",
        upload.pk,
        f"/imports/{upload.pk}/",
    )
    said = {name: words for name, words in PLAN.items() if name != "mapping_text"}
    assert _trail() == [("reading.chosen", "codes.csv", {}, said)]


def test_keep_trial_of_another_plan_is_dropped(planner):
    upload = UploadFactory(plan=PLAN | {"as_of": "2018-01-01"})
    actions.keep_trial(by=planner, upload=upload, plan=PLAN, trial={"rows": 2})
    upload.refresh_from_db()
    assert (upload.trial, _trail()) == (None, [])


def test_start_import_without_a_trial_is_refused(planner):
    with pytest.raises(SourceError, match="was not tried as it is now planned"):
        actions.start_import(by=planner, upload=UploadFactory(plan=PLAN), reason="")
    refused = UploadFactory(plan=PLAN, trial={"refused": "No row could be used."})
    with pytest.raises(SourceError, match="was not tried as it is now planned"):
        actions.start_import(by=planner, upload=refused, reason="")
    assert Job.objects.count() == 0


def test_keep_import_twice_is_one_entry_and_found_again(planner, person_with):
    heard = []

    def listen(snapshot, by, **_):
        heard.append((snapshot, by))

    vault_changed.connect(listen)
    upload, found, other = UploadFactory(plan=PLAN), snapshot(), person_with("planner")
    actions.keep_import(by=planner, upload=upload, snapshot=found, reason="yearly plan")
    actions.keep_import(by=other, upload=upload, snapshot=found, reason="once more")
    entry = Import.objects.get()
    assert (entry.snapshot, entry.by, entry.reason, entry.upload) == (
        found.id,
        planner,
        "yearly plan",
        upload,
    )
    assert [action for action, *_ in _trail()] == ["import.taken_in", "import.found_again"]
    assert heard == [(found.id, planner), (found.id, other)]


def test_save_mapping_of_a_known_name_replaces_its_text(planner):
    MappingFactory(name="시군구", text="old")
    saved = actions.save_mapping(by=planner, name="시군구", text=MAPPING, columns=["값"], upload=None)
    assert Mapping.objects.get() == saved
    assert _trail() == [("mapping.saved", "시군구", {"text": "old"}, {"text": MAPPING})]


def test_discard_removes_the_bytes_but_not_the_snapshot(planner, django_capture_on_commit_callbacks):
    upload, found = UploadFactory(), snapshot()
    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(by=planner, upload=upload)
        actions.discard(by=planner, upload=upload)
    assert (upload.file.storage.exists(upload.file.name), queries.open_upload(upload.pk)) == (False, None)
    assert queries.vault().snapshots() == [found]
    assert [action for action, *_ in _trail()] == ["upload.discarded"]


def test_removed_upload_may_come_again(planner):
    first, _ = actions.receive(by=planner, file=sent(UNKNOWN))
    actions.discard(by=planner, upload=first)
    assert actions.receive(by=planner, file=sent(UNKNOWN))[1] is True
