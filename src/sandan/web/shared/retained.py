"""Kinds of personal data that can become due: an app's ``retention.py`` declares them as ``RETAINED``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

__all__ = ["Retained", "retained"]


@dataclass(frozen=True)
class Retained:
    """A kind that ``retention.toml`` describes: what was last needed on or before a day, and how to erase it.

    ``erase(by=, found=, reason=)`` is an action: it leaves its own event about each row.
    """

    kind: str
    due: Callable[[date], QuerySet[Any]]
    erase: Callable[..., None]


def retained() -> dict[str, Retained]:
    found: dict[str, Retained] = {}
    for app in settings.SANDAN_APPS:
        if find_spec(f"{app}.retention") is not None:
            found |= {one.kind: one for one in import_module(f"{app}.retention").RETAINED}
    return found
