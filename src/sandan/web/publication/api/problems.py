"""Refusals as programs read them: ``application/problem+json`` with a code and a sentence (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from sandan.errors import SandanError
from sandan.web.shared.catalog import permissions

__all__ = ["PROBLEM", "REFUSALS", "Problem", "handle_all"]

PROBLEM = "application/problem+json"
REFUSALS = (400, 401, 403, 404, 422, 429)


class Fault(Schema):
    """One value that could not be read."""

    where: str
    sentence: str


class Problem(Schema):
    """Why a request was refused."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    faults: list[Fault] = []


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    content = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "faults": more.get("faults", []),
    }
    return JsonResponse(
        content,
        status=status,
        content_type=PROBLEM,
        headers=more.get("headers", {}),
        json_dumps_params={"ensure_ascii": False},
    )


def handle_all(api: NinjaAPI) -> None:
    """Answer every refusal in the same form."""
    api.add_exception_handler(AuthenticationError, _unknown)
    api.add_exception_handler(PermissionDenied, _forbidden)
    api.add_exception_handler(Http404, _not_found)
    api.add_exception_handler(ValidationError, _faulty)
    api.add_exception_handler(Throttled, _too_many)
    api.add_exception_handler(HttpError, _other)
    api.add_exception_handler(SandanError, _refused)


def _unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    detail = _(
        "No key was sent, or it does not work (any more). Send the header “Authorization: Bearer sandan_…” "
        "with a key that works; people make keys on the page “Keys for programs”."
    )
    return problem(401, "key", detail, headers={"WWW-Authenticate": "Bearer"})


def _forbidden(request: HttpRequest, error: Exception) -> HttpResponse:
    needed = permissions().get(str(error))
    detail = _("This needs the right “%(right)s”, which the person of the key does not have.")
    return problem(403, "right", detail % {"right": needed.words if needed else error})


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(404, "not-found", _("There is nothing at this address, or not for the person of the key."))


def _faulty(request: HttpRequest, error: ValidationError) -> HttpResponse:
    faults = [{"where": _place(one["loc"]), "sentence": one["msg"]} for one in error.errors]
    detail = _("%(count)d value(s) cannot be read; “faults” says which and why.") % {"count": len(faults)}
    return problem(422, "values", detail, faults=faults)


def _place(parts: Any) -> str:
    return ".".join(str(part) for part in parts)


def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    seconds = int(error.wait or 1)
    detail = _("Too many requests; ask again in %(seconds)d seconds.") % {"seconds": seconds}
    return problem(429, "too-many", detail, headers={"Retry-After": str(seconds)})


def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "request", str(error))


def _refused(request: HttpRequest, error: SandanError) -> HttpResponse:
    return problem(422, error.code, str(error))
