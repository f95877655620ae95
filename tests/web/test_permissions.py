"""One table for every address and every role; an address that is missing from it fails."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from web_table import EVERYBODY

FOREIGN = ("account_", "mfa_", "usersessions_", "api-")
"""Addresses of libraries: sign-in, second factors, sessions, the interface for programs."""


def _rows():
    for path in sorted(Path(__file__).parent.glob("*/permission_rows.py")):
        spec = spec_from_file_location(f"{path.parent.name}_rows", path)
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from module.ROWS


ROWS = list(_rows())


def _addresses(patterns, prefix=""):
    for one in patterns:
        if isinstance(one, URLPattern):
            yield prefix + (one.name or str(one.pattern)), one.callback
        else:
            inner = f"{prefix}{one.namespace}:" if one.namespace else prefix
            yield from _addresses(one.url_patterns, inner)


ADDRESSES = {
    name: view for name, view in _addresses(get_resolver().url_patterns) if not name.startswith(FOREIGN)
}


def test_table_holds_every_address():
    assert sorted({row.url for row in ROWS}) == sorted(ADDRESSES)


def test_every_view_names_its_permission():
    assert sorted(name for name, view in ADDRESSES.items() if not hasattr(view, "permission")) == []


def _gets_in(response):
    to_sign_in = response.status_code == 302 and response.url.startswith("/account/login/")
    return response.status_code < 500 and response.status_code not in {403, 404} and not to_sign_in


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.method}-{row.url}" for row in ROWS])
def test_address_lets_in_only_its_roles(row, person_with):
    address = reverse(row.url, kwargs=row.make())
    let_in = set()
    for role in sorted(EVERYBODY):
        client = Client()
        if role != "citizen":
            client.force_login(
                person_with(role), backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        undo = transaction.savepoint()
        if _gets_in(
            client.generic(row.method, address) if row.method != "POST" else client.post(address, row.data)
        ):
            let_in.add(role)
        transaction.savepoint_rollback(undo)
    assert let_in == set(row.roles)
