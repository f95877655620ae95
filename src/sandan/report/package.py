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
from sandan.data.contributions import publication_cells
from sandan.data.disclosure import DisclosureRule, protect, rule_in_force
from sandan.data.missing import Status
from sandan.report.case import Case
from sandan.report.document import Document, figures_of
from sandan.report.sections.account import parameters_of, possible

__all__ = ["render_package"]

EVERYWHERE, EVERYTHING = "all", "TOTAL"
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
    rule = rule_in_force(date(case.end, 12, 31))
    resources = [*_resources(case, document, rule)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(
            archive,
            "datapackage.json",
            json.dumps(_descriptor(case, document, resources, rule), ensure_ascii=False, indent=2),
        )
        for resource in resources:
            text = resource.table.to_csv(index=False, lineterminator="\n")
            _add(archive, f"data/{resource.name}.csv", "\ufeff" + text)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, FIXED_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, text.encode())


def _resources(case: Case, document: Document, rule: DisclosureRule) -> Iterator[Resource]:
    yield Resource("figures", "Every figure of the report", _figures(document))
    if case.has("establishments"):
        yield Resource("jobs", "Persons employed by city and division", _protected(case, rule, "workers"))
        yield Resource("sites", "Establishments by city and division", _protected(case, rule, None))
    if possible(case):
        lines = case.calculate("account", **parameters_of(case)).table
        yield Resource("change_account", "Account of change of strategic-industry firms", lines)
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


def _protected(case: Case, rule: DisclosureRule, value: str | None) -> pd.DataFrame:
    register = case.shelf.read(case.snapshots["establishments"].id)
    units = register.loc[(register["period"] == case.end) & (register["status"] == Status.REPORTED)]
    units = units.assign(region=units["city"], industry=units["industry"].str[:2])
    region_sums = {EVERYWHERE: sorted(units["region"].unique())}
    industry_sums = {EVERYTHING: sorted(units["industry"].unique())}
    cells = publication_cells(
        units,
        contributor="enterprise",
        value=value,
        measure="jobs" if value else "establishments",
        unit="persons" if value else "establishments",
        period=case.end,
        region_sums=region_sums,
        industry_sums=industry_sums,
    )
    return protect(cells, rule, region_sums=region_sums, industry_sums=industry_sums).published


def _descriptor(
    case: Case, document: Document, resources: list[Resource], rule: DisclosureRule
) -> dict[str, Any]:
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
        "disclosure_control": {
            "rule": rule.version,
            "minimum_count": rule.minimum_count,
            "p_percent": rule.p_percent,
        },
        "must_not_be_read_as": [
            sentence for snapshot in case.snapshots.values() for sentence in snapshot.not_to_be_read_as
        ],
    }


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
