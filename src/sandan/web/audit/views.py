"""Pages of the trail."""

import csv
import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from sandan.web.audit import queries
from sandan.web.audit.actions import record
from sandan.web.audit.forms import FilterForm
from sandan.web.audit.models import Event
from sandan.web.audit.templatetags.trail import object_kind, said
from sandan.web.shared.permissions import permitted

__all__ = ["download", "event", "trail"]

PIECE = 2_000
HEADER = (
    "number",
    "at",
    "person",
    "action",
    "said",
    "kind",
    "object",
    "object_id",
    "before",
    "after",
    "reason",
    "previous",
    "hash",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _find(person: object, number: int) -> Event:
    found = queries.event(number)
    if found is None:
        raise Http404
    return found


@permitted("audit.read")
def trail(request: HttpRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = queries.page(form.wanted(), before=_number(request, "before"), after=_number(request, "after"))
    return render(request, "audit/trail.html", {"form": form, "page": page})


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdigit() and len(given) < 19 else None


@permitted("audit.read", find=_find)
def event(request: HttpRequest, found: Event) -> HttpResponse:
    return render(
        request,
        "audit/event.html",
        {
            "event": found,
            "earlier": queries.event(found.number - 1),
            "later": queries.event(found.number + 1),
        },
    )


@permitted("audit.read", methods=("POST",))
def download(request: HttpRequest) -> StreamingHttpResponse:
    """Send the trail as a table; that somebody took it out is itself an event."""
    form = FilterForm(request.POST)
    found = queries.narrowed(form.wanted()).order_by("number")
    record(by=request.user, action="trail.exported", on=request.user, after={"narrowed": form.changed_data})
    name = f"trail-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _lines(found.iterator(chunk_size=PIECE)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Echo:
    """Gives a written line back, so that the table is never held as a whole."""

    def write(self, line: str) -> str:
        return line


def _lines(events: Iterator[Event]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    # Spreadsheets of Korean offices take a file for UTF-8 only if it begins with this mark.
    yield "\ufeff" + writer.writerow(HEADER)
    for one in events:
        yield writer.writerow([_harmless(cell) for cell in _row(one)])


def _row(one: Event) -> list[str]:
    return [
        str(one.number),
        one.at.isoformat(),
        one.actor_name,
        one.action,
        str(said(one)),
        str(object_kind(one)),
        one.object_label,
        one.object_id,
        json.dumps(one.before, ensure_ascii=False, sort_keys=True),
        json.dumps(one.after, ensure_ascii=False, sort_keys=True),
        one.reason,
        one.previous,
        one.hash,
    ]


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
