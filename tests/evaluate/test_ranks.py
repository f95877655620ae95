from datetime import date

import pytest

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.comparison_sets import ComparisonSet, chosen_by_size
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.ranks import RANK_COLUMNS, ranks

KOREA = indicator_registry()


def peers(*areas):
    return ComparisonSet("set", "집합", "set", "규칙", "rule", date(2013, 1, 1), areas)


def ranked(values, *areas, **other):
    asked = {"indicator": "workers", "period": 2013} | other
    table = ranks(values, peers(*areas), KOREA, **asked)
    assert list(table.columns) == list(RANK_COLUMNS)
    return table.set_index("area")


def test_ranks_of_exact_values_name_ties(make_values):
    table = make_values(
        {"value": 9}, {"area": "B", "value": 5}, {"area": "C", "value": 5}, {"area": "D", "value": 1}
    )
    found = ranked(table, "A", "B", "C", "D")
    assert found["rank"].to_dict() == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert found["tied_with"].to_dict() == {"A": "", "B": "C", "C": "B", "D": ""}
    assert found["best_rank"].equals(found["rank"])
    assert found["worst_rank"].equals(found["rank"])


def test_ranks_of_intervals_are_ranges(make_values):
    table = make_values(
        {"value": 9, "lower": 6, "upper": 10},
        {"area": "B", "value": 7, "lower": 5, "upper": 8},
        {"area": "C", "value": 1},
    )
    found = ranked(table, "A", "B", "C")
    assert found["rank"].tolist() == [1, 2, 3]
    assert found["best_rank"].tolist() == [1, 1, 3]
    assert found["worst_rank"].tolist() == [2, 2, 3]


def test_missing_places_are_listed_and_never_ranked(make_values):
    table = make_values({"value": 9}, {"area": "B", "status": "suppressed", "lower": 1, "upper": 99})
    found = ranked(table, "C", "A", "B")
    assert found["status"].to_dict() == {"A": "reported", "B": "suppressed", "C": "not_stated"}
    assert found["rank"].isna().tolist() == [False, True, True]
    assert found.loc["A", ["ranked", "missing", "worst_rank", "worst_rank_with_missing"]].tolist() == [
        1,
        2,
        1,
        3,
    ]
    assert found.loc["B", ["lower", "upper"]].tolist() == [1, 99]


def test_places_outside_the_set_do_not_count(make_values):
    table = make_values({"value": 1}, {"area": "B", "value": 2}, {"area": "Z", "value": 99})
    assert ranked(table, "A", "B")["rank"].to_dict() == {"A": 2, "B": 1}


def test_targets_are_not_ranked(make_values):
    table = make_values({"value": 99, "stage": "target"}, {"area": "B", "value": 2})
    assert ranked(table, "A", "B")["status"].to_dict() == {"A": "not_stated", "B": "reported"}


def test_old_definition_is_not_ranked_with_the_new(make_values):
    table = make_values({"value": 99}, {"area": "B", "value": 2, "definition_version": "2020"})
    found = ranked(table, "A", "B")
    assert found.loc["A", "status"] == "not_comparable"
    assert found.loc["B", "rank"] == 1


def test_lower_is_better_turns_the_order_over(make_values):
    registry = dict(KOREA)
    registry["workers"] = type(KOREA["workers"])(**(vars(KOREA["workers"]) | {"direction": "lower"}))
    table = make_values({"value": 9, "lower": 4, "upper": 9}, {"area": "B", "value": 5})
    found = ranks(table, peers("A", "B"), registry, indicator="workers", period=2013).set_index("area")
    assert found["rank"].to_dict() == {"B": 1, "A": 2}
    assert found["best_rank"].tolist() == [1, 1]


def test_per_capita_relates_to_the_population_of_the_year(make_values):
    people = {"indicator": "population"}
    table = make_values(
        {"value": 90},
        {"area": "B", "value": 60, "lower": 50, "upper": 70},
        {"area": "C", "value": 60},
        people | {"value": 900},
        people | {"area": "B", "value": 300},
    )
    found = ranked(table, "A", "B", "C", per_capita=True)
    assert found["value"].tolist()[:2] == [200, 100]
    assert found["rank"].dropna().to_dict() == {"B": 1, "A": 2}
    assert found.loc["B", ["lower", "upper"]].tolist() == [
        pytest.approx(1000 * 50 / 300),
        pytest.approx(1000 * 70 / 300),
    ]
    assert found.loc["C", "status"] == "not_stated"
    assert found.loc["A", "unit"] == "persons per 1000 people"


def test_per_capita_is_refused_where_it_makes_no_sense(make_values):
    table = make_values({"indicator": "fiscal_independence", "unit": "percent", "value": 1})
    with pytest.raises(DefinitionError, match="'fiscal_independence' has no `per_capita`"):
        ranked(table, "A", "B", indicator="fiscal_independence", per_capita=True)


def test_per_capita_refuses_a_place_without_people(make_values):
    table = make_values({"value": 1}, {"indicator": "population", "value": 0})
    with pytest.raises(MeasureError, match="population of 'A' is not positive"):
        ranked(table, "A", "B", per_capita=True)


def test_value_outside_its_interval_is_refused(make_values):
    with pytest.raises(MeasureError, match=r"value 9\.0 of 'A' lies outside"):
        ranked(make_values({"value": 9, "lower": 1, "upper": 2}), "A", "B")


@pytest.mark.parametrize("per_capita", [False, True])
def test_cities_of_the_generated_country_are_ranked_by_every_count(published, per_capita):
    registry = indicator_registry("generated_country")
    least = published.query("indicator == 'population' and period == 2013")["value"].median()
    chosen = chosen_by_size(
        published, registry, key="large", period=2013, at_least=least, chosen_on=date(2014, 1, 1)
    )
    for indicator in ("workers", "establishments", "strategic_firms", "venture_firms"):
        asked = {"indicator": indicator, "period": 2013, "per_capita": per_capita}
        table = ranks(published, chosen, registry, **asked)
        assert table["missing"].eq(0).all()
        assert table["value"].is_monotonic_decreasing
        assert table["rank"].min() == 1


def test_set_without_any_value_is_listed(make_values):
    found = ranked(make_values({"area": "Z", "value": 1}), "A", "B")
    assert found["rank"].isna().all()
    assert found["missing"].tolist() == [2, 2]
