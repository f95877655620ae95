"""What programs ask without a key: the same as the public pages show."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router

from sandan.web.claims.queries import public_entries
from sandan.web.publication import queries
from sandan.web.publication.api import answers
from sandan.web.publication.api.entering import asks
from sandan.web.publication.api.office import ANY_FILE, FileName, Page, ReportKey, Size
from sandan.web.publication.api.schemas import Listing, PublicClaimOut, ReportOut
from sandan.web.publication.finding import attachment, find_public_file, find_public_report
from sandan.web.publication.models import Report

__all__ = ["router"]

router = Router()


@router.get(
    "/reports",
    response=Listing[ReportOut],
    summary=gettext_noop("List published reports"),
    url_name="public_reports",
)
@asks("publication.see_open")
def list_reports(request: HttpRequest, *, page: Page = 1, size: Size = 50) -> dict[str, Any]:
    return answers.listing(
        request,
        queries.published(),
        page,
        size,
        lambda rows: [answers.report(request, one, public=True) for one in rows],
    )


def _report(person: Any, key: UUID) -> Report:
    return find_public_report(person, key)


@router.get(
    "/reports/{key}",
    response=ReportOut,
    summary=gettext_noop("One published report"),
    url_name="public_report",
)
@asks("publication.see_open", find=_report)
def show_report(request: HttpRequest, key: ReportKey) -> dict[str, Any]:
    return answers.report(request, request.found, public=True)


def _file(person: Any, key: UUID, name: str) -> tuple[Report, queries.Filed]:
    return find_public_file(person, key, name)


@router.get(
    "/reports/{key}/files/{name}",
    openapi_extra=ANY_FILE,
    summary=gettext_noop("A file of a published report"),
    url_name="public_file",
)
@asks("publication.see_open", find=_file)
def download(request: HttpRequest, key: ReportKey, name: FileName) -> HttpResponse:
    return attachment(*request.found)


@router.get(
    "/claims",
    response=Listing[PublicClaimOut],
    summary=gettext_noop("List published claims"),
    url_name="public_claims",
)
@asks("publication.see_open")
def list_claims(request: HttpRequest, *, page: Page = 1, size: Size = 50) -> dict[str, Any]:
    found = public_entries()
    return answers.listing(
        request, found, page, size, lambda rows: [answers.public_claim(one) for one in rows]
    )
