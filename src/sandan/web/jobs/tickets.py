"""Tickets: whoever was shown the progress of a job may follow it, also where the job is somebody else's."""

from typing import Any

from django.core.signing import BadSignature, Signer

from sandan.web.jobs.models import Job

__all__ = ["ticket_for", "ticket_holds"]

_SIGNER = Signer(salt="sandan.jobs.progress")


def ticket_for(person: Any, job: Job) -> str:
    return _SIGNER.signature(f"{job.pk}:{person.pk}")


def ticket_holds(person: Any, number: Any, ticket: str) -> bool:
    try:
        _SIGNER.unsign(f"{number}:{person.pk}:{ticket}")
    except BadSignature:
        return False
    return True
