"""How pages and programs find a report and its files, and how a file is handed out."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from sandan.web.publication import queries
from sandan.web.publication.models import Report, State

__all__ = ["attachment", "find_file", "find_public_file", "find_public_report", "find_report"]

Found = tuple[Report, queries.Filed]


def find_report(person: Any, report: UUID) -> Report:
    return _there(queries.report(report))


def find_file(person: Any, report: UUID, name: str) -> Found:
    found = find_report(person, report)
    return found, _there(queries.file_of(found, name))


def find_public_report(person: Any, report: UUID) -> Report:
    """Find a report that is or was published; a draft is not there."""
    return _there(queries.published().filter(pk=report).first())


def find_public_file(person: Any, report: UUID, name: str) -> Found:
    """Find a file of a report that is published now."""
    found = find_public_report(person, report)
    return found, _there(queries.file_of(found, name) if found.state == State.PUBLISHED else None)


def _there(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def attachment(report: Report, filed: queries.Filed) -> HttpResponse:
    """Hand a file out to keep, never as a page to open; its hash goes with it."""
    return HttpResponse(
        queries.bytes_of(report, filed),
        content_type=filed.media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, filed.name),
            "Content-Security-Policy": "sandbox",
            "ETag": f'"{filed.sha256}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
