import pytest

from sandan.evaluate.check_specs import checks_from
from sandan.evaluate.claim_checks import CHECK_COLUMNS, run_checks


def one(**entry):
    base = {"key": "K", "claim": "K1", "kind": "formula", "title_ko": "가", "title_en": "a"}
    return checks_from({"check": [base | entry]})


def outcome(claims, evidence, checks=()):
    table = run_checks(claims, evidence, checks)
    assert list(table.columns) == list(CHECK_COLUMNS)
    return table.iloc[0][["outcome", "reason"]].tolist()


def parts(make_evidence, *numbers, **common):
    return make_evidence(*[{"stance": "part-of", "value": number} | common for number in numbers])


def test_parts_that_add_up_pass(make_claims, make_evidence):
    assert outcome(make_claims(), parts(make_evidence, 400, 600)) == ["passed", "sum-agrees"]


def test_parts_above_the_total_fail_with_the_excess(make_claims, make_evidence):
    table = run_checks(make_claims(), parts(make_evidence, 400, 601))
    assert table.loc[0, ["outcome", "reason", "difference"]].tolist() == ["failed", "sum-above", 1]


def test_parts_below_the_total_show_the_gap_and_judge_nothing(make_claims, make_evidence):
    table = run_checks(make_claims(), parts(make_evidence, 400, 599))
    assert table.loc[0, ["outcome", "reason", "difference"]].tolist() == [
        "impossible",
        "rest-not-itemized",
        -1,
    ]


def test_complete_parts_below_the_total_fail(make_claims, make_evidence):
    rows = make_evidence({"value": 400}, {"value": 599})
    parts = [{"evidence": "jobs 0"}, {"evidence": "jobs 1"}]
    checks = one(kind="sum", complete=True, parts=parts, expected={"claim": "value"})
    assert outcome(make_claims(), rows, checks) == ["failed", "sum-below"]


def test_published_shares_of_110_percent_fail(make_claims, make_evidence):
    rows = make_evidence({"value": 21, "unit": "percent"}, {"value": 89, "unit": "percent"})
    parts = [{"evidence": "jobs 0"}, {"evidence": "jobs 1"}]
    total = {"constant": 100, "unit": "percent"}
    assert outcome(make_claims(), rows, one(kind="sum", parts=parts, expected=total)) == [
        "failed",
        "sum-above",
    ]


@pytest.mark.parametrize(
    ("change", "mixed"),
    [
        ({"unit": "person-days"}, "unit"),
        ({"differs_in": "stock not flow"}, "stock not flow"),
        ({"period": "2012"}, ""),
    ],
)
def test_parts_of_another_kind_cannot_be_added(make_claims, make_evidence, change, mixed):
    rows = make_evidence({"stance": "part-of", "value": 1}, {"stance": "part-of", "value": 999} | change)
    table = run_checks(make_claims(), rows)
    assert table.loc[0, "mixed"] == mixed
    assert table.loc[0, "outcome"] == ("impossible" if mixed else "passed")


def test_cumulative_figures_cannot_be_added_to_the_years_they_hold(make_claims, make_evidence):
    rows = make_evidence(
        {"stance": "part-of", "value": 300, "period": "2011"},
        {"stance": "part-of", "value": 700, "period": "2011/2013"},
    )
    table = run_checks(make_claims({"period": "2011/2013"}), rows)
    assert table.loc[0, ["outcome", "mixed"]].tolist() == ["impossible", "cumulative with shorter periods"]


def test_years_may_be_added_to_their_period_and_only_to_all_of_it(make_claims, make_evidence):
    claim = make_claims({"period": "2011/2012"})
    years = [{"stance": "part-of", "value": 500, "period": year} for year in ("2011", "2012")]
    assert outcome(claim, make_evidence(*years)) == ["passed", "sum-agrees"]
    assert outcome(claim, make_evidence(years[0], years[0] | {"measures": "x"})) == [
        "impossible",
        "parts-mixed",
    ]


def test_part_without_a_number_makes_the_sum_impossible(make_claims, make_evidence):
    rows = parts(make_evidence, 400, None)
    assert outcome(make_claims(), rows) == ["impossible", "number-missing"]


@pytest.mark.parametrize(
    ("value", "within", "ended"),
    [
        (9.5, 0.5, "passed"),
        (10.5, 0.5, "passed"),
        (10.51, 0.5, "failed"),
        (9.49, 0.5, "failed"),
        (10, 0, "passed"),
    ],
)
def test_formula_passes_up_to_its_tolerance(make_claims, make_evidence, value, within, ended):
    checks = one(formula="a", values={"a": {"constant": value}}, within=within, expected={"constant": 10})
    assert outcome(make_claims(), make_evidence(), checks)[0] == ended


@pytest.mark.parametrize(
    ("relation", "value", "ended"),
    [
        ("at_least", 9, "failed"),
        ("at_least", 10, "passed"),
        ("at_least", 11, "passed"),
        ("at_most", 9, "passed"),
        ("at_most", 10, "passed"),
        ("at_most", 11, "failed"),
    ],
)
def test_formula_keeps_its_relation(make_claims, make_evidence, relation, value, ended):
    checks = one(formula="a", values={"a": {"constant": value}}, relation=relation, expected={"constant": 10})
    assert outcome(make_claims(), make_evidence(), checks)[0] == ended


def test_division_by_zero_is_impossible_not_wrong(make_claims, make_evidence):
    checks = one(formula="1 / a", values={"a": {"constant": 0}}, expected={"constant": 1})
    assert outcome(make_claims(), make_evidence(), checks) == ["impossible", "number-missing"]


@pytest.mark.parametrize(
    ("words", "value", "ended"),
    [
        ("derived: 2839 - 2411", 428, "passed"),
        ("derived: 2839 - 2411", 429, "failed"),
        ("derived: growth at the national rate", 428, "impossible"),
    ],
)
def test_derived_row_is_computed_again(make_claims, make_evidence, words, value, ended):
    rows = make_evidence({"measures": words, "value": value})
    assert outcome(make_claims(), rows)[0] == ended


def test_run_checks_keeps_the_order_of_the_claims_and_the_inputs(make_claims, make_evidence):
    claims = make_claims({"claim": "K2"}, {"claim": "K1"})
    rows = make_evidence({"measures": "derived: 1 + 1", "value": 2}, {"claim": "K2", "stance": "part-of"})
    before = claims.copy(), rows.copy()
    assert run_checks(claims, rows)["claim"].tolist() == ["K2", "K1"]
    assert claims.equals(before[0])
    assert rows.equals(before[1])


def test_run_checks_without_anything_to_do_is_empty(make_claims, make_evidence):
    assert run_checks(make_claims(), make_evidence()).empty
