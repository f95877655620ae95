"""What a register of firms should be asked about: old, missing, odd and contradictory entries."""

from collections.abc import Callable, Collection
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from sandan.data.codes.classification import Classification
from sandan.errors import TableError
from sandan.operate.business_number import corporation_check_holds, is_business_number, normalize_number
from sandan.types import BoolArray

__all__ = ["CHECKS", "Severity", "check_register", "summarize_findings"]

VERIFIED_WITHIN_DAYS = 365
"""An entry that nobody has verified for longer is old."""
LONG_UNVERIFIED_DAYS = 3 * 365
"""After so long an entry says little."""
REQUIRED = ("name", "business_number", "address", "industry", "status")
"""What an entry should have at least."""
LEAST_DIGITS = 4
"""Industry codes of fewer digits cannot tell trades apart."""

CLOSED = "closed"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """It cannot be right."""
    WARNING = "warning"
    """It is probably wrong, or something must be done."""
    NOTE = "note"
    """Somebody should look when there is time."""


CHECKS = MappingProxyType(
    {
        "verification-never": Severity.WARNING,
        "verification-old": Severity.NOTE,
        "verification-very-old": Severity.WARNING,
        "field-missing": Severity.WARNING,
        "business-number-wrong": Severity.ERROR,
        "business-number-repeated": Severity.WARNING,
        "corporation-number-doubtful": Severity.NOTE,
        "industry-unknown": Severity.ERROR,
        "industry-older-revision": Severity.WARNING,
        "industry-coarse": Severity.NOTE,
        "closed-with-certificates": Severity.ERROR,
        "closed-with-establishments": Severity.ERROR,
        "cancellation-expected": Severity.WARNING,
    }
)
"""Every code with its severity; the sentence of a code is found under ``register-quality.<code>``."""

_COLUMNS = ("firm", "code", "severity", "field", "value", "sentence")


def check_register(
    firms: pd.DataFrame,
    *,
    on: date,
    classification: Classification | None = None,
    older: Collection[Classification] = (),
    required: Collection[str] = REQUIRED,
) -> pd.DataFrame:
    """List what a register of firms should be asked about.

    Parameters
    ----------
    firms : DataFrame, shape (n_firms, n_columns)
        The index identifies the firms. Columns that are looked at if they are there: those of
        ``required``, ``verified_on`` (day), ``business_number``, ``corporation_number``, ``industry``
        (code as text), ``status`` (``active``, ``suspended``, ``closed``), ``current_certificates``,
        ``open_establishments`` and ``factory_registrations`` (counts).
    on : date
        The day of the check.
    classification : Classification, optional
        The revision that codes should be of; without it codes are not checked.
    older : collection of Classification
        Earlier revisions, to tell an outdated code from a wrong one.
    required : collection of str
        Columns that should be filled in each row.

    Returns
    -------
    DataFrame, shape (n_findings, 6)
        ``firm``, ``code`` (of `CHECKS`), ``severity``, ``field``, ``value`` (as text) and ``sentence``, the
        key of a sentence; in the order of `CHECKS`, then of the firms.

    Raises
    ------
    TableError
        If labels repeat, or a required column is not in the table at all.

    Notes
    -----
    ``cancellation-expected``: a firm that is closed still holds a factory registration; the authority
    cancels those. Codes are read without a leading letter of the section and without hyphens.

    References
    ----------
    ``docs/methods/company-matching.md``, section on the quality of the register.

    Examples
    --------
    >>> firms = pd.DataFrame({"name": ["한빛"], "business_number": ["124-81-00989"]}, index=["F1"])
    >>> check_register(firms, on=date(2026, 1, 1), required=["name"])[["firm", "code", "value"]]
      firm                   code         value
    0   F1  business-number-wrong  124-81-00989
    """
    _check_table(firms, required)
    found = [
        *_verification(firms, on),
        *(_finding(firms, _empty(firms[name]), "field-missing", name) for name in required),
        *_numbers(firms),
        *(_industries(firms, classification, older) if classification else ()),
        *_closed(firms),
    ]
    table = pd.concat([pd.DataFrame(columns=list(_COLUMNS), dtype=object), *found], ignore_index=True)
    order = table["code"].map({code: k for k, code in enumerate(CHECKS)})
    rows = np.argsort(order.to_numpy(dtype=np.int64), kind="stable")
    ordered: pd.DataFrame = table.iloc[rows].reset_index(drop=True)
    return ordered


def summarize_findings(findings: pd.DataFrame, *, firms: int) -> pd.DataFrame:
    """Count the findings of each kind.

    Parameters
    ----------
    findings : DataFrame, shape (n_findings, 6)
        As `check_register` gives them.
    firms : int
        How many firms were looked at.

    Returns
    -------
    DataFrame, shape (n_codes, 5)
        ``code``, ``severity``, ``findings``, ``firms`` (with at least one) and ``share`` of all firms;
        errors first, then by number of firms. Codes without findings are left out.

    Raises
    ------
    TableError
        If there are more firms with findings than firms.

    Notes
    -----
    ``share = firms with the finding / firms``; several missing fields of one firm are several findings and
    one firm.

    References
    ----------
    ``docs/methods/company-matching.md``, section on the quality of the register.

    Examples
    --------
    >>> table = pd.DataFrame({"name": ["한빛", None]})
    >>> findings = check_register(table, on=date(2026, 1, 1), required=["name"])
    >>> summarize_findings(findings, firms=2)[["code", "firms", "share"]].values.tolist()
    [['field-missing', 1, 0.5]]
    """
    if findings["firm"].nunique() > firms:
        raise TableError(
            f"{findings['firm'].nunique()} firms have findings, but `firms` is {firms}; give the number of "
            "firms that were looked at."
        )
    grouped = findings.groupby("code", sort=False)
    summary = grouped.agg(
        severity=("severity", "first"), findings=("firm", "size"), firms=("firm", "nunique")
    ).reset_index()
    summary["share"] = summary["firms"] / firms if firms else 0.0
    rank = summary["severity"].map({str(severity): k for k, severity in enumerate(Severity)})
    ordered = summary.assign(rank=rank).sort_values(["rank", "firms", "code"], ascending=[True, False, True])
    return ordered.drop(columns="rank").reset_index(drop=True)


def _check_table(firms: pd.DataFrame, required: Collection[str]) -> None:
    absent = [name for name in required if name not in firms]
    if absent:
        raise TableError(
            f"The register has no column {absent[0]!r}, but {', '.join(map(str, firms.columns))}; add it, or "
            "name the columns that it should have as `required`."
        )
    if not firms.index.is_unique:
        twice = firms.index[firms.index.duplicated()][0]
        raise TableError(f"The firm {twice!r} stands twice in the index; give every firm a label of its own.")


def _finding(firms: pd.DataFrame, rows: BoolArray, code: str, field: str) -> pd.DataFrame:
    """Write one finding for each of some rows."""
    values = firms.loc[rows, field] if field in firms else pd.Series(None, index=firms.index[rows])
    return pd.DataFrame(
        {
            "firm": firms.index[rows],
            "code": code,
            "severity": str(CHECKS[code]),
            "field": field,
            "value": ["" if pd.isna(value) else str(value) for value in values],
            "sentence": f"register-quality.{code}",
        },
        columns=list(_COLUMNS),
    ).astype(object)


def _empty(column: pd.Series) -> BoolArray:
    blank = column.isna() | (column.astype(object).map(lambda cell: str(cell).strip()) == "")
    return blank.to_numpy(dtype=bool)


def _verification(firms: pd.DataFrame, on: date) -> list[pd.DataFrame]:
    if "verified_on" not in firms:
        return []
    days = pd.to_datetime(firms["verified_on"])
    age = (pd.Timestamp(on) - days).dt.days
    very_old = (age > LONG_UNVERIFIED_DAYS).to_numpy(dtype=bool)
    old = (age > VERIFIED_WITHIN_DAYS).to_numpy(dtype=bool) & ~very_old
    cases = {
        "verification-never": days.isna().to_numpy(dtype=bool),
        "verification-old": old,
        "verification-very-old": very_old,
    }
    return [_finding(firms, rows, code, "verified_on") for code, rows in cases.items()]


def _numbers(firms: pd.DataFrame) -> list[pd.DataFrame]:
    found = []
    if "business_number" in firms:
        column = firms["business_number"]
        wrong = ~_empty(column) & ~_holds(column, is_business_number)
        digits = column.astype(object).map(normalize_number)
        repeated = digits.duplicated(keep=False).to_numpy(dtype=bool) & _holds(column, is_business_number)
        found += [
            _finding(firms, wrong, "business-number-wrong", "business_number"),
            _finding(firms, repeated, "business-number-repeated", "business_number"),
        ]
    if "corporation_number" in firms:
        column = firms["corporation_number"]
        doubtful = ~_empty(column) & ~_holds(column, corporation_check_holds)
        found.append(_finding(firms, doubtful, "corporation-number-doubtful", "corporation_number"))
    return found


def _holds(column: pd.Series, check: Callable[[object], bool]) -> BoolArray:
    return column.astype(object).map(check).to_numpy(dtype=bool)


def _industries(
    firms: pd.DataFrame, classification: Classification, older: Collection[Classification]
) -> list[pd.DataFrame]:
    if "industry" not in firms:
        return []
    codes = firms["industry"].astype(object).map(_plain_code)
    stated = ~_empty(firms["industry"])
    known = codes.isin(classification.codes.index).to_numpy(dtype=bool)
    once = np.zeros(len(firms), dtype=bool)
    for revision in older:
        once |= codes.isin(revision.codes.index).to_numpy(dtype=bool)
    coarse = (codes.map(len) < LEAST_DIGITS).to_numpy(dtype=bool)
    return [
        _finding(firms, stated & ~known & ~once, "industry-unknown", "industry"),
        _finding(firms, stated & ~known & once, "industry-older-revision", "industry"),
        _finding(firms, stated & known & coarse, "industry-coarse", "industry"),
    ]


def _plain_code(code: object) -> str:
    """Write ``C26112`` and ``26-112`` as ``26112``; the letter of a section alone stays."""
    text = normalize_number(code).upper()
    return text[1:] if text[:1].isalpha() and text[1:].isdigit() else text


def _closed(firms: pd.DataFrame) -> list[pd.DataFrame]:
    if "status" not in firms:
        return []
    closed = (firms["status"] == CLOSED).fillna(value=False).to_numpy(dtype=bool)
    cases = {
        "closed-with-certificates": "current_certificates",
        "closed-with-establishments": "open_establishments",
        "cancellation-expected": "factory_registrations",
    }
    return [
        _finding(firms, closed & (firms[field].fillna(0) > 0).to_numpy(dtype=bool), code, field)
        for code, field in cases.items()
        if field in firms
    ]
