"""Personal data about the people of the office that become due."""

from typing import Any

from sandan.web.accounts import actions, queries
from sandan.web.accounts.models import Person
from sandan.web.shared.retained import Retained

__all__ = ["RETAINED"]


def _erase_person(*, by: Person | None, found: Person, reason: str) -> None:
    actions.erase(by=by, person=found, reason=reason)


def _end_session(*, by: Person | None, found: Any, reason: str) -> None:
    actions.end_session(by=by, session=found, reason=reason)


RETAINED = [
    Retained("accounts.person", queries.dormant, _erase_person),
    Retained("accounts.session", queries.sessions_begun, _end_session),
]
