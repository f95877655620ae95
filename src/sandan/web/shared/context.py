"""What every page knows: the office, its menu, the work that is going on."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sandan.web.shared.catalog import Entry, menu

__all__ = ["THEMES", "THEME_COOKIE", "office", "theme_of"]

THEME_COOKIE = "theme"
THEMES = ("light", "dark")

GROUPS = {
    "observe": _("The place in numbers"),
    "analyze": _("Deeper analysis"),
    "evaluate": _("What came of the policy"),
    "work": _("Companies and work"),
    "publish": _("Reports and open data"),
    "run": _("Running the office"),
}
"""The groups of the menu, in their order."""


def office(request: HttpRequest) -> dict[str, Any]:
    return {
        "office_name": settings.WORKSPACE.settings.name,
        "office_mails": bool(settings.CONFIG.mail),
        "menu_groups": [
            (group, GROUPS[group], list(entries)) for group, entries in groupby(_entries(request), _group)
        ],
        "may_search": _may_search(request),
        "theme": theme_of(request),
    }


def theme_of(request: HttpRequest) -> str:
    """Return ``light`` or ``dark`` where this browser has chosen, otherwise nothing: the device decides."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def _may_search(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and person.has_perm("companies.see_register"))


def _group(line: dict[str, Any]) -> str:
    return str(line["group"])


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    entries = sorted(menu(), key=lambda entry: list(GROUPS).index(entry.group))
    lines = [_line(entry) for entry in entries if person.has_perm(entry.permission)]
    here = _here(request.path, [line["address"] for line in lines])
    return [line | {"here": line["address"] == here} for line in lines]


def _here(path: str, addresses: list[str]) -> str:
    """Find the line that a page belongs to: of those whose address its own begins with, the longest."""
    fitting = [one for one in addresses if path == one or (one != "/" and path.startswith(one))]
    return max(fitting, key=len, default="")


def _line(entry: Entry) -> dict[str, Any]:
    return {"address": reverse(entry.url), "words": entry.words, "icon": entry.icon, "group": entry.group}
