from datetime import date

from django.db.models import QuerySet

from sandan.web.shared.retained import retained


def test_kinds_of_all_apps_are_found_by_name():
    assert sorted(retained()) == ["accounts.person", "accounts.session", "companies.contact"]


def test_every_kind_says_what_is_due_as_a_query(db):
    assert [isinstance(one.due(date(2026, 1, 1)), QuerySet) for one in retained().values()] == [True] * 3
