"""Reading jobs, inside what a person may see."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from sandan.web.accounts.models import Person
from sandan.web.jobs.models import ACTIVE, Job, State

__all__ = [
    "active_of_key",
    "by_number",
    "last_of_key",
    "latest_of_key",
    "narrowed",
    "next_waiting",
    "visible_to",
]


def visible_to(person: Any) -> QuerySet[Job]:
    """Return the jobs of a person; all of them to whoever runs the system."""
    jobs = Job.objects.select_related("by", "retry_of")
    if not isinstance(person, Person):
        return jobs.none()
    return jobs if person.has_perm("jobs.see_all") else jobs.filter(by=person)


def by_number(number: UUID) -> Job | None:
    return Job.objects.select_related("by").filter(pk=number).first()


def active_of_key(key: str) -> Job | None:
    return Job.objects.filter(key=key, state__in=ACTIVE).first() if key else None


def latest_of_key(key: str) -> Job:
    return Job.objects.filter(key=key).latest("created")


def next_waiting() -> Job | None:
    return Job.objects.filter(state=State.WAITING).order_by("created", "pk").first()


def narrowed(jobs: QuerySet[Job], *, state: str = "", kind: str = "") -> QuerySet[Job]:
    """Keep the jobs of a state and a kind, where one is named."""
    wanted = {"state": state, "kind": kind}
    return jobs.filter(**{name: value for name, value in wanted.items() if value})


def last_of_key(key: str) -> Job | None:
    return Job.objects.filter(key=key).order_by("-created").first()
