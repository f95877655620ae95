"""Who a program asks for, what it may, and how often."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from sandan.web.publication.actions import hash_of, note_use
from sandan.web.publication.models import ApiToken
from sandan.web.publication.queries import live_token

__all__ = ["BY_ADDRESS", "BY_KEY", "Key", "asks"]

WINDOW = 60


def _address(request: HttpRequest) -> str:
    """Name where a request comes from; behind a proxy, only what the proxy itself has added is believed."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.CONFIG.https else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


class PerMinute(BaseThrottle):
    """So many requests in a minute, counted in the cache that all processes share."""

    def __init__(self, scope: str, limit: int, ident: Callable[[HttpRequest], str]) -> None:
        self.scope, self.limit, self.ident = scope, limit, ident

    def allow_request(self, request: HttpRequest) -> bool:
        key = f"asked:{self.scope}:{self.ident(request)}:{int(time.time()) // WINDOW}"
        cache.add(key, 0, 2 * WINDOW)
        try:
            return int(cache.incr(key)) <= self.limit
        except ValueError:
            # It was dropped between the two lines; whoever is counted anew has not asked too much.
            return True

    def wait(self) -> float:
        return WINDOW - time.time() % WINDOW + 1


BY_KEY = PerMinute("key", 120, lambda request: str(request.auth.pk))
BY_ADDRESS = PerMinute("address", 60, _address)


class Key(HttpBearer):
    """Lets a program in by its key; from then on it is the person of the key who asks."""

    def __call__(self, request: HttpRequest) -> ApiToken | None:
        token = super().__call__(request)
        if token is None and not BY_ADDRESS.allow_request(request):
            raise Throttled(int(BY_ADDRESS.wait()))
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = live_token(hash_of(token))
        if found is None or not found.person.has_perm("publication.use_api"):
            return None
        note_use(token=found)
        request.user = found.person
        return found


def asks(permission: str, find: Callable[..., Any] | None = None) -> Callable[[Callable], Callable]:
    """Guard an operation as ``permitted`` guards a page; what ``find`` finds is left in ``request.found``."""

    def guard(operation: Callable) -> Callable:
        @wraps(operation)
        def guarded(request: HttpRequest, **given: Any) -> Any:
            found = () if find is None else (find(request.user, **given),)
            if not request.user.has_perm(permission, *found):
                raise PermissionDenied(permission)
            request.found = found[0] if found else None
            return operation(request, **given)

        named: Any = guarded
        named.permission = permission
        return guarded

    return guard
