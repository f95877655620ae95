"""What a row of a list knows that a register can hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sandan.operate.business_number import is_business_number, normalize_number
from sandan.web.linkage.models import Entry

__all__ = ["CERTIFICATES", "Planned", "additions_of", "as_new_company", "planned"]

CERTIFICATES: Mapping[str, str] = {"ventures": "venture", "factories": "factory"}
"""The certificate that it means to stand in a list of a profile."""
MASKS = "*○●◯"
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PRODUCT, LONGEST_TYPE = 200, 300, 200, 60

Row = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Planned:
    """What would go into the register for a row, in the words of the list."""

    entry: Entry
    name: str
    address: str
    certificate: Mapping[str, Any]
    product: str
    business_number: str


def planned(entry: Entry) -> Planned:
    facts = _facts(entry)
    return Planned(
        entry,
        entry.name,
        str(entry.data.get("address", "")),
        dict(next((values for _, values in _certificates(entry)), {})),
        facts["main_product"],
        facts["business_number"],
    )


def additions_of(entry: Entry) -> tuple[Sequence[Row], Mapping[str, Any]]:
    """Return the dated rows and the facts that a row can add to a company that is known."""
    since = {"valid_from": entry.run.as_of}
    rows: list[Row] = [("names", {"name": entry.name[:LONGEST_NAME], "kind": "alias", **since})]
    if entry.data.get("address"):
        rows.append(("addresses", {"text": entry.data["address"][:LONGEST_ADDRESS], **since}))
    return [*rows, *_certificates(entry)], _facts(entry)


def as_new_company(entry: Entry) -> dict[str, Any]:
    """Write a row as the intake of companies reads it."""
    address = entry.data.get("address", "")
    representative = str(entry.data.get("representative", ""))
    known = {} if any(mask in representative for mask in MASKS) else {"representative": representative[:80]}
    return {
        "row": entry.row,
        "name": entry.name[:LONGEST_NAME],
        "addresses": [{"text": address[:LONGEST_ADDRESS]}] if address else [],
        "certificates": [dict(values) for _, values in _certificates(entry)],
        **known,
        **_facts(entry),
    }


def _certificates(entry: Entry) -> list[Row]:
    kind = CERTIFICATES.get(entry.run.profile)
    if kind is None:
        return []
    values = {
        "kind": kind,
        "type": str(entry.data.get("certificate", ""))[:LONGEST_TYPE],
        "valid_from": _day(entry.data.get("valid_from")),
        "valid_to": _day(entry.data.get("valid_to")),
    }
    return [("certificates", values)]


def _facts(entry: Entry) -> dict[str, Any]:
    number = entry.data.get("business_number", "")
    return {
        "main_product": str(entry.data.get("product", ""))[:LONGEST_PRODUCT],
        "business_number": normalize_number(number) if number and is_business_number(number) else "",
    }


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
