"""What programs ask with a key: everything that the pages show to the person of the key, and no more."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Path, Query, Router, Status

from sandan.errors import FigureError
from sandan.report.figures.record import Figure
from sandan.web.claims.queries import board
from sandan.web.companies.models import Company
from sandan.web.companies.queries.register import Filters, lines, listed
from sandan.web.companies.queries.scope import by_number
from sandan.web.imports.queries import Holding, holding, holdings
from sandan.web.jobs.models import Job
from sandan.web.jobs.queries import visible_to
from sandan.web.measurement import actions as measurement
from sandan.web.measurement import queries as figures
from sandan.web.publication import queries
from sandan.web.publication.api import answers
from sandan.web.publication.api.entering import asks
from sandan.web.publication.api.schemas import (
    ClaimOut,
    CompanyLine,
    CompanyOut,
    FigureOut,
    JobOut,
    Listing,
    ReportOut,
    SnapshotLine,
    SnapshotOut,
)
from sandan.web.publication.finding import attachment, find_file, find_report
from sandan.web.publication.models import Report

__all__ = ["ANY_FILE", "Page", "Size", "router"]

router = Router()

Page = Annotated[int, Query(ge=1, le=100_000, description=gettext_noop("Number of the page, from 1"))]
Size = Annotated[int, Query(ge=1, le=200, description=gettext_noop("Rows of a page, at most 200"))]
Number = Annotated[
    str, Path(pattern=r"^C-\d{6,12}$", description=gettext_noop("Public number of the company"))
]
FigureKey = Annotated[
    str, Path(pattern=r"^F-[0-9a-f]{12}$", description=gettext_noop("Identifier of the figure"))
]
SnapshotKey = Annotated[
    str, Path(pattern=r"^[0-9a-f]{64}$", description=gettext_noop("Identifier of the snapshot"))
]
ReportKey = Annotated[UUID, Path(description=gettext_noop("Identifier of the report"))]
JobKey = Annotated[UUID, Path(description=gettext_noop("Identifier of the job"))]
FileName = Annotated[str, Path(description=gettext_noop("Name of the file, as the report lists it"))]
Words = Annotated[str, Query(max_length=100, description=gettext_noop("Words to look for"))]
Code = Annotated[str, Query(max_length=40, description=gettext_noop("Only with this code or word"))]
Day = Annotated[date | None, Query(description=gettext_noop("As it was on this day"))]
State = Annotated[
    Literal["", "active", "suspended", "closed"], Query(description=gettext_noop("Only in this state"))
]
Newest = Annotated[bool, Query(description=gettext_noop("Only those of their kind that are current"))]
Order = Annotated[Literal["name", "newest", "verified"], Query(description=gettext_noop("Order of the list"))]

_KINDS: dict[str, Any] = {kind.partition(";")[0]: {} for kind in queries.FORMATS.values()}
ANY_FILE: dict[str, Any] = {"responses": {200: {"content": _KINDS}}}


@router.get(
    "/companies", response=Listing[CompanyLine], summary=gettext_noop("List companies"), url_name="companies"
)
@asks("companies.see_register")
def list_companies(
    request: HttpRequest,
    *,
    q: Words = "",
    state: State = "",
    industry: Code = "",
    complex: Code = "",  # noqa: A002 -- the word of the address
    region: Code = "",
    certificate: Code = "",
    on: Day = None,
    sort: Order = "name",
    page: Page = 1,
    size: Size = 50,
) -> dict[str, Any]:
    filters = Filters(
        q=q,
        state=state,
        industry=industry,
        complex=complex,
        region=region,
        certificate=certificate,
        on=on,
        sort=sort,
    )
    found = listed(request.user, filters)
    return answers.listing(request, found, page, size, lambda rows: _companies(rows, filters))


def _companies(rows: list[Company], filters: Filters) -> list[dict[str, Any]]:
    return [answers.company(line) for line in lines(rows, filters, persons=False)]


def _company(person: Any, number: str, **_: Any) -> Company:
    return by_number(person, number)


@router.get(
    "/companies/{number}", response=CompanyOut, summary=gettext_noop("One company"), url_name="company"
)
@asks("companies.see_company", find=_company)
def show_company(request: HttpRequest, number: Number, *, on: Day = None) -> dict[str, Any]:
    return _companies([request.found], Filters(on=on))[0]


def _figure(person: Any, key: str) -> Figure:
    try:
        return figures.figure(key)
    except FigureError as error:
        raise Http404(str(error)) from error


@router.get(
    "/figures/{key}",
    response=FigureOut,
    summary=gettext_noop("One figure with its record"),
    url_name="figure",
)
@asks("measurement.see_figures", find=_figure)
def show_figure(request: HttpRequest, key: FigureKey) -> dict[str, Any]:
    return request.found.to_json()


@router.post(
    "/figures/{key}/replay",
    response={202: JobOut},
    summary=gettext_noop("Make a figure again"),
    description=gettext_noop("The answer is a job; ask for it until its state is “done”."),
    url_name="replay",
)
@asks("measurement.replay", find=_figure)
def replay_figure(request: HttpRequest, key: FigureKey) -> Any:
    return Status(202, answers.job(request, measurement.replay(by=request.user, figure=request.found.id)))


@router.get(
    "/snapshots",
    response=Listing[SnapshotLine],
    summary=gettext_noop("List imported tables"),
    url_name="snapshots",
)
@asks("imports.see")
def list_snapshots(
    request: HttpRequest, *, kind: Code = "", current: Newest = False, page: Page = 1, size: Size = 50
) -> dict[str, Any]:
    found = holdings(kind=kind, current=current)
    return answers.listing(request, found, page, size, lambda rows: [answers.snapshot(one) for one in rows])


def _snapshot(person: Any, key: str) -> Holding:
    found = holding(key)
    if found is None:
        raise Http404
    return found


@router.get(
    "/snapshots/{key}", response=SnapshotOut, summary=gettext_noop("One imported table"), url_name="snapshot"
)
@asks("imports.see", find=_snapshot)
def show_snapshot(request: HttpRequest, key: SnapshotKey) -> dict[str, Any]:
    return answers.snapshot(request.found)


@router.get(
    "/claims", response=Listing[ClaimOut], summary=gettext_noop("List public claims"), url_name="claims"
)
@asks("claims.see")
def list_claims(
    request: HttpRequest, *, q: Words = "", verdict: Code = "", page: Page = 1, size: Size = 50
) -> dict[str, Any]:
    found = board(q=q, verdict=verdict).lines
    return answers.listing(request, found, page, size, lambda rows: [answers.claim(one) for one in rows])


@router.get("/reports", response=Listing[ReportOut], summary=gettext_noop("List reports"), url_name="reports")
@asks("publication.see_reports")
def list_reports(request: HttpRequest, *, page: Page = 1, size: Size = 50) -> dict[str, Any]:
    return answers.listing(
        request,
        queries.reports(),
        page,
        size,
        lambda rows: [answers.report(request, one, public=False) for one in rows],
    )


def _report(person: Any, key: UUID) -> Report:
    return find_report(person, key)


@router.get("/reports/{key}", response=ReportOut, summary=gettext_noop("One report"), url_name="report")
@asks("publication.see_reports", find=_report)
def show_report(request: HttpRequest, key: ReportKey) -> dict[str, Any]:
    return answers.report(request, request.found, public=False)


def _file(person: Any, key: UUID, name: str) -> tuple[Report, queries.Filed]:
    return find_file(person, key, name)


@router.get(
    "/reports/{key}/files/{name}",
    openapi_extra=ANY_FILE,
    summary=gettext_noop("A file of a report"),
    url_name="report_file",
)
@asks("publication.see_reports", find=_file)
def download(request: HttpRequest, key: ReportKey, name: FileName) -> HttpResponse:
    return attachment(*request.found)


def _job(person: Any, key: UUID) -> Job:
    found = visible_to(person).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@router.get("/jobs/{key}", response=JobOut, summary=gettext_noop("How far a job is"), url_name="job")
@asks("jobs.see", find=_job)
def show_job(request: HttpRequest, key: JobKey) -> dict[str, Any]:
    return answers.job(request, request.found)
