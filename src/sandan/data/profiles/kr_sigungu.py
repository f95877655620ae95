"""Korean cities and counties: value added by activity, companies, population (2010, 2015, 2020)."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sandan.data.missing import Status
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import (
    Sieve,
    cell_findings,
    choice_of,
    industry_rows,
    note_negative,
    read_whole,
    status_of,
)
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import parse_codes, parse_numbers, parse_years
from sandan.data.reading.findings import noted

__all__ = ["ACTIVITIES", "KR_SIGUNGU"]

COLUMNS = ("year", "adm2", "adm2_code", "type", "class1", "class2", "unit", "value")
CODE_DIGITS = 5

ACTIVITIES = {
    "agriculture, forestry and fishing": "A",
    "mining and quarrying": "B",
    "manufacturing": "C",
    "electricity, gas, steam and air conditioning supply; water supply and waste management": "DE",
    "construction": "F",
    "wholesale and retail trade": "G",
    "transportation and storage": "H",
    "accommodation and food service activities": "I",
    "information and communication": "J",
    "financial and insurance activities": "K",
    "real estate activities; rental and leasing activities": "L",
    "professional, scientific and technical activities; business support facilities": "MN",
    "public administration and defence; compulsory social security": "O",
    "education": "P",
    "human health and social work activities": "Q",
    "arts, sports and recreation; membership organizations and personal services": "RS",
}
"""The sixteen activities and the sections of KSIC that they stand for."""

TOTAL_ADDED = "total value added at basic prices"
TAXES, GRDP = "net taxes on products", "gross regional domestic product at market prices"
TOTALS = frozenset({TOTAL_ADDED, TAXES, GRDP})

# Of the source's columns type and class1, what makes up each table; then measure and unit.
TABLES = {
    "grdp": ("economy", "grdp", "gross_value_added", "million KRW"),
    "company": ("economy", "company", "companies", "companies"),
    "population": ("population", "all households", "population", "persons"),
}
UNIT_PRINTED = {"grdp": "million KRW", "company": "count", "population": "persons"}
ADDS_WITHIN = 5e-6
ROUNDING = 0.5


def read(path: Path, options: Options) -> Iterator[Chunk]:
    """Read one of the three tables; a city and its districts never stand beside each other."""
    table = choice_of(options, "table", tuple(TABLES))
    level = choice_of(options, "level", ("city", "district"))
    piece = read_whole(path, columns=COLUMNS)
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    kind, group, measure, unit = TABLES[table]
    _choose(frame, kind, group, sieve)
    keys = _keys(frame, sieve)
    numbers = parse_numbers(frame["value"])
    sieve.take_out(
        "unreadable-value", Action.REFUSED, "The value is no number.", numbers.wrong, frame["value"]
    )
    _choose_units(frame, UNIT_PRINTED[table], sieve)
    cells = keys.assign(value=numbers.parsed)
    whole = cells[sieve.kept]
    checks = _check_sums(whole) if table == "grdp" else []
    _choose_classes(frame, table, sieve)
    _choose_level(cells, frame["adm2"], level, sieve)
    note_negative(sieve, numbers, frame["value"])
    kept = sieve.kept
    checks += cell_findings(frame, {"value": numbers}, kept)
    rows = industry_rows(
        region=keys["region"][kept],
        region_name=frame["adm2"][kept],
        industry=frame["class2"][kept].map(ACTIVITIES) if table == "grdp" else "all",
        industry_name=frame["class2"][kept] if table == "grdp" else None,
        period=keys["year"][kept],
        measure=measure,
        unit=unit,
        value=numbers.parsed[kept],
        status=status_of(numbers)[kept],
    )
    if table == "grdp":
        rows, absent = _with_absent(rows)
        rows, bounded = _with_room(rows, whole)
        checks += absent + bounded
    checks += _compare_years(rows)
    yield Chunk(rows.reset_index(drop=True), piece.rows_read, (*piece.findings, *sieve.findings, *checks))


def _choose(frame: pd.DataFrame, kind: str, group: str, sieve: Sieve) -> None:
    other = (frame["type"] != kind) | (frame["class1"] != group)
    message = (
        "The row belongs to another table of the same file; choose it by the option `table` if it is one."
    )
    sieve.take_out("other-table", Action.SET_ASIDE, message, other, frame["type"] + ", " + frame["class1"])


def _choose_units(frame: pd.DataFrame, unit: str, sieve: Sieve) -> None:
    message = f"The unit is not {unit!r}, so the number may mean something else."
    sieve.take_out("other-unit", Action.REFUSED, message, frame["unit"] != unit, frame["unit"])


def _choose_classes(frame: pd.DataFrame, table: str, sieve: Sieve) -> None:
    """Keep the activities, or the total where there are none; set aside what would count twice."""
    classes = frame["class2"]
    if table == "grdp":
        message = "The row is a total over activities, or taxes, which are no activity."
        sieve.take_out("subtotal", Action.SET_ASIDE, message, classes.isin(TOTALS), classes)
        message = "The activity is none of the sixteen of this table."
        sieve.take_out("unknown-activity", Action.REFUSED, message, ~classes.isin(ACTIVITIES), classes)
        return
    message = "The row is a part of the total that the table holds."
    sieve.take_out("part-of-total", Action.SET_ASIDE, message, classes != "total", classes)


def _keys(frame: pd.DataFrame, sieve: Sieve) -> pd.DataFrame:
    """Read the codes, the years and the activities of all rows."""
    codes, changed = parse_codes(frame["adm2_code"])
    years, no_year = parse_years(frame["year"])
    no_code = ~codes.str.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}")
    message = f"The code of the place has not {CODE_DIGITS} digits."
    sieve.take_out("no-region", Action.REFUSED, message, no_code, frame["adm2_code"])
    sieve.take_out("no-year", Action.REFUSED, "The year is none.", no_year, frame["year"])
    message = "The code went through a column of floats; the decimals were taken off."
    sieve.note("mended-code", Action.REPAIRED, message, changed, frame["adm2_code"])
    return pd.DataFrame({"region": codes, "year": years, "activity": frame["class2"]})


def _choose_level(cells: pd.DataFrame, names: pd.Series, level: str, sieve: Sieve) -> None:
    """Keep a city or its districts, whichever was asked for, where the districts add up to the city.

    Where they do not, they are no parts of it: Cheongwon was a county of its own in 2010, although
    its code is that of a district of Cheongju.
    """
    city = cells["region"].str[:-1] + "0"
    is_district = city != cells["region"]
    sums = cells.assign(city=city, district=is_district)[sieve.kept]
    sums = sums.pivot_table(index=["city", "year"], columns="district", values="value", aggfunc="sum")
    sums = sums.reindex(columns=[False, True])
    adds_up = (sums[False] - sums[True]).abs() <= ADDS_WITHIN * sums[False].abs() + 1
    places = pd.MultiIndex.from_arrays([city, cells["year"]])
    divided = adds_up.reindex(places, fill_value=False).to_numpy()
    lone = is_district.to_numpy() & ~divided
    twice = divided & (is_district if level == "city" else ~is_district).to_numpy()
    message = f"The place is counted in the {level} rows as well; the option `level` says which to keep."
    sieve.take_out("city-and-district", Action.SET_ASIDE, message, twice, names)
    message = "The code is that of a district, but no city holds it in this year; it is kept as it is."
    sieve.note("district-alone", Action.NOTED, message, lone, names)


def _check_sums(cells: pd.DataFrame) -> list[Finding]:
    """Compare the total of every place and year with the sum of its activities."""
    wide = cells.drop_duplicates(["region", "year", "activity"])
    wide = wide.pivot_table(index=["region", "year"], columns="activity", values="value")
    wide = wide.reindex(columns=[*ACTIVITIES, TOTAL_ADDED]).dropna()
    total = wide.pop(TOTAL_ADDED)
    off = ((wide.sum(axis=1) - total).abs() > ADDS_WITHIN * total.abs() + 1).to_numpy()
    if not off.any():
        return []
    region, year = wide.index[off][0]
    return [
        noted(
            "sums-differ",
            f"In {int(off.sum())} of {len(wide)} places and years the activities do not add up to total "
            f"value added, first in {region} in {year}.",
        )
    ]


def _with_absent(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Add the activities that the source leaves out of a place that it reports, as not stated."""
    places = rows[["region", "region_name", "period"]].drop_duplicates(["region", "period"])
    names = pd.DataFrame({"industry": ACTIVITIES.values(), "industry_name": ACTIVITIES.keys()})
    whole = places.merge(names, how="cross")
    known = pd.MultiIndex.from_frame(rows[["region", "period", "industry"]])
    absent = whole[~pd.MultiIndex.from_frame(whole[["region", "period", "industry"]]).isin(known)]
    if absent.empty:
        return rows, []
    added = industry_rows(
        region=absent["region"],
        region_name=absent["region_name"],
        industry=absent["industry"],
        industry_name=absent["industry_name"],
        period=absent["period"],
        measure=rows["measure"].iloc[0],
        unit=rows["unit"].iloc[0],
        value=pd.Series(np.nan, index=absent.index),
        status=pd.Series(Status.NOT_STATED.value, index=absent.index, dtype="str"),
    )
    message = f"{len(absent)} cells have no row in the source; they were added as not stated, never as 0."
    return pd.concat([rows, added]), [noted("absent-cell", message)]


def _with_room(rows: pd.DataFrame, cells: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Bound the cells without a number by what the printed total leaves for them.

    The bound holds for activities that add no negative value; where one cell alone is empty it is
    what the cell holds, but for rounding.
    """
    place = ["region", "period"]
    totals = cells.rename(columns={"year": "period"}).drop_duplicates([*place, "activity"])
    totals = totals.pivot_table(index=place, columns="activity", values="value")
    totals = totals.reindex(columns=[TOTAL_ADDED, GRDP, TAXES])
    total = totals[TOTAL_ADDED].fillna(totals[GRDP] - totals[TAXES])
    room = total - rows.groupby(place)["value"].sum()
    most = room.clip(lower=0.0) + ROUNDING * (len(ACTIVITIES) + 1)
    upper = most.reindex(pd.MultiIndex.from_frame(rows[place])).to_numpy()
    bounded = rows["value"].isna() & pd.notna(upper)
    if not bounded.any():
        return rows, []
    found = noted(
        "bounded-by-total",
        f"{int(bounded.sum())} cells without a number lie between 0 and what the total of their place leaves "
        f"for them, at most {upper[bounded].max():,.1f} million KRW.",
    )
    return rows.assign(lower=rows["lower"].mask(bounded, 0.0), upper=rows["upper"].mask(bounded, upper)), [
        found
    ]


def _compare_years(rows: pd.DataFrame) -> list[Finding]:
    """Say which places are not in all years, because sums over years then compare different lands."""
    held = {int(str(year)): set(part) for year, part in rows.groupby("period")["region"]}
    if len(held) < 2:
        return []
    most = max(held, key=lambda year: len(held[year]))
    found = []
    for year, places in held.items():
        lost = sorted(held[most] - places)
        if lost:
            message = (
                f"{year} has {len(places)} places, {most} has {len(held[most])}; {len(lost)} are absent in "
                f"{year}, for example {', '.join(lost[:5])}. Compare a common sample."
            )
            found.append(noted(f"fewer-places-{year}", message))
    return found


KR_SIGUNGU = Profile(
    name="kr-sigungu-census",
    version="1",
    kind="industry_table",
    title="Korea, cities and counties: value added by activity, companies, population",
    source="KOSIS, Statistics Korea, as collected by the R package tidycensuskr (2025)",
    licence="MIT (tidycensuskr authors, 2025)",
    read=read,
    not_to_be_read_as=(
        "A table in codes of the interior ministry: Seongnam is 31020 (statistics office), not 41130.",
        "A series over the same places: 2010 has 192, 2015 and 2020 have 229; compare a common sample.",
        "Growth in volume: the source does not say whether value added is at current or constant prices.",
        "A boom of companies in 2020: the jump from 4.5 to 7.0 million is a change of what is counted.",
        "Zero, where an activity is not stated.",
    ),
    options={
        "table": "grdp (value added by activity), company or population",
        "level": "city or district: which to keep where the source has both",
    },
)
