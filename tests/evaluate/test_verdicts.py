import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.evaluate.catalog import words
from sandan.evaluate.verdicts import RULES, Bearing, Facts, Verdict, number_verdict, verdict_of

ONE, BOTH, NONE = frozenset({"value"}), frozenset({"value", "value_before"}), frozenset()


def same(agrees=True, *dimensions, side="value", **other):
    return Bearing("same", "same", dimensions, agrees, side, **other)


def other(agrees=False, *dimensions, **more):
    return Bearing("other", "differs-in", dimensions, agrees, **more)


@pytest.mark.parametrize(
    ("kind", "numbers", "rows", "rule"),
    [
        ("causal", NONE, [], "causal-without-design"),
        ("causal", NONE, [other(None)], "causal-without-design"),
        ("causal", ONE, [same()], "agrees"),
        ("causal", ONE, [same(False)], "like-with-like-differs"),
        ("recommendation", NONE, [same()], "recommendation"),
        ("count", ONE, [other(False)], "like-with-like-differs"),
        ("count", ONE, [same(True), other(False)], "like-with-like-differs"),
        ("rank 1", ONE, [same(False)], "like-with-like-differs"),
        ("stock change", BOTH, [other(False, "definition")], "definition-changed-inside"),
        ("stock change", BOTH, [other(False, "definition changed in 2014")], "definition-changed-inside"),
        ("stock change", BOTH, [other(False, "definition", same_time=False)], "other-quantities-only"),
        ("stock change", BOTH, [same(), other(False, "place")], "one-side-only"),
        ("stock change", BOTH, [same(), same(side="value_before")], "agrees"),
        ("level", ONE, [], "nothing-on-record"),
        ("organisation", NONE, [same(None)], "more-than-existence"),
        ("organisation", NONE, [other(None, "place")], "no-figure"),
        ("event", NONE, [same(True)], "agrees"),
        ("rank 1", ONE, [same()], "order-without-set"),
        ("rank 1", ONE, [other(False, "definition")], "order-without-set"),
        ("first to reach", ONE, [same()], "order-without-set"),
        ("comparison", BOTH, [same(side="value_before")], "one-side-only"),
        ("comparison", BOTH, [same(), same(side="value_before")], "agrees"),
        ("level", ONE, [same()], "agrees"),
        ("level", ONE, [same(), other(False, "definition")], "agrees"),
        ("level", ONE, [same(True, "reference year")], "same-number-other-quantity"),
        ("flow", ONE, [same(True, "target"), other(False, "definition")], "same-number-other-quantity"),
        ("level", ONE, [same(False, "reference year")], "other-quantities-only"),
        ("level", ONE, [other(False, "definition")], "other-quantities-only"),
        ("level", ONE, [same(None)], "no-figure"),
    ],
)
def test_verdict_follows_the_first_rule_that_applies(kind, numbers, rows, rule):
    assert verdict_of(Facts(kind, numbers, tuple(rows))).rule == rule


def test_failed_own_arithmetic_is_a_conflict():
    finding = verdict_of(Facts("level", ONE, (same(),), ("K-sum",)))
    assert (finding.verdict, finding.decisive) == (Verdict.CONFLICTS, ("K-sum",))


def test_decisive_rows_are_those_of_the_rule():
    rows = (same(True, "target"), other(False, "definition"), Bearing("mute", "same", ("place",)))
    assert verdict_of(Facts("flow", ONE, rows)).decisive == ("same", "other")


@pytest.mark.parametrize(
    ("numbers", "rows", "verdict"),
    [
        (NONE, [same()], None),
        (ONE, [], Verdict.CANNOT_BE_CHECKED),
        (ONE, [same()], Verdict.SUPPORTED),
        (ONE, [same(), other(False)], Verdict.CONFLICTS),
        (ONE, [same(), other(False, "definition")], Verdict.SUPPORTED),
        (ONE, [other(False, "definition")], Verdict.NOT_COMPARABLE),
        (ONE, [same(True, "target")], Verdict.NOT_COMPARABLE),
        (BOTH, [same(side="value_before")], Verdict.CANNOT_BE_CHECKED),
    ],
)
def test_number_verdict_looks_at_the_number_alone(numbers, rows, verdict):
    assert number_verdict(Facts("rank 1", numbers, tuple(rows))) == verdict


def test_catalog_and_rules_are_the_same_list():
    catalog = words()
    assert [rule.key for rule in RULES] == [entry["key"] for entry in catalog["rule"]]
    assert set(catalog["verdicts"]) == set(Verdict)
    for rule, group, language in itertools.product(RULES, ("why", "settles"), ("ko", "en")):
        assert rule.sentence(group, language).endswith(".")
        assert not any(letter.isdigit() for letter in rule.sentence(group, language))


bearing = st.builds(
    Bearing,
    st.text("abc", min_size=1, max_size=3),
    st.sampled_from(["same", "differs-in"]),
    st.lists(st.sampled_from(["definition", "unit", "target"]), max_size=2).map(tuple),
    st.sampled_from([True, False, None]),
    st.sampled_from(["value", "value_before", "change"]),
    st.booleans(),
)
kinds = st.sampled_from([*words()["kinds"], "something else"])


@settings(deadline=None)
@given(kinds, st.sampled_from([NONE, ONE, BOTH]), st.lists(bearing, max_size=5).map(tuple))
def test_every_claim_gets_one_verdict_and_support_needs_agreement(kind, numbers, rows):
    finding = verdict_of(Facts(kind, numbers, rows))
    assert finding.verdict in Verdict
    if finding.verdict == Verdict.SUPPORTED:
        assert any(row.like and row.agrees for row in rows)
        assert not any(row.like and row.agrees is False for row in rows)
    if finding.verdict == Verdict.CONFLICTS:
        assert any(row.like and row.agrees is False for row in rows)


@settings(deadline=None)
@given(kinds, st.sampled_from([NONE, ONE, BOTH]), st.lists(bearing, max_size=5))
def test_order_of_the_rows_does_not_matter(kind, numbers, rows):
    one, other = (verdict_of(Facts(kind, numbers, tuple(r))) for r in (rows, rows[::-1]))
    assert (one.rule, set(one.decisive)) == (other.rule, set(other.decisive))
