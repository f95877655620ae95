"""How people come in: by an administrator's invitation, never by themselves."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from sandan.web.accounts.models import Person

__all__ = ["OfficeAdapter"]

logger = logging.getLogger(__name__)


class OfficeAdapter(DefaultAccountAdapter):
    """Sign-up is closed, and failing sign-ins are known."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        from sandan.web.accounts.actions import note_refusal  # noqa: PLC0415 -- allauth loads this before models

        logger.warning("A sign-in failed.")
        note_refusal(email=credentials.get("email", ""), step="password")

    def reauthenticate(self, user: Person, password: str) -> bool:
        """Compare with the address that people sign in with; allauth keeps a list of its own."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk
