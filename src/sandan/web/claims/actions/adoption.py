"""Taking claims over: from a shipped case, or from tables that lie in the vault."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.errors import OfficeError
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.claims.actions.common import must_hold
from sandan.web.claims.models import Adoption, Check, Claim, Evidence, Opinion, Source, State, Wording
from sandan.web.claims.records import CLAIM_COLUMNS, EVIDENCE_COLUMNS, SOURCE_COLUMNS
from sandan.web.measurement.ledgers import Offer, Opened, Row, open_offer

__all__ = ["adopt"]

NOON = time(12)


@transaction.atomic
def adopt(*, by: Person, offer: Offer) -> Adoption:
    opened = open_offer(offer)
    _refuse_known(opened)
    adoption = Adoption.objects.create(
        case=offer.case,
        claims_snapshot=offer.claims_snapshot,
        evidence_snapshot=offer.evidence_snapshot,
        claims=len(opened.claims),
        evidence=len(opened.evidence),
        by=by,
    )
    sources = _sources(opened)
    claims = {row["claim"]: _claim(row, adoption, sources, opened.settles) for row in opened.claims}
    rows = _evidence(opened.evidence, adoption, claims, sources)
    _checks(opened.checks, claims, rows, by)
    _entries(opened.entries, claims, adoption)
    _words(opened.words)
    must_hold()
    after = {
        "offer": offer.key,
        "claims_snapshot": offer.claims_snapshot,
        "evidence_snapshot": offer.evidence_snapshot,
        "claims": sorted(claims),
        "evidence": len(rows),
    }
    record(by=by, action="claims.adopted", on=adoption, after=after)
    return adoption


def _refuse_known(opened: Opened) -> None:
    keys = {row["claim"] for row in opened.claims}
    known = sorted(Claim.objects.filter(key__in=keys).values_list("key", flat=True))
    if known:
        raise OfficeError(
            _(
                "The ledger has the claim %(key)s already, and %(known)s of these %(whole)s in all. Claims "
                "are taken over once."
            )
            % {"key": known[0], "known": len(known), "whole": len(keys)}
        )


def _sources(opened: Opened) -> dict[str, Source]:
    """Find or keep every source that a row names; one that nobody describes is called by its key."""
    told = {row["source"]: row for row in opened.sources}
    known = {source.key: source for source in Source.objects.all()}
    used = sorted({row["source"] for row in (*opened.claims, *opened.evidence)})
    return {key: known.get(key) or _source(key, told.get(key, {"outlet": key})) for key in used}


def _source(key: str, told: Mapping[str, Any]) -> Source:
    fields = {name: told.get(name) or "" for name in (*SOURCE_COLUMNS, "reference")}
    return Source.objects.create(key=key, **fields)


def _claim(
    row: Row, adoption: Adoption, sources: Mapping[str, Source], settles: Mapping[str, Mapping[str, str]]
) -> Claim:
    own = _fields(row, set(CLAIM_COLUMNS) - {"claim", "source"})
    said = settles.get(row["claim"], {})
    return Claim.objects.create(
        key=row["claim"],
        source=sources[row["source"]],
        adoption=adoption,
        entered_by=adoption.by,
        settles_ko=said.get("ko", ""),
        settles_en=said.get("en", ""),
        **own,
    )


def _fields(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Give cells as the database keeps them: no number is empty, no words are an empty text."""
    numbers = {"value", "value_before"}
    return {name: "" if row[name] is None and name not in numbers else row[name] for name in names}


def _evidence(
    rows: Sequence[Row], adoption: Adoption, claims: Mapping[str, Claim], sources: Mapping[str, Source]
) -> list[Evidence]:
    """Keep the rows in their order; checks name them by it."""
    kept, places = [], dict.fromkeys(claims, 0)
    names = {*EVIDENCE_COLUMNS, "place"} - {"claim", "source"}
    for row in rows:
        places[row["claim"]] += 1
        kept.append(
            Evidence.objects.create(
                claim=claims[row["claim"]],
                position=places[row["claim"]],
                source=sources[row["source"]],
                adoption=adoption,
                entered_by=adoption.by,
                **_fields(row, names),
            )
        )
    return kept


def _checks(checks: Iterable[Row], claims: Mapping[str, Claim], rows: Sequence[Evidence], by: Person) -> None:
    for check in checks:
        terms = {name: _term(term, rows) for name, term in check["terms"].items()}
        own = {name: value for name, value in check.items() if name not in {"claim", "expected", "terms"}}
        Check.objects.create(
            claim=claims[check["claim"]],
            expected=_term(check["expected"], rows),
            terms=terms,
            entered_by=by,
            **own,
        )


def _term(term: Row, rows: Sequence[Evidence]) -> Row:
    return term | {"row": rows[term["row"]].pk} if "row" in term else term


def _entries(entries: Iterable[Row], claims: Mapping[str, Claim], adoption: Adoption) -> None:
    for entry in entries:
        Opinion.objects.create(
            claim=claims[entry["claim"]],
            verdict=entry["verdict"],
            reason=entry["reason"],
            role=entry["role"],
            state=State.APPROVED,
            decided_at=timezone.make_aware(datetime.combine(entry["on"], NOON)),
            adoption=adoption,
        )


def _words(words: Mapping[str, str]) -> None:
    known = set(Wording.objects.values_list("words", flat=True))
    new = [Wording(words=said, ko=korean) for said, korean in words.items() if said not in known]
    Wording.objects.bulk_create(new)
