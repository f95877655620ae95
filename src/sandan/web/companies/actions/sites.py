"""From sites by year, as statistics have them, to companies with dated places and industries."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from sandan.web.companies.actions.intake import Row, TakenIn, take_in
from sandan.web.companies.models.company import State

__all__ = ["rows_of_sites", "take_in_register"]

PLACE = ["region", "city", "complex"]
CODE = ["industry", "classification"]


def take_in_register(
    establishments: pd.DataFrame, *, by: Any, source: str, city: str, places: Mapping[str, str] | None = None
) -> TakenIn:
    """Take in every enterprise that ever had a site in a city, with its sites elsewhere."""
    return take_in(rows_of_sites(establishments, city=city, places=places or {}), by=by, source=source)


def rows_of_sites(establishments: pd.DataFrame, *, city: str, places: Mapping[str, str]) -> Iterator[Row]:
    """Write sites by year as rows to take in; ``places`` names the codes for addresses.

    What held in the first year of the table held for as long as we know, what holds in the last still does. A
    change between two years is dated to the new year.
    """
    here = establishments.loc[establishments["city"] == city, "enterprise"].unique()
    sites = establishments[establishments["enterprise"].isin(here)].astype(object)
    sites = sites.sort_values(["enterprise", "establishment", "period"])
    sites = sites.fillna({"complex": "", "product": "", "name": ""})
    span = (int(establishments["period"].min()), int(establishments["period"].max()))
    by_enterprise = zip(
        _grouped(_spells(sites, PLACE, span)), _grouped(_spells(sites, CODE, span)), strict=True
    )
    for row, ((enterprise, places_of), (_, codes_of)) in enumerate(by_enterprise, start=1):
        yield _row(row, enterprise, places_of, codes_of, span[1], places)


def _spells(sites: pd.DataFrame, keys: list[str], span: tuple[int, int]) -> pd.DataFrame:
    """Join the years in which a site had the same values into one row with its first and last day."""
    same = (sites[["establishment", *keys]] == sites[["establishment", *keys]].shift()).all(axis=1)
    begins = ~same | (sites["period"] != sites["period"].shift() + 1)
    ends = begins.shift(-1, fill_value=True)
    first, last = sites.loc[begins, "period"], sites.loc[ends, "period"]
    days: dict[str, Any] = {
        "valid_from": [None if year == span[0] else date(year, 1, 1) for year in first],
        "valid_to": [None if year == span[1] else date(year, 12, 31) for year in last],
    }
    return sites[ends].assign(**days)


def _grouped(spells: pd.DataFrame) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    rows: list[Any] = spells.to_dict("records")
    for enterprise, records in groupby(rows, key=itemgetter("enterprise")):
        yield enterprise, list(records)


def _row(
    row: int,
    enterprise: str,
    sites: list[Mapping[str, Any]],
    codes: list[Mapping[str, Any]],
    last_year: int,
    places: Mapping[str, str],
) -> Row:
    main = sites[0]["establishment"]
    of_main = [one for one in sites if one["establishment"] == main]
    last = max(int(one["period"]) for one in sites)
    ended = {} if last == last_year else {"state": State.CLOSED, "closed_on": date(last, 12, 31)}
    return {
        "row": row,
        "name": of_main[-1]["name"] or enterprise,
        "external_id": enterprise,
        "main_product": of_main[-1]["product"],
        "establishments": [_site(one, places) for one in sites],
        "addresses": [_address(one, places) for one in of_main],
        "industries": list(_industries(codes, main)),
        **ended,
    }


def _dates(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"valid_from": one["valid_from"], "valid_to": one["valid_to"]}


def _site(one: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    workers = one["workers"]
    counted = {} if pd.isna(workers) else {"workers": int(workers), "workers_year": int(one["period"])}
    known = pd.notna(one.get("longitude")) and pd.notna(one.get("latitude"))
    point = {"longitude": one["longitude"], "latitude": one["latitude"]} if known else {}
    codes = {name: one[name] for name in PLACE}
    return {
        "name": one["name"] or one["establishment"],
        "external_id": one["establishment"],
        "address": _place(one, places),
        **codes,
        **counted,
        **point,
        **_dates(one),
    }


def _address(one: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    return {"text": _place(one, places), "region": one["region"], "city": one["city"], **_dates(one)}


def _place(one: Mapping[str, Any], places: Mapping[str, str]) -> str:
    city, *parts = (places.get(one[name], one[name]) for name in ("city", "region", "complex"))
    # Where a district is called by its city already, the city is not said twice.
    return " ".join(dict.fromkeys(filter(None, [city, *(part.removeprefix(f"{city} ") for part in parts)])))


def _industries(codes: list[Mapping[str, Any]], main: str) -> Iterator[dict[str, Any]]:
    """Give the codes of the first site as main ones, and those of other sites that it never had."""
    own = {one["industry"] for one in codes if one["establishment"] == main}
    for one in codes:
        is_main = one["establishment"] == main
        if is_main or one["industry"] not in own:
            about = {"code": one["industry"], "classification": one["classification"], "main": is_main}
            yield about | _dates(one)
