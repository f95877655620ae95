"""Tables of occupations as an office publishes them, and what is true of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.codes.classification import Classification
from sandan.data.codes.ksco import ksco
from sandan.data.codes.ksic import ksic10
from sandan.data.contracts import INDUSTRY_OCCUPATIONS, OCCUPATIONS
from sandan.data.country.generate import Country
from sandan.data.country.industries import CLASSIFICATION
from sandan.data.country.staff import CREATIVE, NEW, OLD, SPLITS, Staff, at_home, jobs_by_pair
from sandan.data.country.trade import benchmark_year
from sandan.data.missing import Status
from sandan.types import BoolArray, IntArray

FIRST_YEAR_OF_NEW = 2010
"""From this year on tables use the new revision."""
HIDDEN_BELOW = 5
"""Cells with fewer persons than this, but not none, are hidden."""
BASES = ("workplace", "residence")
UNIT = "persons"


@dataclass(frozen=True)
class OccupationTables:
    """Three tables of the office, and the truth of two of them."""

    regional: pd.DataFrame
    national: pd.DataFrame
    concordance: pd.DataFrame
    cells: pd.DataFrame
    """Every cell: what is published, what is hidden, and what earlier years are in the new revision."""
    creative: pd.DataFrame


def occupation_tables(country: Country) -> OccupationTables:
    """Draw the occupation of every job in every year, and publish what an office would."""
    staff, benchmark = Staff.of(country), benchmark_year(country.years)
    counts, national = [], pd.DataFrame()
    for year in country.years:
        jobs = jobs_by_pair(country, staff, year)
        work = jobs.sum(axis=1)
        counts.append((work, at_home(country, staff, work, year)))
        if year == benchmark:
            national = _national(country, staff, jobs.sum(axis=0), year)
    cells = _cells(country, staff, np.array(counts))
    regional = _published(country, cells[cells["shown"] != "not_published"])
    creative = _creative(country, staff, _by_code(np.array(counts), staff.new, len(staff.codes)))
    return OccupationTables(regional, national, concordance_table(), cells, creative)


def concordance_table() -> pd.DataFrame:
    """List what became of every code of the old revision, with the share of its jobs."""
    links = [
        (old, new, share)
        for old in ksco(OLD).at_level(2)
        for new, share in SPLITS.get(old, {old: 1.0}).items()
    ]
    return pd.DataFrame(links, columns=[f"ksco{OLD}_cd", f"ksco{NEW}_cd", "weight"])


def _by_code(counts: IntArray, of_pair: IntArray, codes: int) -> IntArray:
    """Add up the pairs, the last axis, by one of their two codes."""
    return np.asarray(counts @ (of_pair[:, None] == np.arange(codes)).astype(np.int64))


def _cells(country: Country, staff: Staff, counts: IntArray) -> pd.DataFrame:
    """List the counts of all years, bases, cities and pairs: as published, and all in the new revision."""
    years = np.array(country.years)
    early = years < FIRST_YEAR_OF_NEW
    old = _listed(country, staff, _by_code(counts[early], staff.old, len(staff.codes)), years[early], OLD)
    new = _listed(country, staff, _by_code(counts, staff.new, len(staff.codes)), years, NEW)
    table = pd.concat([old, new], ignore_index=True)
    hidden = table["jobs"].between(1, HIDDEN_BELOW - 1)
    unpublished = (table["classification"] == f"KSCO{NEW}") & (table["period"] < FIRST_YEAR_OF_NEW)
    shown = np.select([unpublished, hidden], ["not_published", "hidden"], default="published")
    return table.assign(shown=shown)


def _listed(country: Country, staff: Staff, counts: IntArray, years: IntArray, revision: str) -> pd.DataFrame:
    year, basis, city, code = (place.ravel() for place in np.indices(counts.shape))
    return pd.DataFrame(
        {
            "region": np.array(country.world.places.cities, dtype=object)[city],
            "occupation": np.array(staff.codes, dtype=object)[code],
            "classification": f"KSCO{revision}",
            "period": years[year],
            "basis": np.array(BASES, dtype=object)[basis],
            "jobs": counts.ravel(),
        }
    )


def _published(country: Country, cells: pd.DataFrame) -> pd.DataFrame:
    """Write cells by the contract ``occupations``; of a hidden one its bounds are known."""
    names = {f"KSCO{one}{code}": name for one in (OLD, NEW) for code, name in _names(ksco(one)).items()}
    places = country.world.places
    city_names = dict(zip(places.cities, places.city_names, strict=True))
    hidden = cells["shown"] == "hidden"
    value = cells["jobs"].astype(float).mask(hidden)
    table = cells.assign(
        region_name=cells["region"].map(city_names),
        occupation_name=(cells["classification"] + cells["occupation"]).map(names),
        unit=UNIT,
        value=value,
        status=np.where(hidden, Status.SUPPRESSED, Status.REPORTED),
        lower=value.where(~hidden, 1.0),
        upper=value.where(~hidden, HIDDEN_BELOW - 1.0),
    )
    return table[OCCUPATIONS.names]


def _national(country: Country, staff: Staff, jobs: IntArray, year: int) -> pd.DataFrame:
    """Write the jobs of the whole country by the contract ``industry_occupations``."""
    revision = OLD if year < FIRST_YEAR_OF_NEW else NEW
    counts = _by_code(jobs, staff.old if revision == OLD else staff.new, len(staff.codes))
    group, code = np.indices(counts.shape)
    occupations = np.array(staff.codes, dtype=object)[code.ravel()]
    industries = np.array(country.world.industries.groups, dtype=object)[group.ravel()]
    table = pd.DataFrame(
        {
            "industry": industries,
            "industry_name": pd.Series(industries).map(_names(ksic10())),
            "industry_classification": CLASSIFICATION,
            "occupation": occupations,
            "occupation_name": pd.Series(occupations).map(_names(ksco(revision))),
            "occupation_classification": f"KSCO{revision}",
            "period": year,
            "unit": UNIT,
            "value": counts.ravel().astype(float),
            "status": Status.REPORTED.value,
        }
    )
    return table[INDUSTRY_OCCUPATIONS.names]


def _names(classification: Classification) -> dict[str, str]:
    return dict(classification.codes["name_ko"])


def _creative(country: Country, staff: Staff, by_code: IntArray) -> pd.DataFrame:
    """Count the creative class of every city, from counts by year, basis, city and new code."""
    year, basis, city = (place.ravel() for place in np.indices(by_code.shape[:3]))
    of_group = {name: by_code[..., _chosen(staff, codes)] for name, codes in CREATIVE.items()}
    table = pd.DataFrame(
        {
            "region": np.array(country.world.places.cities, dtype=object)[city],
            "period": np.array(country.years)[year],
            "basis": np.array(BASES, dtype=object)[basis],
            "jobs": by_code.sum(axis=3).ravel(),
            **{name: counts.sum(axis=3).ravel() for name, counts in of_group.items()},
        }
    )
    share = table[list(CREATIVE)].sum(axis=1) / table["jobs"]
    return table.assign(share=share, place_effect=staff.lead.round(6)[city])


def _chosen(staff: Staff, codes: tuple[str, ...]) -> BoolArray:
    return np.isin(staff.codes, codes)
