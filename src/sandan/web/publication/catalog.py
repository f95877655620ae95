"""The list of published data as programs of other houses read it (DCAT)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandan.web.publication.models import Report, State
from sandan.web.publication.queries import Filed, files_of
from sandan.web.shared.catalog import Words

__all__ = ["LICENCE", "LICENCE_ADDRESS", "catalog_of"]

LICENCE = Words(ko="공공누리 제1유형(출처표시)", en="Korea Open Government License, type 1 (attribution)")
LICENCE_ADDRESS = "https://www.kogl.or.kr/info/licenseType1.do"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "spdx": "http://spdx.org/rdf/terms#",
}
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def catalog_of(reports: Iterable[Report], absolute: Callable[[str], str]) -> dict[str, Any]:
    """Describe every published report as a data set; one that was withdrawn is no longer in it."""
    return {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": absolute(reverse("publication:open")),
        "dct:title": settings.WORKSPACE.settings.name,
        "dct:license": LICENCE_ADDRESS,
        "dcat:dataset": [_dataset(one, absolute) for one in reports if one.state == State.PUBLISHED],
    }


def _dataset(report: Report, absolute: Callable[[str], str]) -> dict[str, Any]:
    assert report.published_at is not None
    replaced = report.supersedes_id
    return {
        "@type": "dcat:Dataset",
        "@id": absolute(reverse("publication:open_report", args=(report.pk,))),
        "dct:identifier": str(report.pk),
        "dct:title": [{"@language": language, "@value": said} for language, said in report.titles.items()],
        "dct:publisher": settings.WORKSPACE.settings.name,
        "dct:issued": report.published_at.isoformat(),
        "dct:temporal": {
            "dcat:startDate": str(report.lens["start"]),
            "dcat:endDate": str(report.lens["end"]),
        },
        "dct:language": list(report.languages),
        "dct:license": LICENCE_ADDRESS,
        "dct:source": [_source(one) for one in report.snapshots],
        **(
            {"dct:replaces": absolute(reverse("publication:open_report", args=(replaced,)))}
            if replaced
            else {}
        ),
        "dcat:distribution": [_distribution(report, one, absolute) for one in files_of(report)],
    }


def _source(snapshot: dict[str, str]) -> dict[str, str]:
    return {
        "dct:identifier": snapshot["id"],
        "dct:title": snapshot["title"],
        "dct:license": snapshot["licence"],
        "dct:valid": snapshot["as_of"],
    }


def _distribution(report: Report, filed: Filed, absolute: Callable[[str], str]) -> dict[str, Any]:
    address = reverse("publication:open_file", kwargs={"report": report.pk, "name": filed.name})
    return {
        "@type": "dcat:Distribution",
        "dct:title": filed.name,
        "dct:language": filed.language,
        "dcat:downloadURL": absolute(address),
        "dcat:mediaType": filed.media_type.partition(";")[0],
        "dcat:byteSize": filed.size,
        "spdx:checksum": {"spdx:algorithm": SHA256, "spdx:checksumValue": filed.sha256},
    }
