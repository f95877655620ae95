import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sandan.errors import DefinitionError, OfficeError, SourceError
from sandan.web.audit.models import Event
from sandan.web.claims import actions, queries
from sandan.web.claims.models import Attachment, Check, Evidence
from web.claims.factories import ClaimFactory, EvidenceFactory, SourceFactory

ROW = {
    "figure": "",
    "measures": "jobs in the survey",
    "value": 700.0,
    "unit": "persons",
    "period": "2012/2013",
    "stance": "same",
    "differs_in": "",
    "place": "",
    "source": None,
    "new_outlet": "통계청",
    "new_published_on": None,
    "new_reference": "",
    "new_address": "",
}
PDF = b"%PDF-1.7\n"


def verdict_of(claim):
    return queries.office().judged.claims[claim.key]["verdict"]


def test_attached_evidence_changes_the_verdict(person_with):
    claim = ClaimFactory(value=1000.0)
    assert verdict_of(claim) == "cannot_be_checked"
    row = actions.attach_evidence(by=person_with("planner"), claim=claim, fields=ROW)
    assert verdict_of(claim) == "conflicts"
    assert (row.position, row.source.outlet) == (1, "통계청")
    event = Event.objects.get()
    assert (event.action, event.object_id, event.after["measures"]) == (
        "evidence.attached",
        str(claim.pk),
        "jobs in the survey",
    )


def test_same_row_twice_is_refused(person_with):
    claim, planner, source = ClaimFactory(), person_with("planner"), SourceFactory()
    told = ROW | {"source": source}
    actions.attach_evidence(by=planner, claim=claim, fields=told)
    with pytest.raises(OfficeError, match="from this source already"):
        actions.attach_evidence(by=planner, claim=claim, fields=told)
    other = actions.attach_evidence(by=planner, claim=claim, fields=told | {"period": "2013"})
    with pytest.raises(OfficeError, match="from this source already"):
        actions.change_evidence(by=planner, evidence=other, fields=told)
    assert Evidence.objects.count() == 2


def test_checks_follow_a_row_whose_words_change(person_with):
    claim, planner = ClaimFactory(value=1000.0), person_with("planner")
    row = actions.attach_evidence(by=planner, claim=claim, fields=ROW)
    check = {
        "title_ko": "비율",
        "title_en": "Share",
        "formula": "100 * e1 / value",
        "terms": {"e1": {"row": row.pk}, "value": {"claim": "value", "of": claim.key}},
        "expected": {"constant": 70, "unit": "percent"},
        "about": "record",
        "relation": "equal",
        "within": 0.0,
    }
    kept = actions.add_check(by=planner, claim=claim, fields=check)
    told = ROW | {"measures": "jobs by another name", "period": "2013", "source": row.source}
    actions.change_evidence(by=planner, evidence=row, fields=told)
    [found] = queries.office().judged.checks
    assert (found["check"], found["outcome"], found["computed"]) == (kept.key, "passed", 70.0)
    with pytest.raises(OfficeError, match="computed from this row"):
        actions.remove_evidence(by=planner, evidence=row)
    actions.remove_check(by=planner, check=kept)
    actions.remove_evidence(by=planner, evidence=row)
    assert [event.action for event in Event.objects.order_by("number")] == [
        "evidence.attached",
        "check.added",
        "evidence.changed",
        "check.removed",
        "evidence.removed",
    ]
    assert Event.objects.first().before["measures"] == "jobs by another name"


def test_change_that_breaks_a_check_of_printed_numbers_is_refused(adopted, person_with):
    row = Evidence.objects.get(measures__startswith="workers at establishments")
    fields = {name: getattr(row, name) for name in ROW if hasattr(row, name)} | {"measures": "workers"}
    with pytest.raises(DefinitionError, match="is not printed in 'workers'"):
        actions.change_evidence(by=person_with("planner"), evidence=row, fields=fields)
    assert Evidence.objects.get(pk=row.pk).measures == row.measures


def test_keys_of_checks_do_not_meet(person_with):
    claim, planner = ClaimFactory(key="K1"), person_with("planner")
    EvidenceFactory(claim=claim, stance="part-of", value=5.0)
    told = {"title_ko": "가", "title_en": "a", "formula": "1 + 1", "terms": {}, "expected": {"constant": 2}}
    more = {"about": "record", "relation": "equal", "within": 0.0}
    keys = [actions.add_check(by=planner, claim=claim, fields=told | more).key for _ in range(2)]
    actions.remove_check(by=planner, check=Check.objects.get(key=keys[0]))
    keys.append(actions.add_check(by=planner, claim=claim, fields=told | more).key)
    assert keys == ["K1-check-1", "K1-check-2", "K1-check-1"]


def test_attached_file_keeps_its_bytes_their_hash_and_its_name_as_text(person_with, private_files):
    claim = ClaimFactory()
    file = SimpleUploadedFile("../보도 자료<1>.PDF", PDF)
    kept = actions.attach_file(by=person_with("planner"), claim=claim, file=file)
    digest = hashlib.sha256(PDF).hexdigest()
    assert (kept.name, kept.kind, kept.size, kept.sha256) == ("보도 자료<1>.PDF", "pdf", len(PDF), digest)
    assert [path.read_bytes() for path in private_files.rglob("*.pdf")] == [PDF]
    assert kept.file.name.endswith(f"{digest}.pdf")
    assert Event.objects.get().after == {"name": "보도 자료<1>.PDF", "sha256": digest}


def test_evidence_with_a_file_keeps_both_or_none(person_with, private_files):
    claim, planner = ClaimFactory(), person_with("planner")
    with pytest.raises(SourceError, match="is not what its name says"):
        actions.attach_evidence(
            by=planner, claim=claim, fields=ROW, file=SimpleUploadedFile("scan.pdf", b"<html>")
        )
    assert (Evidence.objects.count(), Attachment.objects.count()) == (0, 0)
    row = actions.attach_evidence(by=planner, claim=claim, fields=ROW, file=SimpleUploadedFile("a.pdf", PDF))
    assert [file.evidence for file in Attachment.objects.all()] == [row]
