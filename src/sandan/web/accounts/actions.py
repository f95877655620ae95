"""Letting people in and out: set-up, invitations, roles, links, sessions."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import send_mail
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.accounts.models import EntryLink, Person, RoleAssignment
from sandan.web.accounts.queries import ADMINISTRATOR, administrators_without_end, link_of, nobody_yet
from sandan.web.audit.actions import record
from sandan.web.shared.catalog import ROLES

__all__ = [
    "Invited",
    "accept",
    "change_oneself",
    "change_person",
    "deactivate",
    "demo_link",
    "end_role",
    "end_session",
    "end_sessions",
    "enter_once",
    "erase",
    "give_link",
    "give_role",
    "invite",
    "mail_link",
    "note",
    "note_refusal",
    "reactivate",
    "set_up",
    "setup_link",
]

LIFETIMES = {"setup": timedelta(hours=24), "invitation": timedelta(days=7), "demo": timedelta(hours=24)}
ERASED = "erased.invalid"


@dataclass(frozen=True)
class Invited:
    """A person and the path that lets them in once; it is shown once and kept nowhere."""

    person: Person
    path: str


def _link(purpose: str, person: Person | None) -> str:
    token = secrets.token_urlsafe(32)
    EntryLink.objects.create(
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        person=person,
        purpose=purpose,
        expires_at=timezone.now() + LIFETIMES[purpose],
    )
    return reverse(f"accounts:{purpose}", kwargs={"token": token})


def setup_link() -> str:
    """Return the path at which the first administrator is made; only while there is nobody."""
    if not nobody_yet():
        raise OfficeError(
            _("The office is set up already, so there is no link for that. Sign in, or ask an administrator.")
        )
    return _link("setup", None)


def demo_link(person: Person) -> str:
    """Return a path that lets a person in once without a password: for demonstrations only."""
    return _link("demo", person)


def _use(token: str, purpose: str) -> EntryLink:
    """Take a link; whoever comes second with the same one is refused."""
    # Every open link of set-up is locked, so that two of them cannot both make a first administrator.
    list(EntryLink.objects.select_for_update().filter(purpose=purpose, used_at=None).order_by("pk"))
    link = link_of(token, purpose)
    if link is None:
        raise OfficeError(_("This link was used already or has expired. Ask for a new one."))
    link.used_at = timezone.now()
    link.save(update_fields=["used_at"])
    return link


@transaction.atomic
def set_up(*, token: str, name: str, email: str, password: str, roles: Iterable[str] = ()) -> Person:
    """Make the first administrator, who may hold further roles: a small office has few people."""
    _use(token, "setup")
    person = Person.objects.create_user(email=email, password=password, name=name)
    held = [ADMINISTRATOR, *(role for role in roles if role != ADMINISTRATOR)]
    for role in held:
        RoleAssignment.objects.create(person=person, role=role)
    record(by=person, action="person.set_up", on=person, after={"name": name, "email": email, "roles": held})
    return person


@transaction.atomic
def invite(
    *,
    by: Person,
    name: str,
    email: str,
    unit: str = "",
    roles: Iterable[str],
    valid_from: date,
    valid_to: date | None = None,
    company: models.Model | None = None,
) -> Invited:
    """Make a person known with roles for a time, and a link with which they choose their password."""
    person = Person.objects.create_user(email=email, name=name, unit=unit)
    held = list(roles)
    for role in held:
        RoleAssignment.objects.create(
            person=person,
            role=role,
            company=company if role == "firm" else None,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    after = {"name": name, "email": email, "unit": unit, "roles": held, "valid_from": valid_from}
    record(by=by, action="person.invited", on=person, after=after | {"valid_to": valid_to})
    return Invited(person, _link("invitation", person))


@transaction.atomic
def give_link(*, by: Person, person: Person) -> Invited:
    """Make a new link for somebody who lost the first or forgot the password; older links end."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise OfficeError(_("%(name)s may not enter. Let this person in again first.") % {"name": person})
    _end_links(person)
    record(by=by, action="person.link_given", on=person)
    return Invited(person, _link("invitation", person))


def _end_links(person: Person) -> None:
    now = timezone.now()
    EntryLink.objects.filter(person=person, used_at=None, expires_at__gt=now).update(expires_at=now)


def mail_link(*, invited: Invited, address: str) -> bool:
    """Send the link if the office has a mail server; tell whether it went out."""
    if not settings.EMAIL_HOST:
        return False
    words = {"office": settings.WORKSPACE.settings.name, "address": address, "name": invited.person.name}
    subject = _("Your access to %(office)s") % words
    text = _("%(name)s, you can choose your password here within seven days:\n\n%(address)s\n") % words
    try:
        return send_mail(subject, text, None, [invited.person.email]) == 1
    except OSError:
        return False


@transaction.atomic
def accept(*, token: str, password: str) -> Person:
    """Let an invited person choose a password."""
    person = _use(token, "invitation").person
    assert person is not None
    person.set_password(password)
    person.save(update_fields=["password"])
    _end_sessions(person)
    record(by=person, action="person.accepted", on=person)
    return person


@transaction.atomic
def enter_once(*, token: str) -> Person:
    """Use up a link of the demonstration; the sign-in itself is recorded when it has happened."""
    person = _use(token, "demo").person
    assert person is not None
    return person


@transaction.atomic
def give_role(
    *,
    by: Person,
    person: Person,
    role: str,
    valid_from: date,
    valid_to: date | None = None,
    company: models.Model | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Give a role for a time; the same role cannot be held twice over the same days."""
    Person.objects.select_for_update().get(pk=person.pk)
    overlapping = person.assignments.filter(role=role, company=company).exclude(valid_to__lt=valid_from)
    if valid_to is not None:
        overlapping = overlapping.filter(valid_from__lte=valid_to)
    held = overlapping.first()
    if held is not None:
        raise OfficeError(
            _("%(name)s holds the role %(role)s from %(day)s already. End that first, or choose other days.")
            % {"name": person, "role": ROLES[role], "day": held.valid_from}
        )
    given = RoleAssignment.objects.create(
        person=person, role=role, company=company, valid_from=valid_from, valid_to=valid_to
    )
    after = {"role": role, "valid_from": valid_from, "valid_to": valid_to}
    if company is not None:
        after["company"] = str(company)
    record(by=by, action="role.given", on=person, after=after, reason=reason)
    return given


@transaction.atomic
def end_role(*, by: Person, assignment: RoleAssignment, last_day: date, reason: str) -> None:
    """Let a role end; it stays on record with its last day."""
    if assignment.role == ADMINISTRATOR:
        _keep_an_administrator(assignment.person)
    found = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    if last_day < found.valid_from:
        raise OfficeError(
            _("The role began on %(first)s, so it cannot end on %(last)s. Choose a later day.")
            % {"first": found.valid_from, "last": last_day}
        )
    before = found.valid_to
    found.valid_to = last_day
    found.save(update_fields=["valid_to"])
    record(
        by=by,
        action="role.ended",
        on=assignment.person,
        before={"role": found.role, "valid_to": before},
        after={"role": found.role, "valid_to": last_day},
        reason=reason,
    )


def _keep_an_administrator(person: Person) -> None:
    """Refuse what would leave the office without an administrator, today or when a date has passed."""
    list(RoleAssignment.objects.select_for_update().filter(role=ADMINISTRATOR).order_by("pk"))
    if not administrators_without_end(besides=person).exists():
        raise OfficeError(
            _(
                "%(name)s is the last administrator without an end date. "
                "Give that role to somebody else first, without an end date."
            )
            % {"name": person}
        )


@transaction.atomic
def change_person(*, by: Person, person: Person, name: str, email: str, unit: str) -> None:
    _change(by, person, {"name": name, "email": email, "unit": unit})


@transaction.atomic
def change_oneself(*, by: Person, name: str, language: str) -> None:
    _change(by, by, {"name": name, "language": language})


def _change(by: Person, person: Person, values: dict[str, str]) -> None:
    found = Person.objects.select_for_update().get(pk=person.pk)
    changed = {name: value for name, value in values.items() if getattr(found, name) != value}
    if not changed:
        return
    before = {name: getattr(found, name) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    found.save(update_fields=list(changed))
    record(by=by, action="person.changed", on=found, before=before, after=changed)


@transaction.atomic
def deactivate(*, by: Person, person: Person, reason: str) -> None:
    """Bar a person: their sessions and links end now, their roles stay on record."""
    if ADMINISTRATOR in person.roles:
        _keep_an_administrator(person)
    found = Person.objects.select_for_update().get(pk=person.pk)
    if not found.is_active:
        return
    found.is_active = False
    found.save(update_fields=["is_active"])
    _end_links(found)
    _end_sessions(found)
    record(
        by=by,
        action="person.deactivated",
        on=found,
        before={"is_active": True},
        after={"is_active": False},
        reason=reason,
    )


@transaction.atomic
def reactivate(*, by: Person, person: Person, reason: str) -> None:
    found = Person.objects.select_for_update().get(pk=person.pk)
    if found.is_active:
        return
    if found.email.endswith(f"@{ERASED}"):
        raise OfficeError(_("The data of this person were erased. Invite the person anew."))
    found.is_active = True
    found.save(update_fields=["is_active"])
    record(
        by=by,
        action="person.reactivated",
        on=found,
        before={"is_active": False},
        after={"is_active": True},
        reason=reason,
    )


@transaction.atomic
def end_sessions(*, by: Person, person: Person) -> int:
    """End every session of a person; tell how many there were."""
    ended = _end_sessions(person)
    record(by=by, action="person.sessions_ended", on=person, after={"sessions": ended})
    return ended


@transaction.atomic
def end_session(*, by: Person | None, session: UserSession, reason: str) -> None:
    person = session.user
    session.end()
    record(by=by, action="person.sessions_ended", on=person, after={"sessions": 1}, reason=reason)


def _end_sessions(person: Person) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def erase(*, by: Person | None, person: Person, reason: str) -> None:
    """Take name, address and means of entry from somebody who left; what they did stays under a number."""
    found = Person.objects.select_for_update().get(pk=person.pk)
    if found.is_active:
        raise OfficeError(_("%(name)s may still enter. Bar this person first.") % {"name": found})
    found.name, found.unit = _("Erased person %(number)s") % {"number": found.pk}, ""
    found.email = f"{found.pk}@{ERASED}"
    found.set_unusable_password()
    found.save(update_fields=["name", "unit", "email", "password"])
    Authenticator.objects.filter(user=found).delete()
    found.emailaddress_set.all().delete()
    EntryLink.objects.filter(person=found).delete()
    _end_sessions(found)
    record(by=by, action="person.erased", on=found, reason=reason)


def note(*, person: Person, action: str, after: dict[str, Any] | None = None) -> None:
    """Record what allauth has done: it writes, and this leaves the event."""
    record(by=person, action=action, on=person, after=after)


def note_refusal(*, email: str, step: str) -> None:
    """Record a failed sign-in of somebody known; strangers leave nothing but a line in the log."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is not None:
        record(by=None, action="person.refused", on=person, after={"step": step})
