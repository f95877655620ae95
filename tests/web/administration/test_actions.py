from datetime import timedelta

from django.utils import timezone

from sandan.web.accounts.models import Person
from sandan.web.administration import actions
from sandan.web.administration.archive.writing import Made
from sandan.web.administration.models import Backup, TrailCheck
from sandan.web.audit.chain import Head
from sandan.web.audit.models import Event
from sandan.web.audit.queries import Break
from web.accounts import factories as make


def last_event():
    event = Event.objects.first()
    return event.action, event.actor_id, event.before, event.after, event.reason


def test_set_period_records_both_periods(person_with):
    by = person_with("administrator")
    actions.set_period(by=by, kind="accounts.person", days=30, reason="내부 규정")
    assert last_event() == (
        "retention.period_changed",
        by.pk,
        {"days": 1095},
        {"days": 30},
        "내부 규정",
    )


def test_erase_due_leaves_one_event_for_each_and_one_for_all(person_with):
    by = person_with("administrator")
    gone = timezone.now() - timedelta(days=2000)
    for _ in range(2):
        make.PersonFactory(is_active=False, last_login=gone)
    assert actions.erase_due(by=by, kind="accounts.person", reason="기한") == 2
    assert [one.action for one in Event.objects.order_by("number")] == [
        "person.erased",
        "person.erased",
        "retention.erased",
    ]
    assert (last_event(), Person.objects.filter(email__endswith="@erased.invalid").count()) == (
        ("retention.erased", by.pk, {}, {"rows": 2}, "기한"),
        2,
    )
    assert (actions.erase_due(by=by, kind="accounts.person", reason="기한"), Event.objects.count()) == (0, 3)


def test_note_backup_twice_is_kept_once(person_with, tmp_path):
    (tmp_path / "b.tar").write_bytes(b"123")
    made = Made(tmp_path / "b.tar", 3, "ab" * 32, 7, Head(2, "cd" * 32))
    for _ in range(2):
        actions.note_backup(by=None, made=made)
    assert [(one.bytes, one.members, one.head) for one in Backup.objects.all()] == [(3, 7, "2:" + "cd" * 32)]
    after = {"bytes": 3, "sha256": "ab" * 32, "head": "2:" + "cd" * 32}
    assert (Event.objects.count(), last_event()) == (1, ("backup.made", None, {}, after, ""))


def test_note_check_keeps_what_was_found(person_with):
    by = person_with("administrator")
    actions.note_check(by=by, head=Head(2, "cd" * 32), breaks=[Break(1, "why")])
    assert [one.breaks for one in TrailCheck.objects.all()] == [[{"number": 1, "why": "why"}]]
    after = {"head": "2:" + "cd" * 32, "breaks": 1}
    assert last_event() == ("trail.verified", by.pk, {}, after, "")
