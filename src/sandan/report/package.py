"""The data package: what may leave the house as open data, with everything that says what it is."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

import sandan
from sandan.data.disclosure.suppression import rule_in_force
from sandan.report.case import Case
from sandan.report.document import Document, figures_of
from sandan.report.sections.account import parameters_of, possible
from sandan.report.sections.clusters import cells_of

__all__ = ["render_package"]

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every member, so that the same content gives the same bytes."""


@dataclass(frozen=True)
class Resource:
    """One table of the package."""

    name: str
    title: str
    table: pd.DataFrame


def render_package(case: Case, document: Document) -> bytes:
    """Put the tables behind a report into a package that anybody may have.

    Parameters
    ----------
    case : Case
        What the report is about.
    document : Document
        The report; its figures are listed in the package.

    Returns
    -------
    bytes
        A ZIP file with CSV tables (UTF-8 with byte order mark) and ``datapackage.json``.

    Raises
    ------
    DisclosureError
        If a table of the register cannot be protected.

    Notes
    -----
    Counts and jobs by place and industry come from single firms and pass disclosure control:
    primary and complementary suppression, and an attack on the result. Hidden cells have the
    status ``suppressed`` and no number. Tables that others have published keep the cells that
    their source hid.

    References
    ----------
    Frictionless Data (2017), Tabular Data Package. ``docs/methods/disclosure-control.md``.

    Examples
    --------
    >>> render_package.__name__
    'render_package'
    """
    resources = [*_resources(case, document)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(
            archive,
            "datapackage.json",
            json.dumps(_descriptor(case, document, resources), ensure_ascii=False, indent=2),
        )
        for resource in resources:
            text = resource.table.to_csv(index=False, lineterminator="\n")
            _add(archive, f"data/{resource.name}.csv", "\ufeff" + text)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, FIXED_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, text.encode())


def _resources(case: Case, document: Document) -> Iterator[Resource]:
    yield Resource("figures", "Every figure of the report", _figures(document))
    if case.has("establishments") and case.end in case.known_years:
        yield Resource("jobs", "Persons employed by city and industry", _protected(case, jobs=True))
        yield Resource("sites", "Establishments by city and industry", _protected(case, jobs=False))
        yield Resource("clusters", "Every city and industry with its test", cells_of(case).table)
    if possible(case) and case.covers_both_years():
        lines = case.calculate("account", **parameters_of(case)).table
        yield Resource("change_account", "Account of change of strategic-industry firms", lines)
    if case.has("statistics"):
        for year in case.years:
            table = case.published("published_quotients", year).table
            yield Resource(f"quotients_{year}", f"Published values and quotients, {year}", table)
    if case.has("claims", "evidence"):
        for name in ("claims", "evidence"):
            table = case.shelf.read(case.snapshots[name].id)
            yield Resource(name, f"The ledger: {name}", table)


def _figures(document: Document) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": figure.id,
            "definition": figure.definition,
            "definition_version": figure.definition_version,
            "label": figure.label,
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
        for figure in figures_of(document)
    )


def _protected(case: Case, *, jobs: bool) -> pd.DataFrame:
    about = {"period": case.end, "digits": case.parameters["digits"], "published_on": case.published_on}
    return case.calculate("protected", **about, jobs=jobs).table


def _descriptor(case: Case, document: Document, resources: list[Resource]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": f"sandan-{case.city.lower()}-{case.start}-{case.end}",
        "title": f"{document.title} – {document.subtitle}",
        "version": sandan.__version__,
        "resources": [_resource(resource) for resource in resources],
        "sources": [
            {
                "title": snapshot.title,
                "path": snapshot.original_name,
                "snapshot": snapshot.id,
                "licence": snapshot.licence,
            }
            for snapshot in case.snapshots.values()
        ],
        **_disclosure_control(case),
        "must_not_be_read_as": [
            sentence for snapshot in case.snapshots.values() for sentence in snapshot.not_to_be_read_as
        ],
    }


def _disclosure_control(case: Case) -> dict[str, Any]:
    """Name the rule that tables from single firms have passed."""
    if not case.has("establishments"):
        return {}
    rule = rule_in_force(date.fromisoformat(case.published_on))
    told = {"rule": rule.version, "minimum_count": rule.minimum_count, "p_percent": rule.p_percent}
    return {"disclosure_control": told}


def _resource(resource: Resource) -> dict[str, Any]:
    kinds = {"i": "integer", "u": "integer", "f": "number", "b": "boolean"}
    fields = [
        {"name": str(name), "type": kinds.get(dtype.kind, "string")}
        for name, dtype in resource.table.dtypes.items()
    ]
    return {
        "name": resource.name.replace("_", "-"),
        "title": resource.title,
        "path": f"data/{resource.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
