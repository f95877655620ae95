"""The numbers that a check was computed from, so that its arithmetic can be written out."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from sandan.evaluate.check_specs import Check, implied_checks
from sandan.evaluate.quantities import find

__all__ = ["WORKING_COLUMNS", "workings", "written_out"]

WORKING_COLUMNS = ("check", "name", "value", "unit", "period")

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def workings(claims: pd.DataFrame, evidence: pd.DataFrame, checks: Iterable[Check] = ()) -> pd.DataFrame:
    """List the numbers that every check uses.

    Parameters
    ----------
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    checks : iterable of Check
        Declared checks; those that the rows ask for are added, as in `run_checks`.

    Returns
    -------
    DataFrame
        One row per number with the columns of ``WORKING_COLUMNS``: ``name`` as in the formula,
        ``value`` empty where the record has none. A check without named numbers has no row.

    Raises
    ------
    DefinitionError
        If a check names a row that is not there, or that several rows answer to.
    TableError
        If a table breaks its contract.

    Notes
    -----
    A look-up; what follows from the numbers is said by `run_checks`.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> table = workings(case.claims, case.evidence, case.checks)
    >>> table.loc[table["check"] == "C02-increase", ["name", "value"]].to_numpy().tolist()
    [['after', 2839.0], ['before', 2411.0]]
    """
    declared = tuple(checks)
    rows = [
        row
        for check in (*implied_checks(claims, evidence, declared=declared), *declared)
        for row in _rows(check, claims, evidence)
    ]
    return pd.DataFrame(rows, columns=list(WORKING_COLUMNS)).astype({"value": float})


def _rows(check: Check, claims: pd.DataFrame, evidence: pd.DataFrame) -> list[tuple[object, ...]]:
    found = {name: find(quantity, claims, evidence) for name, quantity in check.quantities.items()}
    return [(check.key, name, one.value, one.unit, one.period) for name, one in found.items()]


def written_out(formula: str, values: Mapping[str, float | None]) -> str:
    """Write a formula with its numbers in place of their names.

    Parameters
    ----------
    formula : str
        Plain arithmetic over names.
    values : mapping of str to float
        The numbers; an empty one leaves a question mark.

    Returns
    -------
    str
        The arithmetic as people write it, with the signs of multiplication, division and minus.

    Raises
    ------
    KeyError
        If a name has no entry.

    Notes
    -----
    For reading only; nothing is computed. Numbers keep all their digits.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> written_out("100 * (after - before) / before", {"after": 2839.0, "before": 2411.0})
    '100 × (2,839 − 2,411) ÷ 2,411'
    """
    signs = formula.translate({ord("*"): "×", ord("/"): "÷", ord("-"): "−"})
    return _NAME.sub(lambda name: _digits(values[name.group()]), signs)


def _digits(value: float | None) -> str:
    if value is None or np.isnan(value):
        return "?"
    whole, _, fraction = np.format_float_positional(abs(value), trim="-").partition(".")
    grouped = f"{int(whole):,}" + (f".{fraction}" if fraction else "")
    return f"(−{grouped})" if value < 0 else grouped
