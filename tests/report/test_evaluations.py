from datetime import date

import pytest

import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.report.evaluations import came_before, evaluations_of


@pytest.fixture
def workspace(workspace_with):
    return workspace_with(
        "registered", as_of=date(2013, 12, 31), establishments=policy_office.policy_register(cities=2)
    )


def test_specifications_of_a_place_with_all_on_their_policy(workspace):
    for more in ({}, {"outcome": "firms"}, {"policy_ko": "다른 정책"}, {"place": "C01", "site": "C011"}):
        register(workspace.root, specification_from(policy_office.RECORD | more))
    found = evaluations_of(workspace.root, "C00", workspace.vault.snapshots("establishments"))
    assert sorted(one.registered for one in found) == [1, 2, 2]
    assert {one.before_data for one in found} == {True}


def test_order_of_registration_and_data_is_told_whatever_the_offset(workspace):
    registers = workspace.vault.snapshots("establishments")
    late = specification_from(policy_office.RECORD | {"registered_at": "2099-01-01T00:00:00-09:00"})
    assert came_before(late, registers) is False
    assert came_before(late, []) is None
