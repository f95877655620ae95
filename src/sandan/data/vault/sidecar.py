"""The sidecar of a snapshot: what the table is, where it came from, and how it may not be read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sandan.data.quality import Action, Finding, QualityReport

__all__ = ["Edition", "Snapshot", "snapshot_id"]

SHORT = 12
NOT_HASHED = ("id", "imported_at")


class Edition(StrEnum):
    """How final a published table is; a later one of these supersedes an earlier one."""

    PROVISIONAL = "provisional"
    FINAL = "final"
    REVISED = "revised"


@dataclass(frozen=True)
class Snapshot:
    """One imported table, for ever.

    ``id`` is the SHA-256 of all the rest except ``imported_at``, as canonical JSON. Options that
    name a file hold its name; ``option_files`` holds the SHA-256 of its bytes, which are kept
    like the original. ``supersedes`` lists older editions that this one replaces, ``outdated_by``
    newer editions that were in the vault when this one came; both are identifiers.
    """

    profile: str
    profile_version: str
    kind: str
    title: str
    source: str
    licence: str
    as_of: date
    edition: Edition
    original_name: str
    original_sha256: str
    original_bytes: int
    table_sha256: str
    rows: int
    options: Mapping[str, str]
    option_files: Mapping[str, str]
    quality: QualityReport
    not_to_be_read_as: tuple[str, ...]
    supersedes: tuple[str, ...]
    outdated_by: tuple[str, ...]
    sandan_version: str
    imported_at: str = ""
    id: str = field(default="")

    @property
    def short(self) -> str:
        """The beginning of the identifier, enough for people."""
        return self.id[:SHORT]

    def with_id(self) -> "Snapshot":
        """Return the record with the identifier that its content gives."""
        return replace(self, id=snapshot_id(self.to_json()))

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self) | {
            "as_of": self.as_of.isoformat(),
            "options": dict(self.options),
            "option_files": dict(self.option_files),
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Snapshot":
        """Make the record from JSON values; ValueError, KeyError or TypeError if they are not one."""
        unknown = set(record) - {f.name for f in fields(cls)}
        if unknown:
            raise ValueError(f"unknown field {min(unknown)}")
        return cls(
            **{
                **record,
                "as_of": date.fromisoformat(record["as_of"]),
                "edition": Edition(record["edition"]),
                "quality": _quality(record["quality"]),
                "not_to_be_read_as": tuple(record["not_to_be_read_as"]),
                "supersedes": tuple(record["supersedes"]),
                "outdated_by": tuple(record["outdated_by"]),
            }
        )


def _quality(record: Mapping[str, Any]) -> QualityReport:
    findings = tuple(
        Finding(**{**f, "action": Action(f["action"]), "examples": tuple(f["examples"])})
        for f in record["findings"]
    )
    return QualityReport(**{**record, "findings": findings})


def snapshot_id(record: Mapping[str, Any]) -> str:
    """Name a snapshot by its content.

    Parameters
    ----------
    record : mapping
        The sidecar as JSON values; ``id`` and ``imported_at`` do not count.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    TypeError
        If a value cannot be written as JSON.

    Notes
    -----
    ``sha256(canonical JSON)``: keys sorted, no blanks, UTF-8. The record holds the SHA-256 of the
    table and of the original, so the identifier covers every byte of both.

    References
    ----------
    RFC 8785 (2020), JSON Canonicalization Scheme, for the idea of a canonical form.

    Examples
    --------
    >>> snapshot_id({"rows": 2, "id": "x"}) == snapshot_id({"rows": 2, "imported_at": "y"})
    True
    >>> snapshot_id({"rows": 2})[:12]
    '19b98918aa59'
    """
    counted = {name: value for name, value in record.items() if name not in NOT_HASHED}
    text = json.dumps(counted, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
