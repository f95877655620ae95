"""The register as the matching of lists reads it, and companies for a comparison by eye."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import pandas as pd
from django.db.models import F
from django.utils import timezone

from sandan.web.companies.models import Company, CompanyName, IndustryCode
from sandan.web.companies.queries.duplicates import firm_table

__all__ = [
    "KnownFirm",
    "companies_by_key",
    "companies_of_rows",
    "holders_table",
    "known_firms",
    "number_of",
    "register_of_other_names",
    "register_of_today",
]

PIECE = 500
"""So many values in one question: SQLite takes no more parameters."""


@dataclass(frozen=True)
class KnownFirm:
    """What the register says of a company, for a comparison by eye."""

    company: Company
    names: tuple[str, ...]
    """Other names, of today and before."""
    address: str
    industries: tuple[str, ...]


def register_of_today() -> pd.DataFrame:
    """Return every company once, under its name of today; the index is its key."""
    return firm_table(Company.objects.filter(merged_into=None))


def holders_table(business_number: str) -> pd.DataFrame:
    """Return the company that has a number as the matching reads it; empty if none has."""
    return firm_table(Company.objects.filter(business_number=business_number))


def register_of_other_names(register: pd.DataFrame) -> pd.DataFrame:
    """Return a row for every other name that a company has or had; ``company`` is its key in the register."""
    found = CompanyName.objects.filter(company__merged_into=None).exclude(name=F("company__name"))
    rows = pd.DataFrame.from_records(
        found.order_by("pk").values_list("pk", "company", "name"), columns=["pk", "company", "name"]
    ).set_index("pk")
    known = rows["company"].isin(register.index)
    return rows[known].join(register.drop(columns="name"), on="company")


def known_firms(keys: Collection[int]) -> dict[int, KnownFirm]:
    """Read companies by key for a comparison, in four queries for any number."""
    today = timezone.localdate()
    table = firm_table(Company.objects.filter(pk__in=keys))
    addresses: dict[Any, str] = {key: str(text) for key, text in table["address"].dropna().items()}
    names: dict[int, list[str]] = {key: [] for key in keys}
    codes: dict[int, list[str]] = {key: [] for key in keys}
    for company, name in CompanyName.objects.filter(company__in=keys).values_list("company", "name"):
        names[company].append(name)
    industries = IndustryCode.objects.on(today).filter(company__in=keys)
    for company, code in industries.values_list("company", "code"):
        codes[company].append(code)
    return {
        key: KnownFirm(
            company,
            tuple(name for name in dict.fromkeys(names[key]) if name != company.name),
            addresses.get(key, ""),
            tuple(codes[key]),
        )
        for key, company in Company.objects.in_bulk(keys).items()
    }


def companies_by_key(keys: Collection[int]) -> dict[int, Company]:
    return Company.objects.in_bulk(keys)


def number_of(key: int) -> str:
    """Return the public number of a company whose key is known."""
    return Company(pk=key).number


def companies_of_rows(source: str, rows: Collection[int]) -> dict[int, Company]:
    """Return the companies that came in with the rows of a list, by row."""
    wanted = list(rows)
    return {
        company.source_row: company
        for start in range(0, len(wanted), PIECE)
        for company in Company.objects.filter(source=source, source_row__in=wanted[start : start + PIECE])
    }
