"""The data package: what may leave the house as open data, with everything that says what it is."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import sandan
from sandan.data.disclosure.suppression import rule_in_force
from sandan.report.case import Case
from sandan.report.document import Document
from sandan.report.formats.package_tables import Resource, resources_of
from sandan.report.wording.source_words import source_words

__all__ = ["render_package"]

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Time stamp of every member, so that the same content gives the same bytes."""


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
    resources = [*resources_of(case, document)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(
            archive,
            "datapackage.json",
            json.dumps(_descriptor(case, document, resources), ensure_ascii=False, indent=2),
        )
        for resource in resources:
            text = resource.table.to_csv(index=False, lineterminator="\n", float_format=_written)
            _add(archive, f"data/{resource.name}.csv", "\ufeff" + text)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    member = zipfile.ZipInfo(name, FIXED_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, text.encode())


def _written(number: Any) -> str:
    """Write a number of a table so that nothing is lost: whole ones without a point."""
    return str(int(number)) if float(number).is_integer() else repr(float(number))


def _descriptor(case: Case, document: Document, resources: list[Resource]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": f"sandan-{case.city.lower()}-{case.start}-{case.end}",
        "title": f"{document.title} – {document.subtitle}",
        "language": case.language,
        "version": sandan.__version__,
        "resources": [_resource(resource) for resource in resources],
        "sources": [
            {
                "title": source_words(snapshot.profile, snapshot.title, case.language),
                "path": snapshot.original_name,
                "snapshot": snapshot.id,
                "licence": source_words(snapshot.profile, snapshot.licence, case.language),
            }
            for snapshot in case.snapshots.values()
        ],
        **_disclosure_control(case),
        "must_not_be_read_as": [
            source_words(snapshot.profile, sentence, case.language)
            for snapshot in case.snapshots.values()
            for sentence in snapshot.not_to_be_read_as
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
        "description": resource.description,
        "path": f"data/{resource.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
