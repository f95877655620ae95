from datetime import date

import pytest

from sandan.errors import DefinitionError
from sandan.evaluate.comparison_sets import chosen_by_size, comparison_sets_from
from sandan.evaluate.indicators import indicator_registry

KOREA = indicator_registry()
ENTRY = {
    "key": "large",
    "name_ko": "대도시",
    "name_en": "large cities",
    "rule_ko": "인구 50만 이상",
    "rule_en": "500,000 people or more",
    "chosen_on": date(2013, 1, 1),
    "areas": ["A", "B"],
}


def test_stored_set_comes_back_from_its_record():
    sets = comparison_sets_from({"set": [ENTRY]})
    assert comparison_sets_from({"set": [sets["large"].to_json()]}) == sets


@pytest.mark.parametrize(
    "change", [{"areas": ["A"]}, {"areas": ["A", "A"]}, {"chosen_on": "once"}, {"note": "x"}]
)
def test_sets_that_are_not_well_formed_are_refused(change):
    with pytest.raises(DefinitionError, match="'large'"):
        comparison_sets_from({"set": [ENTRY | change]})


@pytest.mark.parametrize(("size", "areas"), [(499, ("A", "B")), (500, ("A", "B")), (501, None)])
def test_chosen_by_size_at_and_around_the_size(make_values, size, areas):
    base = {"indicator": "population"}
    table = make_values(
        base | {"value": 900}, base | {"area": "B", "value": 500}, base | {"area": "C", "value": 1}
    )

    def chosen():
        return chosen_by_size(table, KOREA, key="big", period=2013, at_least=size, chosen_on=date(2014, 1, 1))

    if areas is None:
        with pytest.raises(DefinitionError, match="names 1 places"):
            chosen()
    else:
        assert chosen().areas == areas
        assert chosen().rule_en == f"all places with population of {size} persons or more in 2013"
