"""Search: what a company is found by, asking the index of this database, and why a row was found."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from django.utils import timezone

from sandan.operate.bigrams import Phrase, fts5_query, index_text, query_phrases, tsquery
from sandan.operate.business_number import format_business_number
from sandan.operate.company_names import parse_company_name
from sandan.web.companies.models import Address, Certificate, Company, CompanyName, Establishment

__all__ = ["PERSONS", "Text", "found_by", "matching", "name_key", "rank", "texts_of"]

PERSONS = frozenset({"representative"})
"""Texts about living persons: only those who see contacts find a company by them."""
LONGEST_KEY = 200


@dataclass(frozen=True)
class Text:
    """Something that a company is found by: what it is, and how it is written."""

    what: str
    text: str


def name_key(name: str) -> str:
    return parse_company_name(name).key[:LONGEST_KEY]


def texts_of(ids: Collection[int]) -> dict[int, list[Text]]:
    """Gather what each company is found by, its name of today first; six queries for any number."""
    found: dict[int, list[Text]] = {pk: [] for pk in ids}
    companies = Company.objects.filter(pk__in=ids).values_list(
        "pk",
        "name",
        "name_key",
        "business_number",
        "corporation_number",
        "external_id",
        "main_product",
        "representative",
    )
    for pk, name, key, business, corporation, external, product, representative in companies:
        found[pk] = [
            Text("name", name),
            Text("name", "" if key in name else key),
            *_written("business_number", business, format_business_number(business)),
            *_written("corporation_number", corporation, f"{corporation[:6]}-{corporation[6:]}"),
            Text("external_id", external),
            Text("product", product),
            Text("representative", representative),
        ]
    for what, rows in _dated_texts(ids).items():
        for pk, text in rows:
            found[pk].append(Text(what, text))
    return {pk: [text for text in texts if text.text] for pk, texts in found.items()}


def _written(what: str, digits: str, formatted: str) -> list[Text]:
    return [Text(what, digits), Text(what, formatted)] if digits else []


def _dated_texts(ids: Collection[int]) -> dict[str, list[tuple[int, str]]]:
    today = timezone.localdate()
    names: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for pk, name, kind, last in CompanyName.objects.filter(company__in=ids).values_list(
        "company", "name", "kind", "valid_to"
    ):
        former = kind == CompanyName.Kind.FORMER or (last is not None and last < today)
        names["former" if former else "alias"].append((pk, name))
    sites = list(
        Establishment.objects.filter(company__in=ids).values_list("company", "name", "address", "external_id")
    )
    return names | {
        "address": list(Address.objects.filter(company__in=ids).values_list("company", "text")),
        "certificate": list(Certificate.objects.filter(company__in=ids).values_list("company", "number")),
        "site": [(pk, " ".join(filter(None, (name, address)))) for pk, name, address, _ in sites],
        "site_number": [(pk, number) for pk, _, _, number in sites],
    }


def matching(query: str, *, persons: bool) -> RawSQL:
    """Return the companies that hold every word of a query as a subquery; check that there are words."""
    if connection.vendor == "postgresql":
        column = "everything" if persons else "words"
        sql = f"SELECT company_id FROM companies_search WHERE {column} @@ %s::tsquery"  # noqa: S608 -- one of two literals
        return RawSQL(sql, [tsquery(query)])  # noqa: S611 -- the query is a parameter
    words = fts5_query(query)
    asked = words if persons else f"words : ({words})"
    return RawSQL("SELECT rowid FROM companies_search WHERE companies_search MATCH %s", [asked])


def rank(query: str) -> Case:
    """Order what was found: the very name, names that begin so, the rest."""
    key = name_key(query)
    return Case(
        When(name=query.strip(), then=Value(0)),
        When(name_key=key, then=Value(0)),
        When(name_key__startswith=key, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )


def found_by(query: str, companies: Sequence[Company], *, persons: bool) -> dict[int, list[Text]]:
    """Say for each company what holds the words that its name of today does not hold."""
    phrases = query_phrases(query)
    texts = texts_of([company.pk for company in companies])
    return {
        pk: _reasons(phrases, [text for text in own if persons or text.what not in PERSONS])
        for pk, own in texts.items()
    }


def _reasons(phrases: list[Phrase], texts: list[Text]) -> list[Text]:
    held = [(text, index_text(text.text).split()) for text in texts]
    reasons: dict[Text, None] = {}
    for phrase in phrases:
        first = next((text for text, tokens in held if _holds(phrase, tokens)), None)
        if first is not None and first.what != "name":
            reasons[first] = None
    return list(reasons)


def _holds(phrase: Phrase, tokens: list[str]) -> bool:
    whole, last = phrase.tokens[:-1], phrase.tokens[-1]
    size = len(phrase.tokens)
    return any(
        tuple(tokens[start : start + size - 1]) == whole
        and (
            tokens[start + size - 1].startswith(last) if phrase.open_end else tokens[start + size - 1] == last
        )
        for start in range(len(tokens) - size + 1)
    )
