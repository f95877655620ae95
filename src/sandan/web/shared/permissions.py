"""Deciding who may do what: the matrix is data, predicates look at the object, views name what they need."""

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sandan.web.shared.catalog import CITIZEN, Permission, permissions

__all__ = ["permitted", "register", "roles_of"]

View = Callable[..., HttpResponse]


def roles_of(person: Any) -> frozenset[str]:
    """Return the roles that somebody has today; everybody is a citizen."""
    return frozenset({CITIZEN}) if not person.is_authenticated else person.roles | {CITIZEN}


def register() -> None:
    """Make every permission of the catalogs known to Django's ``has_perm``."""
    predicates = _predicates()
    for permission in permissions().values():
        rules.set_perm(permission.name, _rule(permission, predicates))


def _predicates() -> dict[str, Callable[[Any, Any], bool]]:
    found: dict[str, Callable[[Any, Any], bool]] = {}
    for app in settings.SANDAN_APPS:
        if find_spec(f"{app}.predicates") is not None:
            found |= import_module(f"{app}.predicates").PREDICATES
    return found


def _rule(permission: Permission, predicates: dict[str, Callable[[Any, Any], bool]]) -> rules.Predicate:
    conditions = {role: predicates[name] for role, name in permission.allow_if.items()}

    def holds(person: Any, found: Any = None) -> bool:
        roles = roles_of(person)
        if roles & permission.allow:
            return True
        # Asked without an object the answer is whether there may be any; the queries keep to the scope.
        return any(found is None or test(person, found) for role, test in conditions.items() if role in roles)

    return rules.predicate(holds, name=permission.name)


def permitted(
    permission: str,
    *,
    find: Callable[..., Any] | None = None,
    methods: tuple[str, ...] = ("GET", "HEAD"),
) -> Callable[[View], View]:
    """Guard a view: ``find`` looks its object up inside the person's scope and the view gets it."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            found = () if find is None else (find(request.user, **kwargs),)
            if request.user.has_perm(permission, *found):
                return view(request, *found, **({} if find else kwargs))
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied(permission)

        checked = require_http_methods(list(methods))(guarded)
        checked.permission = permission
        return checked

    return guard
