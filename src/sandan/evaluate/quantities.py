"""Finding the one number that a check means, among claims, evidence and the words of both."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import DefinitionError

__all__ = ["Found", "Quantity", "find", "quantity_from"]


@dataclass(frozen=True)
class Quantity:
    """A reference to a number.

    Exactly one of ``claim`` (the column of the claim's own number), ``evidence`` (how the words
    of a row begin) and ``constant`` is set. ``number`` picks a number that is printed in the
    words of the row instead of its value.
    """

    of: str
    claim: str = ""
    evidence: str = ""
    period: str = ""
    source: str = ""
    number: float | None = None
    constant: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Found:
    """The number with what has to be known before it is added to another one."""

    value: float | None
    unit: str
    period: str
    marks: tuple[str, ...] = ()
    row: Hashable = None


_COLUMNS = ("value", "value_before")


def quantity_from(entry: Mapping[str, Any], *, check: str, claim: str) -> Quantity:
    """Read the reference to one number.

    Parameters
    ----------
    entry : mapping
        As in a declared check, for example ``{"evidence": "workers", "period": "2009/2012"}``.
    check : str
        Key of the check, for messages.
    claim : str
        Claim whose rows are meant unless the entry says ``of``.

    Returns
    -------
    Quantity
        The reference; whether it finds a row is seen later.

    Raises
    ------
    DefinitionError
        If the entry is not well formed.

    Notes
    -----
    A reference names rows by their words, not by their place, so that rows may be added before.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> quantity_from({"constant": 100}, check="K", claim="C01").constant
    100
    """
    known = {"of", "claim", "evidence", "period", "source", "number", "constant", "unit"}
    unknown = sorted(set(entry) - known)
    kinds = [name for name in ("claim", "evidence", "constant") if name in entry]
    if unknown or len(kinds) != 1 or entry.get("claim", "value") not in _COLUMNS:
        raise DefinitionError(
            f"The check {check!r} has the quantity {dict(entry)!r}; it needs exactly one of `claim` "
            "('value' or 'value_before'), `evidence` and `constant`, and beside it only `of`, `period`, "
            "`source`, `number` and `unit`."
        )
    return Quantity(**({"of": claim} | dict(entry)))


def find(quantity: Quantity, claims: pd.DataFrame, evidence: pd.DataFrame) -> Found:
    """Look up the number that is meant.

    Parameters
    ----------
    quantity : Quantity
        The reference.
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.

    Returns
    -------
    Found
        The number (None if the cell is empty), its unit and period, the dimensions in which the
        row is said to differ, and the label of the evidence row.

    Raises
    ------
    DefinitionError
        If no row or several rows answer to the reference, or the printed number is not there.

    Notes
    -----
    A row whose words are exactly those of the reference goes before rows that only begin so.

    References
    ----------
    ``docs/how-to/add-a-claim.md``.

    Examples
    --------
    >>> find(Quantity(of="C01", constant=100.0, unit="percent"), pd.DataFrame(), pd.DataFrame()).value
    100.0
    """
    if quantity.constant is not None:
        return Found(float(quantity.constant), quantity.unit, "")
    if quantity.claim:
        row = _only(claims[claims["claim"] == quantity.of], quantity)
        return _found(row, quantity, words=str(row["said"]), column=quantity.claim)
    rows = evidence[evidence["claim"] == quantity.of]
    for column, wanted in (("period", quantity.period), ("source", quantity.source)):
        rows = rows[rows[column] == wanted] if wanted else rows
    exact = rows[rows["measures"] == quantity.evidence]
    chosen = exact if len(exact) else rows[rows["measures"].str.startswith(quantity.evidence)]
    row = _only(chosen, quantity)
    return _found(row, quantity, words=str(row["measures"]), column="value")


def _only(rows: pd.DataFrame, quantity: Quantity) -> "pd.Series[Any]":
    if len(rows) != 1:
        raise DefinitionError(
            f"{len(rows)} rows answer to the reference {quantity}, but exactly one is needed; name the row "
            "by more of its words, its period or its source."
        )
    return rows.iloc[0]


def _found(row: "pd.Series[Any]", quantity: Quantity, *, words: str, column: str) -> Found:
    value = None if pd.isna(row[column]) else float(row[column])
    if quantity.number is not None:
        value = _printed(quantity.number, words)
    differs = row.get("differs_in")
    marks = () if differs is None or pd.isna(differs) else tuple(str(differs).split("; "))
    unit = quantity.unit or ("" if pd.isna(row["unit"]) else str(row["unit"]))
    return Found(value, unit, str(row["period"]), marks, row.name)


def _printed(number: float, words: str) -> float:
    digits = np.format_float_positional(number, trim="-")
    plain = re.sub(r"(?<=\d),(?=\d{3})", "", words)
    if not re.search(rf"(?<![\d.]){re.escape(digits)}(?!\d|\.\d)", plain):
        raise DefinitionError(
            f"The number {digits} is not printed in {words!r}; a check may only use numbers that the record "
            "holds. Correct the number or name another row."
        )
    return float(number)
