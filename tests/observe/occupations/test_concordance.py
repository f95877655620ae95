"""Occupation tables in another revision: what is known, what is bounded, what is lost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.codes.concordance import concordance_from_pairs, weighted_by
from sandan.data.codes.conversion import convert
from sandan.errors import TableError
from sandan.observe.occupations.concordance import convert_occupations

PAIRS = pd.DataFrame({"source": ["24", "24", "25", "26"], "target": ["24", "29", "25", "25"]})
SEVEN_TO_EIGHT = concordance_from_pairs(PAIRS, source="KSCO7", target="KSCO8")
PEOPLE = pd.DataFrame({"occupation": ["24", "25", "26", "99"], "persons": [100, 40, 5, 3]})


def test_split_and_merge_by_hand() -> None:
    converted = convert_occupations(PEOPLE, SEVEN_TO_EIGHT)
    assert converted.table.fillna(-1).to_numpy().tolist() == [
        ["24", -1, 0, 100],
        ["25", 45, 45, 45],
        ["29", -1, 0, 100],
    ]
    assert converted.unconverted.to_numpy().tolist() == [["99", 1, 3, 3]]


def test_counted_shares_give_numbers() -> None:
    known = weighted_by(SEVEN_TO_EIGHT, PAIRS[:2].assign(value=[3, 1]))
    table = convert_occupations(PEOPLE, known).table
    assert table["persons"].tolist() == [75.0, 45.0, 25.0]


def test_suppressed_cells_are_carried_as_bounds() -> None:
    people = PEOPLE.assign(persons=[100, None, 5, 3], low=[100, 0, 5, 3], high=[100, 4, 5, 3])
    table = convert_occupations(people, SEVEN_TO_EIGHT, bounds=("low", "high")).table.set_index("occupation")
    assert table.loc["25", ["lower", "upper"]].tolist() == [5.0, 9.0]
    assert np.isnan(table.loc["25", "persons"])


def test_missing_number_without_bounds_is_refused() -> None:
    with pytest.raises(TableError, match="missing is not zero"):
        convert_occupations(PEOPLE.assign(persons=[100, None, 5, 3]), SEVEN_TO_EIGHT)


def test_areas_are_kept_apart() -> None:
    people = pd.concat([PEOPLE.assign(area="a"), PEOPLE.assign(area="b", persons=1)])
    converted = convert_occupations(people, SEVEN_TO_EIGHT, keep=["area"])
    assert converted.table.set_index(["area", "occupation"])["upper"].to_dict()[("b", "25")] == 2.0
    assert converted.unconverted["area"].tolist() == ["a", "b"]


def test_table_of_strangers_converts_to_nothing() -> None:
    converted = convert_occupations(PEOPLE[3:], SEVEN_TO_EIGHT)
    assert converted.table.empty
    assert converted.unconverted["rows"].tolist() == [1]


def test_bounds_that_cross_are_refused() -> None:
    with pytest.raises(TableError, match=r"from 5\.0 to 4\.0"):
        convert_occupations(PEOPLE.assign(low=5.0, high=4.0), SEVEN_TO_EIGHT, bounds=("low", "high"))


@settings(max_examples=12)
@given(persons=st.lists(st.integers(0, 9), min_size=3, max_size=3), seed=st.integers(0, 99))
def test_every_split_lies_between_the_bounds(persons: list[int], seed: int) -> None:
    people = pd.DataFrame({"occupation": ["24", "25", "26"], "persons": persons})
    table = convert_occupations(people, SEVEN_TO_EIGHT).table.set_index("occupation")
    part = np.random.default_rng(seed).random()
    truth = weighted_by(SEVEN_TO_EIGHT, PAIRS[:2].assign(value=[part, 1 - part]))
    for row in convert(people, truth, column="occupation", value="persons").itertuples():
        bounds = table.loc[row.occupation]
        assert bounds["lower"] - 1e-9 <= row.persons <= bounds["upper"] + 1e-9
    assert table["lower"].sum() <= sum(persons) <= table["upper"].sum()
