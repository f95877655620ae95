"""The map of the generated country: provinces, cities, districts and complexes with invented names."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.country.chance import cumulative, stream
from sandan.data.country.land import Land, Scatter, degrees, make_land
from sandan.data.country.plan import CountryPlan
from sandan.data.country.shapes import DECIMALS
from sandan.types import BoolArray, FloatArray, IntArray

SYSTEM = "generated"
COUNTRY = "G"
FOCAL = 0
"""Row of the focal city; it lies in province 0, the capital province."""
MOST_DISTRICTS = 4

# Invented syllables: put together they give no place name of the official list.
_HEADS = (
    ("미르", "Mireu"),
    ("나루", "Naru"),
    ("벼리", "Byeori"),
    ("도라", "Dora"),
    ("새라", "Saera"),
    ("초리", "Chori"),
    ("하미", "Hami"),
    ("무아", "Mua"),
    ("가비", "Gabi"),
    ("소래", "Sorae"),
    ("두메", "Dume"),
    ("아리", "Ari"),
    ("보미", "Bomi"),
    ("누가", "Nuga"),
    ("타래", "Tarae"),
    ("비나", "Bina"),
    ("여래", "Yeorae"),
    ("후리", "Huri"),
    ("자미", "Jami"),
    ("다모", "Damo"),
)
_TAILS = (
    ("솔", "sol"),
    ("벨", "bel"),
    ("린", "rin"),
    ("탄", "tan"),
    ("움", "um"),
    ("든", "deun"),
    ("람", "ram"),
    ("곳", "got"),
    ("울", "ul"),
    ("펄", "peol"),
    ("늘", "neul"),
    ("혜", "hye"),
    ("찬", "chan"),
    ("결", "gyeol"),
    ("온", "on"),
    ("빛", "bit"),
    ("섬", "seom"),
    ("달", "dal"),
    ("품", "pum"),
    ("휘", "hwi"),
)


@dataclass(frozen=True)
class Places:
    """Where things can be. Cities, districts and complexes are row numbers of their own lists."""

    regions: pd.DataFrame
    """All places, by the contract ``regions``."""
    cities: tuple[str, ...]
    city_names: tuple[str, ...]
    weight: FloatArray
    """Each city's part of all sites."""
    capital: BoolArray
    districts: tuple[str, ...]
    district_city: IntArray
    first_district: IntArray
    district_shares: FloatArray
    complexes: tuple[str, ...]
    complex_city: IntArray
    complex_district: IntArray
    complex_shares: FloatArray
    """Cumulative chance of each of a city's complexes; the research complex is not among them."""
    first_complex: IntArray
    complex_count: IntArray
    research: int
    """Row of the research complex, the last one of the list."""
    land: Land


def make_places(plan: CountryPlan, seed: int) -> Places:
    """Draw the map; the focal city comes first and has an older and a research complex."""
    rng = stream(seed, "places")
    province = _provinces(plan)
    weight = _weights(plan)
    districts = np.clip(np.round(weight * plan.cities * 1.2).astype(np.int64), 1, MOST_DISTRICTS)
    district_city = np.repeat(np.arange(plan.cities), districts)
    first_district = np.cumsum(districts) - districts
    shares = np.zeros((plan.cities, MOST_DISTRICTS))
    for city, count in enumerate(districts):
        shares[city, :count] = rng.dirichlet(np.full(count, 8.0))
    complexes = rng.integers(0, 3, plan.cities)
    complexes[FOCAL] = 1
    complex_city = np.append(np.repeat(np.arange(plan.cities), complexes), FOCAL)
    complex_district = first_district[complex_city] + np.floor(
        rng.random(len(complex_city)) * districts[complex_city]
    ).astype(np.int64)
    complex_district[-1] = first_district[FOCAL] + districts[FOCAL] - 1
    inside = np.arange(max(1, complexes.max())) < complexes[:, None]
    scatter = Scatter(
        town=rng.random((2, plan.cities)).T,
        ward=rng.standard_normal((len(district_city), 2)),
        fence=rng.standard_normal((len(complex_district), 2)),
    )
    land = make_land(
        seed,
        scatter,
        city_province=province,
        district_city=district_city,
        complex_district=complex_district,
    )
    table = _table(plan, land, province, district_city, complex_city, complex_district)
    return Places(
        regions=table,
        cities=tuple(table.loc[table["level"] == "city", "code"]),
        city_names=tuple(table.loc[table["level"] == "city", "name_ko"]),
        weight=weight,
        capital=province == 0,
        districts=tuple(table.loc[table["level"] == "district", "code"]),
        district_city=district_city,
        first_district=first_district,
        district_shares=cumulative(shares),
        complexes=tuple(table.loc[table["level"] == "complex", "code"]),
        complex_city=complex_city,
        complex_district=complex_district,
        complex_shares=cumulative(inside * rng.uniform(0.5, 1.5, inside.shape)),
        first_complex=np.cumsum(complexes) - complexes,
        complex_count=complexes,
        research=len(complex_city) - 1,
        land=land,
    )


def _provinces(plan: CountryPlan) -> IntArray:
    """Deal the cities out to the provinces: a third to the capital province, the rest in turn."""
    others = 1 + np.arange(plan.cities) % (plan.provinces - 1)
    return np.where(np.arange(plan.cities) % 3 == 0, 0, others)


def _weights(plan: CountryPlan) -> FloatArray:
    """Let city sizes fall with the rank, beside a focal city of the planned share."""
    others = np.arange(2.0, plan.cities + 1) ** -0.75
    return np.append(plan.focal_share, others / others.sum() * (1 - plan.focal_share))


def _table(
    plan: CountryPlan,
    land: Land,
    province: IntArray,
    district_city: IntArray,
    complex_city: IntArray,
    complex_district: IntArray,
) -> pd.DataFrame:
    names = _names(plan)
    town = [f"G{10 + province[city]}{city:03d}" for city in range(plan.cities)]
    rows: list[tuple[str | None, ...]] = [
        (COUNTRY, "country", None, "가상국(실재하지 않음)", "Generated country (not a real place)")
    ]
    rows += [
        (f"G{10 + k}", "province", COUNTRY, f"가상 {k + 1}도", f"Generated Province {k + 1}")
        for k in range(plan.provinces)
    ]
    rows += [
        (code, "city", code[:3], f"{ko}시", f"{en}-si") for code, (ko, en) in zip(town, names, strict=True)
    ]
    number = np.arange(len(district_city)) - np.searchsorted(district_city, district_city)
    codes = [f"{town[city]}{k + 1}" for city, k in zip(district_city, number, strict=True)]
    rows += [
        (
            code,
            "district",
            town[city],
            f"{names[city][0]}시 {k + 1}구",
            f"{names[city][1]}-si District {k + 1}",
        )
        for code, city, k in zip(codes, district_city, number, strict=True)
    ]
    rows += [
        (f"GX{k + 1:03d}", "complex", codes[district], *_complex_name(names[city], k, len(complex_city)))
        for k, (city, district) in enumerate(zip(complex_city, complex_district, strict=True))
    ]
    table = pd.DataFrame(rows, columns=["code", "level", "parent", "name_ko", "name_en"])
    return _with_points(table, plan, land)


def _complex_name(city: tuple[str, str], number: int, count: int) -> tuple[str, str]:
    if number == count - 1:
        return f"{city[0]} 연구단지", f"{city[1]} Research Complex"
    return f"{city[0]} 산업단지 {number + 1}호", f"{city[1]} Industrial Complex No. {number + 1}"


def _names(plan: CountryPlan) -> list[tuple[str, str]]:
    """Walk through heads and tails so that neighbors in the list differ in both."""
    rows, columns = len(_HEADS), len(_TAILS)
    pairs = [(k % rows, (k + k // rows) % columns) for k in range(plan.cities)]
    return [(_HEADS[a][0] + _TAILS[b][0], _HEADS[a][1] + _TAILS[b][1]) for a, b in pairs]


def _with_points(table: pd.DataFrame, plan: CountryPlan, land: Land) -> pd.DataFrame:
    """Give cities, districts and complexes a point that lies inside."""
    middle = np.concatenate([land.city_cell, land.district_cell, land.complex_cell])
    above = np.full((1 + plan.provinces, 2), np.nan)
    points = np.round(np.vstack([above, degrees(land.cells[middle])]), DECIMALS)
    opened = np.where(
        table["code"] == table["code"].iloc[-1], float(plan.research_opens), float(plan.first_year)
    )
    return pd.DataFrame(
        {
            "code": table["code"],
            "system": SYSTEM,
            "level": table["level"],
            "parent": table["parent"],
            "name_ko": table["name_ko"],
            "name_en": table["name_en"],
            "valid_from": pd.array(opened, dtype="Int64"),
            "valid_to": pd.array([pd.NA] * len(table), dtype="Int64"),
            "longitude": points[:, 0],
            "latitude": points[:, 1],
        }
    )
