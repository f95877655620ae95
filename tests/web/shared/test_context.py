import pytest

from sandan.web.shared.catalog import menu
from sandan.web.shared.context import GROUPS


def test_menu_groups_stand_in_the_order_of_the_office(client_as):
    groups = [
        group for group, _, _ in client_as("planner", "administrator").get("/nowhere/").context["menu_groups"]
    ]
    assert groups == [group for group in GROUPS if group in groups]


def test_every_entry_of_the_menu_belongs_to_a_group_with_a_name():
    assert {entry.group for entry in menu()} <= set(GROUPS)


def test_menu_marks_where_one_is(client_as):
    groups = client_as("planner").get("/").context["menu_groups"]
    assert [line["address"] for _, _, lines in groups for line in lines if line["here"]] == ["/"]


@pytest.mark.parametrize(("roles", "may"), [((), False), (("coordinator",), True)])
def test_search_is_offered_only_to_those_who_see_the_register(client_as, roles, may):
    assert client_as(*roles).get("/nowhere/").context["may_search"] is may
