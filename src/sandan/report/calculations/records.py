"""Calculations on records that people keep: values of indicators, claims and their evidence."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sandan.evaluate.cases.loading import case_from, load_case
from sandan.evaluate.claims import Ledger, ledger
from sandan.evaluate.comparison_sets import comparison_sets_from
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.ranks import ranks
from sandan.evaluate.series import series
from sandan.evaluate.verdicts import Verdict
from sandan.report.calculations.base import Registered

__all__ = ["FROM_RECORDS"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]


def _ledger(tables: Tables, parameters: Parameters) -> Ledger:
    name, claims, evidence = parameters["case"], tables["claims"], tables["evidence"]
    if name is None or "notes" in parameters:
        case = case_from("filed", claims, evidence, parameters.get("notes", {}))
    else:
        case = load_case(name)
    return ledger(claims, evidence, case.checks, case.entries, settles=case.settles)


def _claims(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the ledger, one row per claim with its verdict."""
    return _ledger(tables, parameters).claims


def _evidence(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the evidence beside every claim, with how it bears on it."""
    return _ledger(tables, parameters).evidence


def _checks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give the arithmetic that was run on the record."""
    return _ledger(tables, parameters).checks


def _verdicts(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the claims that have each verdict."""
    verdicts = _ledger(tables, parameters).claims["verdict"]
    counts = {verdict.value: int((verdicts == verdict.value).sum()) for verdict in Verdict}
    return pd.DataFrame({"verdict": ["all", *counts], "claims": [len(verdicts), *counts.values()]})


def _indicator_series(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Give one indicator of one place by year, cut where its definition changed."""
    registry = indicator_registry(parameters["registry"])
    return series(tables["indicators"], registry, parameters["indicator"], parameters["area"])


def _indicator_ranks(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Rank the places of a stored set by one indicator in one year, with ranks as ranges."""
    (among,) = comparison_sets_from({"set": [parameters["comparison_set"]]}).values()
    return ranks(
        tables["indicators"],
        among,
        indicator_registry(parameters["registry"]),
        indicator=parameters["indicator"],
        period=parameters["period"],
        per_capita=parameters["per_capita"],
    )


FROM_RECORDS = (
    Registered("indicator_series", ("indicators",), _indicator_series),
    Registered("indicator_ranks", ("indicators",), _indicator_ranks),
    Registered("claims", ("claims", "evidence"), _claims),
    Registered("claim_evidence", ("claims", "evidence"), _evidence),
    Registered("claim_checks", ("claims", "evidence"), _checks),
    Registered("claim_verdicts", ("claims", "evidence"), _verdicts),
)
