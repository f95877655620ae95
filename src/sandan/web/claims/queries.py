"""Reading the ledger: what is on record, what follows from it, and what the filed edition says."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet

from sandan.web.accounts.models import Person
from sandan.web.audit.models import Event
from sandan.web.audit.queries import timeline
from sandan.web.claims.models import (
    OPEN,
    Adoption,
    Attachment,
    Check,
    Claim,
    Evidence,
    Filing,
    Opinion,
    Source,
    State,
    Wording,
)
from sandan.web.claims.records import record_from, with_check
from sandan.web.measurement.ledgers import Judged, Offer, Record, Row, judge, offers

__all__ = [
    "BY_RULE",
    "Board",
    "ClaimPage",
    "FilingPage",
    "Line",
    "Office",
    "PublicEntry",
    "Ruled",
    "board",
    "claim_page",
    "claims_visible",
    "filing_page",
    "free_key",
    "last_filing",
    "named_numbers",
    "next_position",
    "office",
    "open_opinion",
    "public_entries",
    "sources",
    "to_approve",
    "trial",
    "untaken_offers",
]

BY_RULE = "by_rule"
"""The state of a claim on which nobody has proposed anything."""


TRIAL = "trial"
"""The key of a check that is shown and not kept."""


WITHDRAWN: Any = State.WITHDRAWN


@dataclass(frozen=True)
class Office:
    """Everything that is on record now, with what the core makes of it."""

    claims: Sequence[Claim]
    evidence: Sequence[Evidence]
    opinions: Sequence[Opinion]
    words: Mapping[str, str]
    record: Record

    @property
    def judged(self) -> Judged:
        return judge(self.record)


def claims_visible() -> QuerySet[Claim]:
    return Claim.objects.select_related("source", "adoption", "entered_by", "withdrawn_by")


def sources() -> QuerySet[Source]:
    return Source.objects.all()


def office() -> Office:
    """Load the working state in six queries; withdrawn claims are no part of it."""
    claims = sorted(claims_visible().filter(withdrawn_at=None), key=lambda claim: natural(claim.key))
    kept = {claim.pk: place for place, claim in enumerate(claims)}

    def of_kept(rows: Iterable[Any]) -> list[Any]:
        return sorted((row for row in rows if row.claim_id in kept), key=lambda row: kept[row.claim_id])

    evidence = of_kept(Evidence.objects.order_by("position").select_related("source"))
    opinions = of_kept(Opinion.objects.order_by("decided_at", "pk"))
    wordings = list(Wording.objects.order_by("pk"))
    record = record_from(
        claims=claims,
        evidence=evidence,
        checks=of_kept(Check.objects.order_by("pk")),
        entries=[one for one in opinions if one.state == State.APPROVED],
        sources=Source.objects.all(),
        wordings=wordings,
    )
    return Office(claims, evidence, opinions, {one.words: one.ko for one in wordings}, record)


def natural(key: str) -> list[tuple[int, int | str]]:
    """Order keys as people do: C2 before C10."""
    parts = re.findall(r"\d+|\D+", key)
    return [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]


@dataclass(frozen=True)
class Line:
    """One claim in the list."""

    claim: Claim
    state: str
    judged: Row
    evidence: int
    public: bool

    @property
    def by_people(self) -> bool:
        return self.judged.get("decided_by") == "entry"


@dataclass(frozen=True)
class Board:
    """The ledger as a list: what was asked for, and how many there are of each verdict in all."""

    lines: Sequence[Line]
    whole: int
    counts: Mapping[str, int]
    by_rule: Mapping[str, int]
    by_people: int
    words: Mapping[str, str]
    filing: Filing | None
    fresh: bool


def board(**asked: str) -> Board:
    found = office()
    judged = found.judged
    rows = Counter(row.claim_id for row in found.evidence)
    lines = [_line(claim, found, judged, rows[claim.pk]) for claim in found.claims]
    filing = last_filing()
    shown = [*lines, *_withdrawn()] if asked.get("state") == WITHDRAWN else lines
    return Board(
        lines=[line for line in shown if _asked_for(line, found.words, asked)],
        whole=len(lines),
        counts=Counter(line.judged["verdict"] for line in lines),
        by_rule=Counter(line.judged["rule_verdict"] for line in lines),
        by_people=sum(line.by_people for line in lines),
        words=found.words,
        filing=filing,
        fresh=filing is not None and filing.digest == found.record.digest,
    )


def _line(claim: Claim, found: Office, judged: Judged, evidence: int) -> Line:
    mine = [one for one in found.opinions if one.claim_id == claim.pk]
    approved = [one for one in mine if one.state == State.APPROVED]
    public = bool(approved) and approved[-1].public_since is not None
    return Line(claim, _state(mine, approved), judged.claims[claim.key], evidence, public)


def _state(mine: Sequence[Opinion], approved: Sequence[Opinion]) -> str:
    """Name how far the newest verdict of people has come; what is open goes before what is decided."""
    unfinished = [str(one.state) for one in mine if one.state in OPEN]
    if unfinished:
        return unfinished[0]
    return str(approved[-1].state) if approved else BY_RULE


def _withdrawn() -> list[Line]:
    claims = claims_visible().exclude(withdrawn_at=None)
    return [Line(claim, WITHDRAWN, {}, 0, public=False) for claim in claims]


def _asked_for(line: Line, words: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    claim = line.claim
    said = f"{claim.key} {claim.subject} {claim.said}"
    text = f"{said} {words.get(claim.subject, '')} {words.get(claim.said, '')}".casefold()
    wanted: dict[str, Callable[[str], bool]] = {
        "q": lambda value: value.casefold() in text,
        "verdict": lambda value: line.judged.get("verdict") == value,
        "source": lambda value: claim.source.key == value,
        "kind": lambda value: claim.kind == value,
        "state": lambda value: line.state == value,
    }
    return all(test(asked[name]) for name, test in wanted.items() if asked.get(name))


@dataclass(frozen=True)
class Ruled:
    """One row of evidence beside what the core says of it."""

    row: Evidence
    judged: Row
    files: Sequence[Attachment]


@dataclass(frozen=True)
class ClaimPage:
    """Everything about one claim."""

    claim: Claim
    judged: Row
    evidence: Sequence[Ruled]
    checks: Sequence[Row]
    own_checks: Mapping[str, int]
    opinions: Sequence[Opinion]
    events: Sequence[Event]
    files: Sequence[Attachment]
    words: Mapping[str, str]

    @property
    def unfinished(self) -> Opinion | None:
        return next((one for one in self.opinions if one.state in OPEN), None)

    @property
    def approved(self) -> Opinion | None:
        """The verdict of people that counts: the one approved last."""
        decided = [one for one in self.opinions if one.state == State.APPROVED]
        return max(decided, key=lambda one: (one.decided_at, one.pk), default=None)


def claim_page(claim: Claim) -> ClaimPage:
    found = office()
    judged = found.judged
    files = list(claim.files.select_related("by"))
    opinions = list(claim.opinions.select_related("proposed_by", "decided_by"))
    return ClaimPage(
        claim=claim,
        judged=judged.claims.get(claim.key, {}),
        evidence=_ruled(claim, found, judged, files),
        checks=[check for check in judged.checks if check["claim"] == claim.key],
        own_checks=dict(claim.checks.values_list("key", "pk")),
        opinions=opinions,
        events=list(timeline(claim)),
        files=files,
        words=found.words,
    )


def _ruled(claim: Claim, found: Office, judged: Judged, files: Sequence[Attachment]) -> list[Ruled]:
    if claim.withdrawn_at is not None:
        rows: list[tuple[Evidence, Row]] = [(row, {}) for row in claim.evidence.select_related("source")]
    else:
        rows = list(zip(found.evidence, judged.evidence, strict=True))
    return [
        Ruled(row, bears, [file for file in files if file.evidence_id == row.pk])
        for row, bears in rows
        if row.claim_id == claim.pk
    ]


def named_numbers(claim: Claim) -> dict[str, tuple[dict[str, Any], Any]]:
    """Give every number of a claim a name for formulas: the term that finds it, and the row it stands in."""
    own = (("value", "value"), ("before", "value_before"))
    named: dict[str, tuple[dict[str, Any], Any]] = {
        name: ({"claim": column, "of": claim.key}, claim)
        for name, column in own
        if getattr(claim, column) is not None
    }
    rows = enumerate(claim.evidence.order_by("position").select_related("source"), start=1)
    return named | {f"e{place}": ({"row": row.pk}, row) for place, row in rows if row.value is not None}


def trial(*, claim: Claim, fields: Mapping[str, Any]) -> Row:
    """Carry out a check that is not kept: as the ledger would be with it."""
    found = office()
    check = Check(claim=claim, key=TRIAL, **fields)
    record = with_check(found.record, check, claim, found.evidence)
    return next(one for one in judge(record).checks if one["check"] == TRIAL)


def open_opinion(claim: Claim) -> Opinion | None:
    return claim.opinions.filter(state__in=OPEN).first()


def to_approve(person: Person) -> QuerySet[Opinion]:
    """Return the proposed verdicts that somebody may decide: those of other people."""
    if not person.has_perm("claims.approve"):
        return Opinion.objects.none()
    proposed = Opinion.objects.filter(state=State.PROPOSED, claim__withdrawn_at=None)
    return proposed.exclude(proposed_by=person).select_related("claim").order_by("pk")


def last_filing() -> Filing | None:
    return Filing.objects.select_related("by").first()


@dataclass(frozen=True)
class FilingPage:
    """What would be filed now, what was filed before, and whether the two differ."""

    whole: int
    evidence: int
    verdicts: int
    filings: Sequence[Filing]
    fresh: bool


def filing_page() -> FilingPage:
    record = office().record
    filings = list(Filing.objects.select_related("by"))
    return FilingPage(
        whole=len(record.claims),
        evidence=len(record.evidence),
        verdicts=len(record.notes.get("entry", ())),
        filings=filings,
        fresh=bool(filings) and filings[0].digest == record.digest,
    )


def untaken_offers() -> list[Offer]:
    """List what can be taken over and was not, nor filed from here."""
    taken = set(Adoption.objects.values_list("claims_snapshot", flat=True))
    cases = set(Adoption.objects.values_list("case", flat=True)) - {""}
    filed = set(Filing.objects.values_list("claims_snapshot", flat=True))
    return [
        offer
        for offer in offers()
        if offer.case not in cases and offer.claims_snapshot not in (taken | filed) - {""}
    ]


def free_key(model: type[Claim | Source], letter: str) -> str:
    """Find the next number behind a letter that no key has."""
    keys = model.objects.filter(key__startswith=letter).values_list("key", flat=True)
    taken = [int(key.removeprefix(letter)) for key in keys if key.removeprefix(letter).isdecimal()]
    return f"{letter}{max(taken, default=0) + 1:02d}"


def next_position(claim: Claim) -> int:
    last = claim.evidence.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


@dataclass(frozen=True)
class PublicEntry:
    """A claim with an approved verdict that may be shown to everybody."""

    claim: Claim
    judged: Row
    evidence: Sequence[tuple[Evidence, Row]]
    opinion: Opinion
    words: Mapping[str, str]


def public_entries() -> list[PublicEntry]:
    """Give what the public page shows: where the verdict that counts was approved and marked for it."""
    found = office()
    judged = found.judged
    counts = {one.claim_id: one for one in found.opinions if one.state == State.APPROVED}
    pairs = list(zip(found.evidence, judged.evidence, strict=True))
    return [
        PublicEntry(
            claim=claim,
            judged=judged.claims[claim.key],
            evidence=[(row, bears) for row, bears in pairs if row.claim_id == claim.pk],
            opinion=counts[claim.pk],
            words=found.words,
        )
        for claim in found.claims
        if claim.pk in counts and counts[claim.pk].public_since is not None
    ]
