"""Fixing what is compared: written once, with an entry in the trail."""

from django.db import transaction

from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.measurement.evaluations import Specification
from sandan.web.measurement.evaluations import register as keep

__all__ = ["register"]


@transaction.atomic
def register(*, by: Person, fixed: Specification) -> Specification:
    """Keep a specification for good; the trail has its whole record."""
    record(by=by, action="evaluation.registered", on=by, after=fixed.to_json() | {"hash": fixed.hash})
    return keep(fixed)
