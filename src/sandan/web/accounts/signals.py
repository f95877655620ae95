"""What allauth does becomes an event of the trail."""

from typing import Any

from allauth.account import signals as account
from allauth.account.authentication import get_authentication_records
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_out

from sandan.web.accounts.actions import note, note_refusal
from sandan.web.accounts.models import Person

__all__ = ["connect"]


def connect() -> None:
    account.user_logged_in.connect(_entered)
    user_logged_out.connect(_left)
    for signal in (account.password_changed, account.password_reset, account.password_set):
        signal.connect(_password)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authentication_failed.connect(_wrong_code)


def _entered(request: Any, user: Person, **_: Any) -> None:
    methods = [one["method"] for one in get_authentication_records(request, user)]
    note(person=user, action="person.entered", after={"by": list(dict.fromkeys(methods))})


def _left(user: Person | None, **_: Any) -> None:
    if user is not None:
        note(person=user, action="person.left")


def _password(user: Person, **_: Any) -> None:
    note(person=user, action="person.secured", after={"password": "new"})


def _factor_added(user: Person, authenticator: Any, **_: Any) -> None:
    note(person=user, action="person.secured", after={str(authenticator.type): "added"})


def _factor_removed(user: Person, authenticator: Any, **_: Any) -> None:
    note(person=user, action="person.secured", after={str(authenticator.type): "removed"})


def _wrong_code(user: Person, **_: Any) -> None:
    note_refusal(email=user.email, step="second factor")
