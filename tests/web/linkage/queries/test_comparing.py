import pytest

from sandan.web.linkage.queries.comparing import compared
from web.linkage.factories import EntryFactory, candidate, company

pytestmark = pytest.mark.django_db


def test_points_of_the_cells_add_up_to_those_of_the_company():
    known = company("㈜한빛전자", address="경기도 성남시 중원구 둔촌대로 12", main_product="센서")
    one = candidate(known, 8.0, address="same") | {"as": "한빛전기"}
    entry = EntryFactory(candidates=[one], data={"address": "둔촌대로 12", "product": "기판"})
    found = compared(entry)
    (side,) = found.sides
    assert found.columns == ["name", "number", "address", "representative", "product"]
    assert [(cell.value, cell.sign, cell.points) for cell in side.cells] == [
        ("㈜한빛전자", "≈", 4),
        ("", "–", 0),
        ("경기도 성남시 중원구 둔촌대로 12", "=", 4),
        ("", "–", 0),
        ("센서", "≠", None),
    ]
    assert (sum(side.parts), side.score, side.cells[0].note) == (8, 8.0, "한빛전기")


def test_telephone_is_a_column_only_if_the_list_has_one():
    entry = EntryFactory(candidates=[candidate(company())], data={"phone": "031-123-4567"})
    assert compared(entry).columns == ["name", "number", "address", "representative", "phone", "product"]


def test_number_of_candidates_does_not_change_the_number_of_queries(django_assert_num_queries):
    companies = [company(f"한빛전자 {number}") for number in range(4)]
    one, three = (
        EntryFactory(candidates=[candidate(known) for known in part])
        for part in (companies[:1], companies[1:])
    )
    for entry in (one, three):
        # companies as a table and their addresses, other names, industries, companies
        with django_assert_num_queries(5):
            compared(entry)
