import pytest

from sandan.errors import DefinitionError, TableError
from sandan.evaluate.check_specs import checks_from, implied_checks

GOOD = {
    "key": "K1-sum",
    "claim": "K1",
    "kind": "formula",
    "title_ko": "합",
    "title_en": "sum",
    "formula": "a - b",
    "values": {"a": {"claim": "value"}, "b": {"constant": 1}},
    "expected": {"constant": 2},
}


def test_checks_from_reads_a_formula():
    [check] = checks_from({"check": [GOOD]})
    assert sorted(check.quantities) == ["a", "b"]
    assert (check.about, check.relation, check.within, check.complete) == ("record", "equal", 0.0, False)


def test_checks_from_reads_parts_in_order():
    entry = {name: GOOD[name] for name in GOOD if name not in {"formula", "values"}}
    parts = [{"evidence": "x"}, {"evidence": "y"}]
    [check] = checks_from({"check": [entry | {"kind": "sum", "parts": parts}]})
    assert [quantity.evidence for quantity in check.quantities.values()] == ["x", "y"]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "guess"},
        {"about": "people"},
        {"relation": "near"},
        {"formula": "a ** b"},
        {"formula": "a - c"},
        {"formula": "a"},
        {"kind": "sum"},
        {"note": "x"},
        {"expected": {"constant": 1, "claim": "value"}},
    ],
)
def test_checks_from_refuses_what_is_not_well_formed(change):
    with pytest.raises(DefinitionError):
        checks_from({"check": [GOOD | change]})


@pytest.mark.parametrize("name", ["key", "claim", "kind", "title_ko", "expected"])
def test_checks_from_names_what_is_lacking(name):
    entry = {key: value for key, value in GOOD.items() if key != name}
    with pytest.raises(DefinitionError, match=name):
        checks_from({"check": [entry]})


def test_checks_from_refuses_the_same_key_twice():
    with pytest.raises(DefinitionError, match="Two checks have the key 'K1-sum'"):
        checks_from({"check": [GOOD, GOOD]})


def test_implied_checks_find_parts_and_derived_rows(make_claims, make_evidence):
    rows = make_evidence({"stance": "part-of"}, {"measures": "derived: 3 - 2", "value": 1})
    found = implied_checks(make_claims(), rows)
    assert [(check.key, check.kind) for check in found] == [("K1-parts", "sum"), ("K1-derived-1", "formula")]


def test_implied_checks_need_a_number_for_a_sum(make_claims, make_evidence):
    assert implied_checks(make_claims({"value": None}), make_evidence({"stance": "part-of"})) == ()


def test_implied_checks_leave_a_row_to_its_declared_check(make_claims, make_evidence):
    rows = make_evidence({"measures": "derived: growth", "value": 2})
    declared = checks_from({"check": [GOOD | {"expected": {"evidence": "derived: growth"}}]})
    assert implied_checks(make_claims(), rows, declared=declared) == ()


def test_implied_checks_refuse_a_broken_table(make_claims, make_evidence):
    with pytest.raises(TableError):
        implied_checks(make_claims().drop(columns="said"), make_evidence())
