"""A list of venture firms as another office keeps it, and who is who in it."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.names import STEM, bare_name
from sandan.data.country.panel import Words, panel_table
from sandan.types import Rng

__all__ = ["COLUMNS", "VentureList", "venture_list"]

COLUMNS = [
    "업체명",
    "지역",
    "주소",
    "주생산품",
    "벤처확인유형",
    "벤처확인기관",
    "벤처유효시작일",
    "벤처유효종료일",
    "신규/재확인",
]
LEAST_WORKERS = 5
DIVISIONS = [
    f"{division}" for first, last in ((10, 33), (58, 63), (70, 72)) for division in range(first, last + 1)
]
"""Industries of which ventures are confirmed: making, information, research."""

SHARE_OF_LISTED, SHARE_OF_STRANGERS = 0.25, 0.12
"""Firms of the focal city on the list; firms from elsewhere among those."""

MISSPELT, SHORTENED, SPACED, MOVED, VAGUE = 0.06, 0.04, 0.1, 0.08, 0.15
"""How often a name has a wrong syllable, lacks its last word, is written apart; addresses wrong, coarse."""

FORMS = ("(주){}", "㈜{}", "주식회사 {}", "{}(주)", "{}㈜", "{}")
SYLLABLES = tuple("가거고구그기노누두러루마무보부사서소수아어오우자저조주")
KINDS = ("혁신성장유형", "연구개발유형", "벤처투자유형")
YEARS_VALID = 3


@dataclass(frozen=True)
class VentureList:
    """The list as it is handed out, and for each of its rows the enterprise that it means."""

    listed: pd.DataFrame
    truth: pd.DataFrame


def venture_list(country: Country, words: Words) -> VentureList:
    """List venture firms of the focal city in the last year, as an office with other habits writes them.

    Parameters
    ----------
    country : Country
        From :func:`~sandan.data.country.generate.generate_country`.
    words : Words
        The names of what is in it.

    Returns
    -------
    VentureList
        ``listed`` in the layout of the confirmed venture firms; ``truth`` with ``row`` (counted from
        1), ``enterprise`` and ``here``, whether it has a site in the focal city.

    Raises
    ------
    IndexError
        If the country has no city.

    Notes
    -----
    No number stands in the list, as in the real one. Independently of each other: every name gets
    another legal form, ``MISSPELT`` of the names a wrong syllable, ``SHORTENED`` lose their last word,
    ``SPACED`` are written apart, ``MOVED`` of the addresses are another district, ``VAGUE`` only the city.

    References
    ----------
    ``docs/methods/generated-country.md``.

    Examples
    --------
    >>> from sandan.data.country.generate import generate_country
    >>> from sandan.data.country.plan import CountryPlan
    >>> country = generate_country(CountryPlan(establishments=3000, cities=6, provinces=2), seed=1)
    >>> made = venture_list(country, Words.of(country))
    >>> len(made.listed) == len(made.truth), list(made.truth.columns)
    (True, ['row', 'enterprise', 'here'])
    """
    year = country.years[-1]
    rng = stream(country.world.seed, "ventures", year)
    focal = country.world.places.cities[0]
    sites = _main_sites(panel_table(country, words, year))
    here = sites["city"] == focal
    from_elsewhere = SHARE_OF_LISTED * SHARE_OF_STRANGERS * here.sum() / max(1, (~here).sum())
    chosen = pd.concat([_some(sites[here], SHARE_OF_LISTED, rng), _some(sites[~here], from_elsewhere, rng)])
    chosen = chosen.iloc[rng.permutation(len(chosen))].reset_index(drop=True)
    regions = country.world.places.regions.set_index("code")["name_ko"]
    districts = sites.loc[here, "region"].unique()
    sites_of: list[dict[Hashable, Any]] = chosen.to_dict("records")
    rows = [_row(site, focal, districts, regions, year, rng) for site in sites_of]
    truth = pd.DataFrame(
        {"row": chosen.index + 1, "enterprise": chosen["enterprise"], "here": chosen["city"] == focal}
    )
    return VentureList(pd.DataFrame(rows, columns=COLUMNS), truth)


def _main_sites(panel: pa.Table) -> pd.DataFrame:
    """Take the largest site of every enterprise that can be a venture."""
    large = panel.filter(pc.field("workers") >= LEAST_WORKERS).to_pandas()
    able = large[large["industry"].astype("str").str[:2].isin(DIVISIONS)]
    ordered = able.sort_values(["workers", "establishment"], ascending=[False, True])
    firsts = ordered.drop_duplicates("enterprise").sort_values("enterprise")
    return firsts.astype({"city": "str", "region": "str", "product": "str"})


def _some(sites: pd.DataFrame, share: float, rng: Rng) -> pd.DataFrame:
    return sites[rng.random(len(sites)) < share]


def _row(
    site: dict[Hashable, Any],
    focal: str,
    districts: npt.NDArray[np.object_],
    regions: pd.Series,
    year: int,
    rng: Rng,
) -> list[str]:
    first = date(year, 1, 1) - timedelta(days=int(rng.integers(0, 365 * (YEARS_VALID - 1))))
    last = first + timedelta(days=365 * YEARS_VALID)
    is_moved = site["city"] != focal or rng.random() < MOVED
    district = str(rng.choice(districts)) if is_moved else site["region"]
    address = regions[focal] if rng.random() < VAGUE else regions[district]
    return [
        _as_another_writes(site["name"], rng),
        str(regions[focal]),
        str(address),
        site["product"] if isinstance(site["product"], str) else "",
        str(rng.choice(KINDS)),
        "기술보증기금",
        first.isoformat(),
        last.isoformat(),
        str(rng.choice(["신규", "재확인"])),
    ]


def _as_another_writes(name: str, rng: Rng) -> str:
    name = bare_name(name)
    if rng.random() < MISSPELT:
        place = int(rng.integers(len(name)))
        name = name[:place] + str(rng.choice(SYLLABLES)) + name[place + 1 :]
    if rng.random() < SHORTENED and len(name) > STEM:
        name = name[:STEM]
    elif rng.random() < SPACED and len(name) > STEM:
        name = f"{name[:STEM]} {name[STEM:]}"
    return str(rng.choice(FORMS)).format(name)
