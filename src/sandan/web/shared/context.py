"""What every page knows: the office, its menu, the work that is going on."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from sandan.web.shared.catalog import Entry, menu

__all__ = ["office"]


def office(request: HttpRequest) -> dict[str, Any]:
    return {
        "office_name": settings.WORKSPACE.settings.name,
        "menu_groups": [(group, list(entries)) for group, entries in groupby(_entries(request), _group)],
    }


def _group(line: dict[str, Any]) -> str:
    return str(line["group"])


def _entries(request: HttpRequest) -> list[dict[str, Any]]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return []
    return [_line(request, entry) for entry in menu() if person.has_perm(entry.permission)]


def _line(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    address = reverse(entry.url)
    here = request.path == address or (address != "/" and request.path.startswith(address))
    return {"address": address, "words": entry.words, "icon": entry.icon, "here": here, "group": entry.group}
