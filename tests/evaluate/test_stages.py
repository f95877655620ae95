import itertools

import numpy as np
import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.stages import FACTS, PLANS, ends, latest_stage, values_in_year

KOREA = indicator_registry()


@pytest.mark.parametrize("stages", [FACTS, PLANS])
def test_latest_stage_keeps_the_most_settled_in_any_order(make_values, stages):
    for order in itertools.permutations(range(3)):
        table = make_values(*({"value": place, "stage": stages[place]} for place in order))
        found = latest_stage(table, plans=stages is PLANS)
        assert found["value"].tolist() == [0.0]


def test_latest_stage_never_mixes_targets_with_facts(make_values):
    table = make_values({"value": 9, "stage": "target"}, {"value": 1, "stage": "provisional"})
    assert latest_stage(table)["value"].tolist() == [1.0]
    assert latest_stage(table, plans=True)["value"].tolist() == [9.0]
    assert latest_stage(table.iloc[:1]).empty


def test_later_stage_without_a_number_replaces_an_earlier_number(make_values):
    table = make_values({"value": 1, "stage": "final"}, {"stage": "revised", "status": "suppressed"})
    assert latest_stage(table)["status"].tolist() == ["suppressed"]


def test_latest_stage_refuses_the_same_value_twice(make_values):
    with pytest.raises(DefinitionError, match="'A' in 2013 is there twice"):
        latest_stage(make_values({"value": 1}, {"value": 2}))


def test_ends_are_exact_open_or_given(make_values):
    table = make_values(
        {"value": 5}, {"value": 5, "lower": 4}, {"value": 5, "upper": 6}, {"status": "not_stated"}
    )
    lower, upper = ends(table)
    np.testing.assert_array_equal(lower, [5, 4, -np.inf, np.nan])
    np.testing.assert_array_equal(upper, [5, np.inf, 6, np.nan])


def test_values_in_year_stand_under_one_definition(make_values):
    table = make_values(
        {"area": "A", "value": 1},
        {"area": "A", "value": 2, "definition_version": "2020"},
        {"area": "B", "value": 3},
        {"area": "C", "definition_version": "2020", "status": "suppressed"},
    )
    found = values_in_year(table, KOREA, indicator="workers", period=2013).set_index("area")
    assert found["status"].to_dict() == {"A": "reported", "B": "not_comparable", "C": "suppressed"}
    assert found.loc["A", "value"] == 2
    assert np.isnan(found.loc["B", "value"])


def test_values_in_year_fall_back_to_the_old_basis_if_nobody_has_the_new_one(make_values):
    table = make_values(
        {"area": "A", "value": 1}, {"area": "A", "definition_version": "2020", "status": "suppressed"}
    )
    found = values_in_year(table, KOREA, indicator="workers", period=2013)
    assert found["value"].tolist() == [1.0]


def test_values_in_year_keep_to_the_places_and_the_year(make_values):
    table = make_values({"value": 1}, {"area": "B", "value": 2}, {"period": 2014, "value": 3})
    found = values_in_year(table, KOREA, indicator="workers", period=2013, areas=("B", "Z"))
    assert found["area"].tolist() == ["B"]
    with pytest.raises(DefinitionError, match="'happiness'"):
        values_in_year(table, KOREA, indicator="happiness", period=2013)
