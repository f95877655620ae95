import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.arithmetic import evaluate, names_in

NAMES = {"a": 2.0, "b": 4.0}


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("2839 - 2411", 428),
        ("100 * (b - a) / a", 100),
        ("-a + +b", 2),
        ("2 + 3 * 4", 2 + 3 * 4),
        (" ( 1.5 ) ", 1.5),
        ("--a", 2),
    ],
)
def test_evaluate_does_arithmetic(formula, result):
    assert evaluate(formula, NAMES) == result


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "a b",
        "2 ** 3",
        "7 // 2",
        "7 % 2",
        "a < b",
        "a == b",
        "a if b else a",
        "lambda: 1",
        "not a",
        "a and b",
        "print(1)",
        "a(1)",
        "3(4)",
        "a.real",
        "[1, 2]",
        "(1, 2)",
        "()",
        "'text'",
        "f'{a}'",
        "True",
        "None",
        "1e9",
        "0x10",
        "1_000",
        "1j",
        "01",
        "1if a else b",
        "a := 3",
        "a; b",
        "a\nb",
        "__import__('os').system('true')",
        "().__class__",
        "a @ b",
        "~a",
        "import os",
        "(1",
        "1)",
        "\x00",
        "growth at the national rate",
        "1,000",
    ],
)
def test_evaluate_refuses_anything_but_arithmetic(formula):
    with pytest.raises(DefinitionError, match="not plain arithmetic"):
        evaluate(formula, NAMES)


def test_evaluate_refuses_a_long_formula():
    assert evaluate("1" + "+1" * 99, {}) == 100
    with pytest.raises(DefinitionError, match="has 201 characters"):
        evaluate("1" + "+1" * 100, {})


def test_evaluate_refuses_deep_brackets():
    with pytest.raises(DefinitionError):
        evaluate("(" * 150 + "1", {})


def test_evaluate_names_the_value_that_is_missing():
    with pytest.raises(DefinitionError, match="asks for 'c', which has no value; known are a, b"):
        evaluate("a + c", NAMES)


@pytest.mark.parametrize("values", [{"a": 0.0}, {"a": float("nan")}, {"a": float("inf")}, {"a": 5e-324}])
def test_evaluate_refuses_what_is_no_finite_number(values):
    with pytest.raises(MeasureError):
        evaluate("1 / a - a", values)


def test_names_in_lists_each_name_once():
    assert names_in("a + a * b_2") == {"a", "b_2"}


numbers = st.integers(min_value=0, max_value=10**6).map(str)
formulas = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
    max_leaves=8,
)


@settings(deadline=None)
@given(formulas)
def test_evaluate_equals_python_on_arithmetic(formula):
    assert evaluate(formula, {}) == pytest.approx(eval(formula), rel=1e-12)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_evaluate_ends_in_a_number_or_a_clear_error(text):
    with contextlib.suppress(DefinitionError, MeasureError):
        assert isinstance(evaluate(text, {}), float)
