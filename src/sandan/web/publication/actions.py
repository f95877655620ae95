"""Everything that is written about reports and keys of programs."""

import hashlib
import secrets
import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.data.vault.disk import move_to
from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.jobs.actions import enqueue
from sandan.web.measurement.lens import Lens
from sandan.web.publication import queries
from sandan.web.publication.models import ApiToken, Report, State

__all__ = ["ask", "hash_of", "keep", "make_token", "note_use", "publish", "revoke_token", "withdraw"]

PREFIX = "sandan_"
SHOWN = len(PREFIX) + 4
SECRET_BYTES = 32


@transaction.atomic
def ask(
    *,
    by: Person,
    lens: Lens,
    sections: Sequence[str],
    languages: Sequence[str],
    formats: Sequence[str],
    supersedes: Report | None = None,
) -> Report:
    """Write down which report is wanted and have it made; asking twice gives two drafts."""
    report = Report(lens=lens.to_json(), asked_by=by, supersedes=supersedes)
    report.sections, report.languages, report.formats = list(sections), list(languages), list(formats)
    report.save(force_insert=True)
    after = {name: getattr(report, name) for name in ("lens", "sections", "languages", "formats")}
    record(by=by, action="report.asked", on=report, after=after)
    enqueue(
        by=by,
        kind="publication.make",
        title=str(report),
        parameters={"report": str(report.pk)},
        key=report.key,
        address=report.get_absolute_url(),
    )
    return report


@transaction.atomic
def keep(*, by: Person | None, report: Report, made: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Put the finished folder in its place and write down what is in it; what was made once stays."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.is_made:
        shutil.rmtree(folder, ignore_errors=True)
        return {"files": len(report.files)}
    # A run that was killed between the folder and the record leaves a folder that nobody has read.
    shutil.rmtree(queries.place_of(report), ignore_errors=True)
    move_to(folder, queries.place_of(report))
    for name, value in made.items():
        setattr(report, name, value)
    report.made_at = timezone.now()
    report.save(update_fields=[*made, "made_at"])
    hashes = {one["name"]: one["sha256"] for one in report.files}
    record(by=by, action="report.made", on=report, after={"files": hashes, "code": report.code})
    return {"files": len(report.files)}


@transaction.atomic
def publish(*, by: Person, report: Report, reason: str) -> Report:
    """Let everybody have the files; from now on nothing about the report is changed but its state."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != State.DRAFT or not report.is_made:
        raise OfficeError(
            _(
                "“%(report)s” is %(state)s, but only a draft whose files are made can be published; "
                "make another report instead."
            )
            % {"report": report, "state": report.get_state_display()}
        )
    for filed in queries.files_of(report):
        queries.bytes_of(report, filed)
    report.state, report.published_at = State.PUBLISHED, timezone.now()
    report.published_by, report.published_because = by, reason
    report.save(update_fields=["state", "published_at", "published_by", "published_because"])
    supersedes = report.supersedes_id and str(report.supersedes_id)
    after = {"state": State.PUBLISHED, "supersedes": supersedes}
    record(by=by, action="report.published", on=report, before={"state": "draft"}, after=after, reason=reason)
    return report


@transaction.atomic
def withdraw(*, by: Person, report: Report, reason: str) -> Report:
    """Take the files of a report back; that it was published, and why it is no longer, stays on the list."""
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.state != State.PUBLISHED:
        raise OfficeError(
            _("“%(report)s” is %(state)s, but only a published report can be withdrawn.")
            % {"report": report, "state": report.get_state_display()}
        )
    report.state, report.withdrawn_at = State.WITHDRAWN, timezone.now()
    report.withdrawn_by, report.withdrawn_because = by, reason
    report.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
    states = {"before": {"state": State.PUBLISHED}, "after": {"state": State.WITHDRAWN}}
    record(by=by, action="report.withdrawn", on=report, reason=reason, **states)
    return report


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(*, by: Person, name: str, days: int) -> tuple[ApiToken, str]:
    """Make a key for programs of a person; the key itself is returned once and kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    expires_on = timezone.localdate() + timedelta(days=days)
    token = ApiToken(
        person=by, name=name, sha256=hash_of(secret), begins=secret[:SHOWN], expires_on=expires_on
    )
    token.save(force_insert=True)
    record(by=by, action="token.made", on=token, after={"expires_on": expires_on})
    return token, secret


@transaction.atomic
def revoke_token(*, by: Person, token: ApiToken) -> None:
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(by=by, action="token.revoked", on=token)


def note_use(*, token: ApiToken) -> None:
    """Note the day on which a key was last used, and nothing finer: who asked what is not followed."""
    today = timezone.localdate()
    if token.used_on != today:
        token.used_on = today
        token.save(update_fields=["used_on"])
