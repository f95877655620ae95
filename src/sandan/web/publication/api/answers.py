"""From what queries find to what programs are given."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from sandan.web.claims.queries import Line as ClaimLine
from sandan.web.claims.queries import PublicEntry
from sandan.web.companies.queries.register import Line
from sandan.web.imports.queries import Holding
from sandan.web.jobs.models import Job
from sandan.web.publication.models import Report, State
from sandan.web.publication.queries import files_of

__all__ = ["claim", "company", "job", "listing", "public_claim", "report", "snapshot"]

COMPANY = (
    "number",
    "business_number",
    "corporation_number",
    "founded_on",
    "closed_on",
    "main_product",
    "homepage",
    "verified_on",
)
CLAIM = ("key", "subject", "said", "value", "unit", "period", "place", "kind")
CERTIFICATE = ("kind", "number", "valid_from", "valid_to")
EVIDENCE = ("measures", "value", "unit", "period", "stance")
SNAPSHOT = (
    "id",
    "kind",
    "profile",
    "title",
    "source",
    "licence",
    "as_of",
    "edition",
    "rows",
    "original_name",
)
SNAPSHOT_MORE = ("table_sha256", "original_sha256", "supersedes", "not_to_be_read_as", "sandan_version")
JOB = ("kind", "title", "state", "percent", "error_code", "created", "finished")


def _parts(found: Any, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


def listing(
    request: HttpRequest, found: Any, page: int, size: int, write: Callable[[Any], Any]
) -> dict[str, Any]:
    """Cut one page out of a list or a queryset; ``write`` writes the rows of the page, all at once."""
    total = found.count() if hasattr(found, "query") else len(found)
    rows = list(found[(page - 1) * size : page * size])
    follows = page * size < total
    return {
        "items": write(rows),
        "page": page,
        "size": size,
        "total": total,
        "next": _next(request, page, size) if follows else None,
    }


def _next(request: HttpRequest, page: int, size: int) -> str:
    asked = [(name, value) for name, value in request.GET.items() if name not in {"page", "size"}]
    query = urlencode([*asked, ("page", page + 1), ("size", size)])
    return str(request.build_absolute_uri(f"{request.path}?{query}"))


def company(line: Line) -> dict[str, Any]:
    merged = line.company.merged_into
    return _parts(line.company, COMPANY) | {
        "name": line.name,
        "state": str(line.state),
        "size": line.company.size_class,
        "industry": line.industry,
        "address": line.address,
        "complexes": list(line.complexes),
        "certificates": [_parts(one, CERTIFICATE) for one in line.certificates],
        "merged_into": None if merged is None else merged.number,
    }


def snapshot(found: Holding) -> dict[str, Any]:
    return _parts(found.snapshot, SNAPSHOT + SNAPSHOT_MORE) | {"current": found.is_current}


def claim(line: ClaimLine) -> dict[str, Any]:
    return _parts(line.claim, CLAIM) | {
        "source": line.claim.source.outlet,
        "verdict": line.judged["verdict"],
        "rule_verdict": line.judged["rule_verdict"],
        "public": line.public,
    }


def public_claim(entry: PublicEntry) -> dict[str, Any]:
    return _parts(entry.claim, CLAIM) | {
        "source": entry.claim.source.outlet,
        "verdict": entry.judged["verdict"],
        "rule_verdict": entry.judged["rule_verdict"],
        "public": True,
        "opinion": _parts(entry.opinion, ("verdict", "reason", "decided_on")),
        "evidence": [_parts(row, EVIDENCE) | {"source": row.source.outlet} for row, _ in entry.evidence],
    }


def report(request: HttpRequest, found: Report, *, public: bool) -> dict[str, Any]:
    """Describe a report; to the public only what is published has files."""
    shown = files_of(found) if found.state == State.PUBLISHED or not public else []
    name = "api-v1:public_file" if public else "api-v1:report_file"
    lens = {part: found.lens[part] for part in ("city", "start", "end")}
    times = _parts(found, ("made_at", "published_at", "withdrawn_at", "version", "code"))
    return {
        **lens,
        **times,
        "id": found.pk,
        "titles": found.titles,
        "state": found.state,
        "sections": found.sections,
        "languages": found.languages,
        "known_on": found.known_on or None,
        "supersedes": found.supersedes_id,
        "snapshots": found.snapshots,
        "files": [
            _parts(one, ("name", "language", "format", "sha256", "size"))
            | {"address": request.build_absolute_uri(reverse(name, args=(found.pk, one.name)))}
            for one in shown
        ],
    }


def job(request: HttpRequest, found: Job) -> dict[str, Any]:
    address = reverse("api-v1:job", args=(found.pk,))
    told = {"id": found.pk, "result": found.result, "error": found.failure}
    return _parts(found, JOB) | told | {"address": request.build_absolute_uri(address)}
