"""How each row of evidence bears on its claim: in what it differs, and whether the figures agree."""

import math
from collections.abc import Hashable, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from sandan.data.contracts import CLAIMS, EVIDENCE
from sandan.data.tables import check_table
from sandan.errors import DefinitionError
from sandan.evaluate.catalog import words
from sandan.evaluate.periods import span_of
from sandan.evaluate.verdicts import Bearing

__all__ = ["BEARING_COLUMNS", "bearings", "bearings_of"]

BEARING_COLUMNS = (
    "evidence",
    "independent",
    "dimensions",
    "side",
    "agrees",
    "difference_percent",
    "same_time",
)

MEASURES = ("same", "differs-in")

Row: TypeAlias = Mapping[Hashable, Any]


def bearings(
    claims: pd.DataFrame, evidence: pd.DataFrame, *, tolerance_percent: float | None = None
) -> pd.DataFrame:
    """Compare every row of evidence with its claim.

    Parameters
    ----------
    claims, evidence : DataFrame
        Tables of the kinds ``claims`` and ``evidence``.
    tolerance_percent : float, optional
        Largest difference, in percent of the claimed number, at which two figures agree; the
        setting of the catalog if it is not given.

    Returns
    -------
    DataFrame
        The rows of ``evidence`` in their order, with ``evidence`` (label: key of the claim and
        the place of the row among those of the claim), ``independent`` (from another
        source), ``dimensions`` (in which it differs, with ``"; "`` between),
        ``side`` (``value``, ``value_before`` or ``change``), ``agrees`` and
        ``difference_percent`` (empty for parts and context, for another unit, and where there is
        no number) and ``same_time``.

    Raises
    ------
    DefinitionError
        If a row is about a claim that is not in ``claims``, or a claim is there twice.
    TableError
        If a table breaks its contract.

    Notes
    -----
    Where no dimension is named, Sandan looks for two itself: ``unit`` if the two units differ,
    ``period`` if the two periods have no day in common. ``agrees`` is
    ``|value - claimed| <= tolerance_percent / 100 * |claimed|``; for a level that was reached it
    is ``value >= claimed``, and a lower value decides nothing. In a claim with two numbers the
    row is about the one that is nearer in proportion, the change between them included.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> table = bearings(case.claims, case.evidence).set_index("evidence")
    >>> table.loc["C15-1", ["agrees", "difference_percent"]].astype(str).tolist()
    ['False', '-50.0']
    """
    check_table(claims, CLAIMS)
    check_table(evidence, EVIDENCE)
    _refuse_unknown(claims, evidence)
    if tolerance_percent is None:
        tolerance_percent = float(words()["settings"]["tolerance_percent"])
    by_key = {claim["claim"]: claim for claim in claims.to_dict("records")}
    records = [_bearing(row, by_key[row["claim"]], tolerance_percent) for row in evidence.to_dict("records")]
    found = pd.DataFrame(records, columns=list(BEARING_COLUMNS[1:]), index=evidence.index)
    place = evidence.groupby("claim").cumcount() + 1
    table = evidence.assign(**found.astype({"agrees": "boolean", "difference_percent": float}))
    table.insert(0, "evidence", evidence["claim"].astype(str) + "-" + place.astype(str))
    return table.reset_index(drop=True)


def bearings_of(rows: pd.DataFrame) -> tuple[Bearing, ...]:
    """Turn the compared rows of one claim into what the rules look at.

    Parameters
    ----------
    rows : DataFrame
        Rows of `bearings` that belong to one claim.

    Returns
    -------
    tuple of Bearing
        The independent rows that measure something: those of the stances ``same`` and
        ``differs-in``.

    Raises
    ------
    KeyError
        If a column of `bearings` is missing.

    Notes
    -----
    Rows of the stances ``part-of`` and ``context`` are shown to the reader but decide nothing.

    References
    ----------
    ``docs/methods/claims.md``.

    Examples
    --------
    >>> from sandan.evaluate.cases.loading import load_case
    >>> case = load_case("seongnam_2013")
    >>> table = bearings(case.claims, case.evidence)
    >>> [row.label for row in bearings_of(table[table["claim"] == "C01"])]
    ['C01-3', 'C01-9', 'C01-10']
    """
    decisive = rows[rows["independent"] & rows["stance"].isin(MEASURES)]
    return tuple(
        Bearing(
            label=row["evidence"],
            stance=row["stance"],
            dimensions=tuple(filter(None, row["dimensions"].split("; "))),
            agrees=None if pd.isna(row["agrees"]) else bool(row["agrees"]),
            side=row["side"],
            same_time=bool(row["same_time"]),
        )
        for row in decisive.to_dict("records")
    )


def _refuse_unknown(claims: pd.DataFrame, evidence: pd.DataFrame) -> None:
    twice = claims.loc[claims["claim"].duplicated(), "claim"]
    if len(twice):
        raise DefinitionError(f"The claim {twice.iloc[0]!r} is there twice; give one of them another key.")
    stray = evidence.loc[~evidence["claim"].isin(claims["claim"]), "claim"]
    if len(stray):
        raise DefinitionError(
            f"Evidence is about the claim {stray.iloc[0]!r}, which is not among the claims; add the claim or "
            "correct the key."
        )


def _bearing(row: Row, claim: Row, tolerance_percent: float) -> dict[str, object]:
    side, claimed = _side(row, claim)
    comparable = row["stance"] in MEASURES and not _units_differ(row, claim)
    return {
        "independent": row["source"] != claim["source"],
        "dimensions": "; ".join(_dimensions(row, claim)),
        "side": side,
        "agrees": _agrees(row, claim, claimed, tolerance_percent) if comparable else None,
        "difference_percent": _percent(row["value"], claimed) if comparable else np.nan,
        "same_time": _same_time(row, claim),
    }


def _side(row: Row, claim: Row) -> tuple[str, float]:
    numbers = {"value": claim["value"], "value_before": claim["value_before"]}
    if claim["kind"] == "stock change":
        numbers["change"] = claim["value"] - claim["value_before"]
    known = {side: float(number) for side, number in numbers.items() if not _absent(number)}
    if not known or _absent(row["value"]):
        return "value", float(claim["value"])
    side = min(known, key=lambda one: _apart(float(row["value"]), known[one]))
    return side, known[side]


def _absent(cell: object) -> bool:
    return cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


def _apart(value: float, claimed: float) -> float:
    return abs(value - claimed) / max(abs(value), abs(claimed), np.finfo(float).tiny)


def _percent(value: float, claimed: float) -> float:
    if _absent(value) or _absent(claimed) or claimed == 0:
        return np.nan
    return 100 * (value - claimed) / abs(claimed)


def _agrees(row: Row, claim: Row, claimed: float, tolerance_percent: float) -> bool | None:
    if claim["kind"] == "event" and _absent(claimed):
        return True if row["stance"] == "same" else None
    if _absent(row["value"]) or _absent(claimed):
        return None
    if claim["kind"] == "first to reach":
        return True if row["value"] >= claimed else None
    slack = tolerance_percent / 100 * abs(claimed) * (1 + 4 * np.finfo(float).eps)
    return bool(abs(row["value"] - claimed) <= slack)


def _dimensions(row: Row, claim: Row) -> list[str]:
    if not _absent(row["differs_in"]) and row["differs_in"].strip():
        return [part.strip() for part in row["differs_in"].split(";") if part.strip()]
    found = ["unit"] if _units_differ(row, claim) else []
    return found if _same_time(row, claim) else [*found, "period"]


def _units_differ(row: Row, claim: Row) -> bool:
    units = (row["unit"], claim["unit"])
    return not any(map(_absent, units)) and units[0] != units[1]


def _same_time(row: Row, claim: Row) -> bool:
    spans = (span_of(str(row["period"])), span_of(str(claim["period"])))
    return spans[0] is None or spans[1] is None or spans[0].meets(spans[1])
