"""Reading who there is, what they may do, and how they come in."""

import hashlib
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from sandan.web.accounts.models import EntryLink, Person, RoleAssignment

__all__ = [
    "ADMINISTRATOR",
    "administrators_without_end",
    "assignment_of",
    "assignments_of",
    "company_of",
    "dormant",
    "everybody",
    "has_second_factor",
    "is_taken",
    "link_of",
    "nobody_yet",
    "people",
    "person",
    "person_of",
    "sessions_begun",
    "sessions_of",
    "without_second_factor",
]

ADMINISTRATOR = "administrator"
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def people(*, text: str = "", role: str = "", state: str = "") -> QuerySet[Person]:
    """List people by name, with today's roles and whether they have a second factor."""
    today = timezone.localdate()
    found = Person.objects.annotate(secured=Exists(_factors())).prefetch_related(
        Prefetch("assignments", RoleAssignment.objects.on(today), to_attr="held")
    )
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(unit__icontains=text))
    if role:
        found = found.filter(Exists(_held(today).filter(person=OuterRef("pk"), role=role)))
    if state:
        found = found.filter(**STATES[state])
    return found.order_by("name", "pk")


def everybody() -> QuerySet[Person]:
    """List all people by name, for a choice."""
    return Person.objects.order_by("name", "pk")


STATES: dict[str, dict[str, Any]] = {
    "active": {"is_active": True},
    "barred": {"is_active": False},
    "unsecured": {"is_active": True, "secured": False},
    "waiting": {"is_active": True, "last_login": None},
}
"""What a list of people can be narrowed to."""


def _factors() -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=OuterRef("pk"), type__in=SECOND_FACTORS)


def _held(day: date) -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.on(day)


def person(pk: int) -> Person | None:
    return Person.objects.annotate(secured=Exists(_factors())).filter(pk=pk).first()


def person_of(email: str) -> Person | None:
    return Person.objects.filter(email__iexact=email).first()


def company_of(business_number: str) -> Any:
    """Find the company of a firm's person; its app knows people, so that ours cannot import it."""
    return apps.get_model("companies.Company").objects.filter(business_number=business_number).first()


def has_second_factor(found: Person) -> bool:
    return bool(Authenticator.objects.filter(user=found, type__in=SECOND_FACTORS).exists())


def is_taken(email: str, *, besides: Person | None = None) -> bool:
    return (
        Person.objects.filter(email__iexact=email)
        .exclude(pk=None if besides is None else besides.pk)
        .exists()
    )


def without_second_factor() -> int:
    return Person.objects.annotate(secured=Exists(_factors())).filter(is_active=True, secured=False).count()


def nobody_yet() -> bool:
    return not Person.objects.exists()


def assignments_of(found: Person) -> QuerySet[RoleAssignment]:
    """List every role that a person holds, held or will hold, the newest first."""
    return found.assignments.select_related("company").order_by("-valid_from", "role", "-pk")


def assignment_of(person_pk: int, pk: int) -> RoleAssignment | None:
    found = RoleAssignment.objects.select_related("person", "company")
    return found.filter(pk=pk, person_id=person_pk).first()


def administrators_without_end(*, besides: Person) -> QuerySet[RoleAssignment]:
    """List what keeps the office in hands: held today, without an end, by others who may enter."""
    return (
        _held(timezone.localdate())
        .filter(role=ADMINISTRATOR, valid_to=None, person__is_active=True)
        .exclude(person=besides)
    )


def sessions_of(found: Person) -> QuerySet[UserSession]:
    return UserSession.objects.filter(user=found).order_by("-created_at")


def sessions_begun(until: date) -> QuerySet[UserSession]:
    return UserSession.objects.filter(created_at__date__lte=until).select_related("user")


def link_of(token: str, *purposes: str) -> EntryLink | None:
    """Find the link of a token if it still lets somebody in."""
    link = (
        EntryLink.objects.select_related("person")
        .filter(token_sha256=hashlib.sha256(token.encode()).hexdigest(), purpose__in=purposes)
        .first()
    )
    usable = link is not None and link.used_at is None and link.expires_at > timezone.now()
    if not usable or link is None:
        return None
    barred = not nobody_yet() if link.person is None else not link.person.is_active
    return None if barred else link


def dormant(until: date) -> QuerySet[Person]:
    """List people who may no longer enter and were last here on or before a day."""
    last = Q(last_login__date__lte=until) | Q(last_login=None, date_joined__date__lte=until)
    return Person.objects.filter(last, is_active=False).exclude(email__endswith="@erased.invalid")
