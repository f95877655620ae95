"""Arithmetic written by people, computed without ever running it as code."""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping

from sandan.errors import DefinitionError, MeasureError

__all__ = ["evaluate", "names_in"]

LONGEST = 200

_TOKEN = re.compile(r"\s*(?:\d+(?:\.\d+)?(?![\w.])|[a-z][a-z0-9_]*|[-+*/()])")
_OPERATIONS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_SIGNS: Mapping[type[ast.unaryop], Callable[[float], float]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}


def names_in(formula: str) -> frozenset[str]:
    """List the names that a formula asks for.

    Parameters
    ----------
    formula : str
        Numbers, lower-case names, ``+ - * /`` and brackets; at most 200 characters.

    Returns
    -------
    frozenset of str
        Every name once.

    Raises
    ------
    DefinitionError
        If the text is anything but arithmetic.

    Notes
    -----
    The text is parsed into a syntax tree of which only the four operations, signs, plain numbers
    and names are accepted. It is never compiled or run.

    References
    ----------
    Python documentation, ``ast``.

    Examples
    --------
    >>> sorted(names_in("100 * (after - before) / before"))
    ['after', 'before']
    """
    return frozenset(node.id for node in ast.walk(_parse(formula)) if isinstance(node, ast.Name))


def evaluate(formula: str, values: Mapping[str, float]) -> float:
    """Compute a formula over named numbers.

    Parameters
    ----------
    formula : str
        Numbers, lower-case names, ``+ - * /`` and brackets; at most 200 characters.
    values : mapping of str to float
        A number for every name in the formula.

    Returns
    -------
    float
        The result, in double precision.

    Raises
    ------
    DefinitionError
        If the text is anything but arithmetic, or a name has no number.
    MeasureError
        If the result is not a finite number: a division by zero, an overflow, a missing value.

    Notes
    -----
    The syntax tree is walked from the leaves up with the four operations of arithmetic and
    nothing else: no powers, calls, attributes, comparisons or subscripts.

    References
    ----------
    IEEE 754 (2019), for the numbers.

    Examples
    --------
    >>> evaluate("2839 - 2411", {})
    428.0
    >>> evaluate("__import__('os')", {})
    Traceback (most recent call last):
    ...
    sandan.errors.DefinitionError: The formula "__import__('os')" is not plain arithmetic; use numbers,
    lower-case names, + - * / and brackets only.
    """
    tree = _parse(formula)
    try:
        result = _value(tree.body, values, formula)
    except (ZeroDivisionError, OverflowError) as error:
        raise MeasureError(
            f"The formula {formula!r} divides by zero or leaves the range of numbers with the values "
            f"{dict(values)}; check the values."
        ) from error
    if not math.isfinite(result):
        raise MeasureError(
            f"The formula {formula!r} gives {result} with the values {dict(values)}, but a finite number "
            "is needed; check the values."
        )
    return result


def _parse(formula: str) -> ast.Expression:
    if len(formula) > LONGEST:
        raise DefinitionError(
            f"The formula {formula[:40]!r}... has {len(formula)} characters, but at most {LONGEST} are "
            "allowed; split it into several checks."
        )
    # The tokens are looked at first because the parser warns about some malformed numbers.
    if _TOKEN.sub("", formula).strip():
        raise _not_arithmetic(formula)
    try:
        tree = ast.parse(formula.strip(), mode="eval")
    except SyntaxError as error:
        raise _not_arithmetic(formula) from error
    if not all(isinstance(node, _ALLOWED) for node in ast.walk(tree)):
        raise _not_arithmetic(formula)
    return tree


_ALLOWED = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Name, ast.Load, *_OPERATIONS, *_SIGNS)


def _not_arithmetic(formula: str) -> DefinitionError:
    return DefinitionError(
        f"The formula {formula!r} is not plain arithmetic; use numbers, lower-case names, + - * / and "
        "brackets only."
    )


def _value(node: ast.expr, values: Mapping[str, float], formula: str) -> float:
    match node:
        case ast.BinOp(left, operation, right):
            return _OPERATIONS[type(operation)](_value(left, values, formula), _value(right, values, formula))
        case ast.UnaryOp(sign, operand):
            return _SIGNS[type(sign)](_value(operand, values, formula))
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(name) if name in values:
            return float(values[name])
        case ast.Name(name):
            raise DefinitionError(
                f"The formula {formula!r} asks for {name!r}, which has no value; known are "
                f"{', '.join(sorted(values)) or 'none'}. Name it under `values`."
            )
    raise _not_arithmetic(formula)
