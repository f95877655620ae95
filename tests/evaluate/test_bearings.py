import pandas as pd
import pytest

from sandan.errors import DefinitionError, TableError
from sandan.evaluate.bearings import bearings, bearings_of


def first(claims, evidence, **kwargs):
    return bearings(claims, evidence, **kwargs).iloc[0]


@pytest.mark.parametrize(
    ("value", "agrees"),
    [(990, True), (1010, True), (989.9, False), (1010.1, False), (1000, True), (0, False)],
)
def test_figures_agree_up_to_one_percent_of_the_claim(make_claims, make_evidence, value, agrees):
    assert first(make_claims(), make_evidence({"value": value}))["agrees"] == agrees


def test_tolerance_can_be_given(make_claims, make_evidence):
    rows = make_evidence({"value": 900})
    assert first(make_claims(), rows, tolerance_percent=10)["agrees"]
    assert not first(make_claims(), rows, tolerance_percent=9.99)["agrees"]


@pytest.mark.parametrize(("value", "agrees"), [(1000, True), (5000, True), (999, None)])
def test_reached_level_needs_no_equal_figure(make_claims, make_evidence, value, agrees):
    found = first(make_claims({"kind": "first to reach"}), make_evidence({"value": value}))["agrees"]
    assert (None if pd.isna(found) else bool(found)) == agrees


def test_row_of_another_unit_or_without_a_number_compares_nothing(make_claims, make_evidence):
    table = bearings(
        make_claims(), make_evidence({"unit": "person-days"}, {"value": None}, {"stance": "context"})
    )
    assert table["agrees"].isna().all()
    assert table["difference_percent"].isna().all()
    assert table["dimensions"].tolist() == ["unit", "", ""]


@pytest.mark.parametrize(
    ("row", "dimensions"),
    [
        ({}, ""),
        ({"period": "2012"}, "period"),
        ({"period": "2012/2014"}, ""),
        ({"period": "some day"}, ""),
        ({"unit": None}, ""),
        ({"differs_in": "definition;  place "}, "definition; place"),
        ({"differs_in": " ", "period": "2012"}, "period"),
        ({"differs_in": "reference year", "period": "2012"}, "reference year"),
    ],
)
def test_dimensions_are_those_named_or_those_found(make_claims, make_evidence, row, dimensions):
    assert first(make_claims(), make_evidence(row))["dimensions"] == dimensions


def test_row_is_about_the_nearer_number(make_claims, make_evidence):
    claim = make_claims({"kind": "stock change", "value": 2839, "value_before": 2411})
    table = bearings(claim, make_evidence({"value": 2800}, {"value": 2400}, {"value": 430}))
    assert table["side"].tolist() == ["value", "value_before", "change"]
    assert table["agrees"].tolist() == [False, True, True]


def test_rows_of_the_same_source_are_not_independent(make_claims, make_evidence):
    rows = make_evidence({"source": "A"}, {"measures": "derived: 1 + 1"}, {}, {"stance": "part-of"})
    table = bearings(make_claims(), rows)
    assert table["independent"].tolist() == [False, True, True, True]
    assert [row.label for row in bearings_of(table)] == ["K1-2", "K1-3"]


def test_bearings_refuse_stray_evidence_and_repeated_claims(make_claims, make_evidence):
    with pytest.raises(DefinitionError, match="'K9', which is not among the claims"):
        bearings(make_claims(), make_evidence({"claim": "K9"}))
    with pytest.raises(DefinitionError, match="'K1' is there twice"):
        bearings(make_claims({}, {}), make_evidence())


def test_bearings_refuse_a_broken_table(make_claims, make_evidence):
    with pytest.raises(TableError):
        bearings(make_claims(), make_evidence({"stance": "opposite"}))


def test_bearings_of_a_claim_of_zero_compare_exactly(make_claims, make_evidence):
    table = bearings(make_claims({"value": 0}), make_evidence({"value": 0}, {"value": 1}))
    assert table["agrees"].tolist() == [True, False]
    assert table["difference_percent"].isna().all()
