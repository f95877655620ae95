"""What programs can ask, as a page; the keys with which they do."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sandan.web.publication import actions, queries
from sandan.web.publication.api.service import api
from sandan.web.publication.forms import TokenForm
from sandan.web.publication.models import ApiToken
from sandan.web.shared.permissions import permitted

__all__ = ["operations", "revoke", "tokens"]


def _said() -> Iterator[dict[str, Any]]:
    """Read the operations out of the schema that programs read too."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, told in methods.items():
            yield {
                "method": method.upper(),
                "path": path,
                "summary": _(told["summary"]),
                "description": _(told["description"]) if told.get("description") else "",
                "needs_key": bool(told.get("security")),
                "parameters": [_parameter(one) for one in told.get("parameters", [])],
            }


def _parameter(told: dict[str, Any]) -> dict[str, Any]:
    said = told.get("description", "")
    return {"name": told["name"], "required": told["required"], "said": _(said) if said else ""}


@permitted("publication.see_open")
def operations(request: HttpRequest) -> HttpResponse:
    every = list(_said())
    context = {
        "free": [one for one in every if not one["needs_key"]],
        "with_key": [one for one in every if one["needs_key"]],
        "base": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "publication/operations.html", context)


@permitted("publication.use_api", methods=("GET", "HEAD", "POST"))
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own keys and make one; the answer to making it shows it, this once."""
    form, made, secret = TokenForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        made, secret = actions.make_token(by=request.user, **form.cleaned_data)
        form = TokenForm()
    context = {
        "form": form,
        "made": made,
        "secret": secret,
        "tokens": queries.own_tokens(request.user),
        "base": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "publication/tokens.html", context, status=422 if form.is_bound else 200)


def _find_own(person: Any, token: int) -> ApiToken:
    found = queries.own_tokens(person).filter(pk=token).first() if person.is_authenticated else None
    if found is None:
        raise Http404
    return found


@permitted("publication.use_api", find=_find_own, methods=("POST",))
def revoke(request: HttpRequest, token: ApiToken) -> HttpResponse:
    actions.revoke_token(by=request.user, token=token)
    messages.success(request, _("The key “%(name)s” no longer works.") % {"name": token})
    return redirect("publication:tokens")
