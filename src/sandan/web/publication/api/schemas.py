"""The forms of what programs are given."""

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

from ninja import Field, Schema

__all__ = [
    "CertificateOut",
    "ClaimOut",
    "CompanyLine",
    "CompanyOut",
    "EvidenceOut",
    "FigureOut",
    "FileOut",
    "JobOut",
    "Listing",
    "OpinionOut",
    "PublicClaimOut",
    "ReportOut",
    "SnapshotLine",
    "SnapshotOut",
    "SourceOut",
]

Item = TypeVar("Item")


class Listing(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    page: int
    size: int
    total: int
    next: str | None = Field(description="Address of the next page, if there is one")


class CertificateOut(Schema):
    kind: str
    number: str
    valid_from: date | None
    valid_to: date | None


class CompanyLine(Schema):
    """A company as it was on the day that was asked for; persons stand in no answer."""

    number: str
    name: str
    state: str
    business_number: str
    corporation_number: str
    founded_on: date | None
    closed_on: date | None
    size: str
    main_product: str
    homepage: str
    verified_on: date | None
    industry: str
    address: str
    complexes: list[str]
    certificates: list[CertificateOut]


class CompanyOut(CompanyLine):
    merged_into: str | None = Field(description="The company that stands for this one today")


class CalculationOut(Schema):
    name: str
    parameters: dict[str, Any]
    snapshots: list[str]
    version: str
    code: str


class FigureOut(Schema):
    """One number with everything that says what it is and how it is made again."""

    id: str
    label: str
    value: float | int | str | bool | None
    unit: str
    definition: str
    definition_version: str
    area: str
    period: str
    basis: str
    stage: str
    status: str
    lower: float | None
    upper: float | None
    bounds: list[str] | None
    cell: dict[str, Any]
    column: str
    calculation: CalculationOut


class SnapshotLine(Schema):
    """A table that was imported."""

    id: str
    kind: str
    profile: str
    title: str
    source: str
    licence: str
    as_of: date
    edition: str
    rows: int
    original_name: str
    current: bool


class SnapshotOut(SnapshotLine):
    table_sha256: str
    original_sha256: str
    supersedes: list[str]
    not_to_be_read_as: list[str]
    sandan_version: str


class FileOut(Schema):
    name: str
    language: str
    format: str
    sha256: str
    size: int
    address: str


class SourceOut(Schema):
    """A snapshot that a report was made from."""

    id: str
    kind: str
    title: str
    source: str
    licence: str
    as_of: date
    edition: str


class ReportOut(Schema):
    """A report: what was asked, what it was made from, its files."""

    id: UUID
    titles: dict[str, str]
    state: Literal["draft", "published", "withdrawn"]
    city: str
    start: int
    end: int
    sections: list[str]
    languages: list[str]
    known_on: date | None = Field(description="Day of the newest data in it")
    made_at: datetime | None
    published_at: datetime | None
    withdrawn_at: datetime | None
    supersedes: UUID | None
    version: str
    code: str
    snapshots: list[SourceOut]
    files: list[FileOut]


class OpinionOut(Schema):
    """The verdict of people that counts, with its reason."""

    verdict: str
    reason: str
    decided_on: date


class EvidenceOut(Schema):
    measures: str
    value: float | None
    unit: str
    period: str
    stance: str
    source: str


class ClaimOut(Schema):
    """A published number or assertion, with the verdict of the rule and, if there is one, of people."""

    key: str
    subject: str
    said: str
    value: float | None
    unit: str
    period: str
    place: str
    kind: str
    source: str
    verdict: str
    rule_verdict: str
    public: bool


class PublicClaimOut(ClaimOut):
    opinion: OpinionOut
    evidence: list[EvidenceOut]


class JobOut(Schema):
    """A piece of work in the background."""

    id: UUID
    kind: str
    title: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    percent: int | None
    result: dict[str, Any] | None
    error: str
    error_code: str
    created: datetime
    finished: datetime | None
    address: str = Field(description="Where this answer is found again")
