"""Companies that a new record may already be, and pairs in the register that may be one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db import connection
from django.db.models import Q, QuerySet

from sandan.operate.bigrams import index_text
from sandan.operate.matching import likely_duplicates
from sandan.web.companies.models import Address, Company, CompanyName, LikelyDuplicate
from sandan.web.companies.queries.search import name_key

__all__ = ["Duplicate", "firm_table", "holder_of", "likely_duplicates_of", "open_pairs", "pairs_shown"]

COMPARED = 300
"""Companies with a name that is at all like the new one, the likest first, that are compared in earnest."""
SHOWN = 5
COLUMNS = ("pk", "name", "business_number", "representative")
SAYING_SO = {
    "name": ("same", "branch", "similar"),
    "address": ("same", "near"),
    "number": ("whole", "part"),
    "representative": ("same", "masked"),
    "phone": ("same",),
}
"""The answers of the comparison that speak for one firm; they are the reasons that are shown."""


@dataclass(frozen=True)
class Duplicate:
    """A known company, and what speaks for its being the new one."""

    company: Company
    score: float
    certain: bool
    reasons: tuple[tuple[str, str], ...]


def holder_of(business_number: str) -> Company | None:
    return Company.objects.filter(business_number=business_number).first() if business_number else None


def likely_duplicates_of(one: Mapping[str, Any], *, apart_from: int | None = None) -> list[Duplicate]:
    """Compare a record with the companies whose number or name comes near, former names among them."""
    keys = _candidates(one) - {apart_from}
    if not keys:
        return []
    known = _under_every_name(firm_table(Company.objects.filter(pk__in=keys)))
    found = likely_duplicates(one, known, limit=COMPARED)
    found["company"] = [company for company, _ in found["firm"]]
    best = found.drop_duplicates("company").head(SHOWN)
    companies = Company.objects.in_bulk([int(key) for key in best["company"]])
    return [_duplicate(companies[int(row["company"])], row) for row in best.to_dict("records")]


def _under_every_name(firms: pd.DataFrame) -> pd.DataFrame:
    """Let each company stand once under each name that it has or had."""
    names = CompanyName.objects.filter(company__in=firms.index).values_list("company", "name")
    rows = pd.DataFrame([*firms["name"].items(), *names], columns=["company", "name"]).drop_duplicates()
    table = rows.join(firms.drop(columns="name"), on="company")
    return table.set_index(pd.MultiIndex.from_frame(table[["company", "name"]]).to_flat_index())


def _candidates(one: Mapping[str, Any]) -> set[int]:
    key = name_key(str(one["name"]))
    by_key = Q(name_key=key)
    for field in ("business_number", "corporation_number"):
        if one.get(field):
            by_key |= Q(**{field: one[field]})
    found = set(Company.objects.filter(by_key, merged_into=None).values_list("pk", flat=True)[:COMPARED])
    alike = Company.objects.filter(pk__in=_alike(key), merged_into=None)
    return found | set(alike.values_list("pk", flat=True))


def _alike(key: str) -> list[int]:
    """Ask the search index for names that share pairs of characters with a key, the most and rarest first."""
    tokens = [token for token in dict.fromkeys(index_text(key).split()) if len(token) > 1]
    if not tokens:
        return []
    if connection.vendor == "postgresql":
        sql = (
            "SELECT company_id FROM companies_search, to_tsquery('simple', %s) asked WHERE words @@ asked "
            "ORDER BY ts_rank(words, asked) DESC LIMIT %s"
        )
        asked = " | ".join(f"'{token}'" for token in tokens)
    else:
        sql = "SELECT rowid FROM companies_search WHERE companies_search MATCH %s ORDER BY rank LIMIT %s"
        asked = "words : (" + " OR ".join(f'"{token}"' for token in tokens) + ")"
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked, COMPARED])
        return [pk for (pk,) in cursor.fetchall()]


def firm_table(companies: QuerySet[Company]) -> pd.DataFrame:
    """Write companies as the matching reads firms; a company stands once, under its name of today."""
    keys = companies.order_by("pk").values("pk")
    addresses = dict(
        Address.objects.filter(company__in=keys, kind=Address.Kind.HEAD)
        .order_by("valid_from")
        .values_list("company", "text")
    )
    rows = pd.DataFrame.from_records(companies.order_by("pk").values_list(*COLUMNS), columns=list(COLUMNS))
    rows["address"] = rows["pk"].map(addresses)
    return rows.set_index("pk")


def _duplicate(company: Company, row: Mapping[Any, Any]) -> Duplicate:
    reasons = tuple(
        (feature, row[feature]) for feature, saying in SAYING_SO.items() if row[feature] in saying
    )
    return Duplicate(company, row["score"], row["certain"], reasons)


def open_pairs() -> QuerySet[LikelyDuplicate]:
    """Return pairs that nobody has decided on, of companies that are both still there."""
    return LikelyDuplicate.objects.filter(
        told_apart_at=None, one__merged_into=None, other__merged_into=None
    ).select_related("one", "other")


@dataclass(frozen=True)
class Pair:
    """Two records that may be one firm, with what speaks for it and where each one is."""

    pair: LikelyDuplicate
    reasons: tuple[tuple[str, str], ...]
    addresses: tuple[str, str]


def pairs_shown(pairs: Iterable[LikelyDuplicate]) -> list[Pair]:
    page = list(pairs)
    keys = {key for pair in page for key in (pair.one_id, pair.other_id)}
    addresses = dict(
        Address.objects.filter(company__in=keys, kind=Address.Kind.HEAD, valid_to=None).values_list(
            "company", "text"
        )
    )
    return [
        Pair(
            pair,
            tuple(pair.reasons.items()),
            (addresses.get(pair.one_id, ""), addresses.get(pair.other_id, "")),
        )
        for pair in page
    ]
