"""What is written about reports and keys, what the trail says of it, and what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sandan.errors import OfficeError
from sandan.web.audit.models import Event
from sandan.web.jobs.models import Job
from sandan.web.measurement.lens import Lens
from sandan.web.publication import actions, queries
from sandan.web.publication.models import ApiToken
from web.publication.factories import MadeFactory, PublishedFactory, ReportFactory, WithdrawnFactory


def _trail():
    return [
        (event.action, event.before, event.after, event.reason) for event in Event.objects.order_by("number")
    ]


def test_ask_writes_the_wish_and_one_job(planner):
    report = actions.ask(
        by=planner,
        lens=Lens("A", 2010, 2013, "large"),
        sections=["overview", "limits"],
        languages=["ko"],
        formats=["pdf"],
    )
    job = Job.objects.get()
    assert (job.kind, job.parameters, job.key, job.address, job.by) == (
        "publication.make",
        {"report": str(report.pk)},
        f"report:{report.pk}",
        f"/reports/{report.pk}/",
        planner,
    )
    lens = {"city": "A", "start": 2010, "end": 2013, "peers": "large", "use": []}
    after = {"lens": lens, "sections": ["overview", "limits"], "languages": ["ko"], "formats": ["pdf"]}
    assert _trail() == [("report.asked", {}, after, "")]


def test_publish_of_a_made_draft(planner):
    old = PublishedFactory()
    report = actions.publish(by=planner, report=MadeFactory(supersedes=old), reason="yearly report")
    report.refresh_from_db()
    assert (report.state, report.published_by, report.published_because) == (
        "published",
        planner,
        "yearly report",
    )
    after = {"state": "published", "supersedes": str(old.pk)}
    assert _trail() == [("report.published", {"state": "draft"}, after, "yearly report")]


@pytest.mark.parametrize("factory", [ReportFactory, PublishedFactory, WithdrawnFactory])
def test_publish_of_what_is_no_finished_draft_is_refused(planner, factory, in_english):
    with pytest.raises(OfficeError, match="but only a draft whose files are made can be published"):
        actions.publish(by=planner, report=factory(), reason="yearly report")
    assert _trail() == []


def test_publish_of_a_file_that_was_changed_is_refused(planner):
    report = MadeFactory()
    (queries.place_of(report) / "A-2010-2013-ko.zip").write_bytes(b"PL")
    with pytest.raises(OfficeError, match=r"A-2010-2013-ko.zip is not the file that was made"):
        actions.publish(by=planner, report=report, reason="yearly report")
    report.refresh_from_db()
    assert (report.state, _trail()) == ("draft", [])


def test_withdraw_keeps_the_record_and_says_why(planner):
    report = actions.withdraw(by=planner, report=PublishedFactory(), reason="a table was wrong")
    report.refresh_from_db()
    assert (report.state, report.withdrawn_by, report.withdrawn_because) == (
        "withdrawn",
        planner,
        "a table was wrong",
    )
    assert _trail() == [
        ("report.withdrawn", {"state": "published"}, {"state": "withdrawn"}, "a table was wrong")
    ]


@pytest.mark.parametrize("factory", [ReportFactory, MadeFactory, WithdrawnFactory])
def test_withdraw_of_what_is_not_published_is_refused(planner, factory, in_english):
    with pytest.raises(OfficeError, match="but only a published report can be withdrawn"):
        actions.withdraw(by=planner, report=factory(), reason="a table was wrong")


def test_make_token_keeps_the_hash_alone(planner):
    token, secret = actions.make_token(by=planner, name="city page", days=30)
    kept = ApiToken.objects.values().get()
    assert secret.startswith("sandan_")
    assert len(secret) == len("sandan_") + 43
    assert secret not in str(kept)
    assert (kept["sha256"], kept["begins"]) == (actions.hash_of(secret), secret[:11])
    assert token.expires_on == timezone.localdate() + timedelta(days=30)
    assert _trail() == [("token.made", {}, {"expires_on": token.expires_on.isoformat()}, "")]
    assert queries.live_token(actions.hash_of(secret)) == token


def test_revoke_token_ends_it_once(planner):
    token, secret = actions.make_token(by=planner, name="city page", days=30)
    for _ in range(2):
        actions.revoke_token(by=planner, token=token)
    assert queries.live_token(actions.hash_of(secret)) is None
    assert [action for action, *_ in _trail()] == ["token.made", "token.revoked"]


def test_note_use_notes_the_day_and_writes_once(planner, django_assert_num_queries):
    token, _ = actions.make_token(by=planner, name="city page", days=30)
    with django_assert_num_queries(1):  # the day
        actions.note_use(token=token)
        actions.note_use(token=token)
    token.refresh_from_db()
    assert token.used_on == timezone.localdate()
