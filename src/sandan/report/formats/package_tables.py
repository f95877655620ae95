"""The tables of the data package, with words beside their codes in the language of the report."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import pandas as pd

from sandan.data.codes.ksic import ksic10
from sandan.report.case import Case, plain_value
from sandan.report.document import Document, figures_of
from sandan.report.figures.definitions import definition_of
from sandan.report.figures.record import Figure
from sandan.report.sections.account import parameters_of, possible
from sandan.report.sections.clusters import cells_of
from sandan.report.wording.labels import label_in

__all__ = ["Resource", "resources_of"]

LEDGER_WORDS = ("subject", "said", "measures", "unit", "period", "place")
"""Columns of a ledger that hold words."""


@dataclass(frozen=True)
class Resource:
    """One table of the package, with its name and what stands in it."""

    name: str
    title: str
    description: str
    table: pd.DataFrame


def resources_of(case: Case, document: Document) -> Iterator[Resource]:
    """Make the tables of a package one by one.

    Parameters
    ----------
    case : Case
        What the report is about; its language is that of titles and of words beside codes.
    document : Document
        The report.

    Returns
    -------
    iterator of Resource
        The tables. Codes and keys stand in columns of their own, the same in every language.

    Raises
    ------
    DisclosureError
        If a table of the register cannot be protected.

    Notes
    -----
    Which tables there are follows from the snapshots of the case.

    References
    ----------
    Frictionless Data (2017), Tabular Data Package.

    Examples
    --------
    >>> resources_of.__name__
    'resources_of'
    """
    yield _resource(case, "figures", _figures(case, document))
    if case.has("establishments") and case.end in case.known_years:
        yield _resource(case, "jobs", _protected(case, jobs=True), year=case.end)
        yield _resource(case, "sites", _protected(case, jobs=False), year=case.end)
        yield _resource(case, "clusters", _clusters(case), year=case.end)
    if possible(case) and case.covers_both_years():
        yield _resource(case, "change_account", _account(case))
    if case.has("statistics"):
        for year in case.years:
            yield _resource(case, "quotients", _quotients(case, year), year=year, name=f"quotients_{year}")
    if case.has("claims", "evidence"):
        for name in ("claims", "evidence"):
            yield _resource(case, name, _ledger(case, name))


def _resource(case: Case, key: str, table: pd.DataFrame, *, name: str = "", year: int = 0) -> Resource:
    said = _catalog()["tables"][key]
    title = said[f"title_{case.language}"].format(year=year)
    return Resource(name or key, title, said[f"description_{case.language}"], table)


@cache
def _catalog() -> Mapping[str, Any]:
    return tomllib.loads(files("sandan.report.formats").joinpath("package.toml").read_text(encoding="utf-8"))


def _word(case: Case, key: str) -> str | None:
    words = _catalog()["words"].get(key)
    return None if words is None else str(words[case.language])


def _figures(case: Case, document: Document) -> pd.DataFrame:
    return pd.DataFrame(_figure(figure, case.language) for figure in figures_of(document))


def _figure(figure: Figure, language: str) -> dict[str, Any]:
    name = definition_of(figure.definition).name(language)
    return {
        "id": figure.id,
        "definition": figure.definition,
        f"definition_{language}": name,
        "definition_version": figure.definition_version,
        "label": figure.label,
        f"label_{language}": label_in(figure, language) or name,
        "value": figure.value,
        "unit": figure.unit,
        "lower": figure.lower,
        "upper": figure.upper,
        "status": figure.status.value,
        "stage": figure.stage.value,
        "area": figure.area,
        "period": figure.period,
        "basis": figure.basis,
        "calculation": figure.calculation.name,
    }


def _protected(case: Case, *, jobs: bool) -> pd.DataFrame:
    about = {"period": case.end, "digits": case.parameters["digits"], "published_on": case.published_on}
    table = case.calculate("protected", **about, jobs=jobs).table
    return table.assign(
        region_name=table["region"].map(lambda code: _word(case, code) or case.place(code)),
        industry_name=_industries(case, table["industry"]),
    )


def _clusters(case: Case) -> pd.DataFrame:
    table = cells_of(case).table
    named = table.assign(
        city_name=table["city"].map(case.place), industry_name=_industries(case, table["industry"])
    )
    return named[[*dict.fromkeys(["city", "city_name", "industry", "industry_name", *named.columns])]]


def _industries(case: Case, codes: pd.Series) -> pd.Series:
    """Name the industries of a register; a code that the classification does not know has no name."""
    known = ksic10()
    names = {
        code: _word(case, code) or (known.label(code, case.language) if code in known else None)
        for code in codes.unique()
    }
    return codes.map(names)


def _account(case: Case) -> pd.DataFrame:
    """Give the lines of the account with one signed count each."""
    lines = case.calculate("account", **parameters_of(case)).table
    return pd.DataFrame(
        {
            "line": lines["line"],
            f"line_{case.language}": lines["line"].map(lambda line: _word(case, line)),
            "role": lines["role"],
            "firms": lines["change"].astype("int64"),
        }
    )


def _quotients(case: Case, year: int) -> pd.DataFrame:
    table = case.published("published_quotients", year).table
    names = [
        case.industry_name(code, printed).removesuffix(f" ({code})")
        for code, printed in zip(table["industry"], table["industry_name"], strict=True)
    ]
    return table.assign(industry_name=names)


def _ledger(case: Case, name: str) -> pd.DataFrame:
    """Give a table of the ledger; in Korean with the Korean words that are known beside the English ones."""
    table = case.shelf.read(case.snapshots[name].id)
    known = case.claim_words
    if case.language != "ko" or known is None:
        return table
    columns: dict[str, pd.Series] = {}
    for column in table:
        columns[str(column)] = table[column]
        if column in LEDGER_WORDS:
            columns[f"{column}_ko"] = table[column].map(lambda words: known.say(plain_value(words), "ko"))
        if column == "differs_in":
            columns["differs_in_ko"] = table[column].map(
                lambda words: known.dimensions(plain_value(words) or "", "ko")
            )
    return pd.DataFrame(columns)
