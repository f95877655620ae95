"""Germany: firms and employment by state and industry."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import (
    Sieve,
    cell_findings,
    choice_of,
    industry_rows,
    read_whole,
    status_of,
    total_mask,
)
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import Numbers, parse_numbers, parse_years
from sandan.data.reading.delimited import Piece
from sandan.types import BoolArray

__all__ = ["GERMAN_STATES"]

STATES = {
    "Baden-Wuerttemberg": "BW",
    "Bayern": "BY",
    "Berlin": "BE",
    "Brandenburg": "BB",
    "Bremen": "HB",
    "Hamburg": "HH",
    "Hessen": "HE",
    "Mecklenburg-Vorpommern": "MV",
    "Niedersachsen": "NI",
    "Nordrhein-Westfalen": "NW",
    "Rheinland-Pfalz": "RP",
    "Saarland": "SL",
    "Freistaat Sachsen": "SN",
    "Sachsen-Anhalt": "ST",
    "Schleswig-Holstein": "SH",
    "Thueringen": "TH",
}

# The employment table names industries in words; these are the sections of WZ 2008 that they hold.
INDUSTRIES = {
    "Land- und Forstwirtschaft, Fischerei (A)": "A",
    "Produzierendes Gewerbe ohne Baugewerbe (B-E)": "B-E",
    "Baugewerbe (F)": "F",
    "Handel, Gastgewerbe, Verkehr (G-I)": "G-I",
    "Information und Kommunikation (J)": "J",
    "Erbringung von Finanz- und Vers.leistungen (K)": "K",
    "Grundstuecks- und Wohnungswesen (L)": "L",
    "Freiberufl,wissenschaftl. techn. Dienstl.,sonst.DL": "M-N",
    "oeff.Verw.,Verteidig.,Sozialvers.,Erz.-u.Unterricht": "O-Q",
    "Kunst, Unterhaltung, Erholung, Priv. Haush.,usw.": "R-U",
}
PARTS = frozenset({"Verarbeitendes Gewerbe (C)"})


def read(path: Path, options: Options) -> Iterator[Chunk]:
    """Read one of the two tables."""
    table = choice_of(options, "table", ("industries", "employment"))
    yield _industries(path) if table == "industries" else _employment(path)


def _industries(path: Path) -> Chunk:
    columns = ("year", "region", "region_code", "ind_code", "ind_name", "firms", "emp_all")
    piece = read_whole(path, columns=columns)
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    _set_totals_aside(frame["region"], frame["ind_name"], sieve)
    keys = _keys(frame["region_code"], frame["region"], frame["ind_code"], frame["ind_name"])
    return _chunk(piece, keys, {"firms": ("firms", "firms"), "emp_all": ("employment", "persons")}, sieve)


def _employment(path: Path) -> Chunk:
    piece = read_whole(path, columns=("industry", "region", "year", "emp"))
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    _set_totals_aside(frame["region"], frame["industry"], sieve)
    message = (
        "The industry is a part of another one of the table (manufacturing of B-E) and would count twice."
    )
    sieve.take_out(
        "part-of-total", Action.SET_ASIDE, message, frame["industry"].isin(PARTS), frame["industry"]
    )
    states, industries = frame["region"].map(STATES), frame["industry"].map(INDUSTRIES)
    keys = _keys(states.fillna(""), frame["region"], industries.fillna(""), frame["industry"])
    return _chunk(piece, keys, {"emp": ("employment", "persons")}, sieve)


def _set_totals_aside(regions: pd.Series, industries: pd.Series, sieve: Sieve) -> None:
    message = "The row is a total (Insgesamt) and would count twice."
    sieve.take_out("total-of-region", Action.SET_ASIDE, message, total_mask(regions), regions)
    sieve.take_out("total-of-industry", Action.SET_ASIDE, message, total_mask(industries), industries)


def _keys(
    states: pd.Series, state_names: pd.Series, industries: pd.Series, industry_names: pd.Series
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "region": states,
            "region_name": state_names,
            "industry": industries,
            "industry_name": industry_names,
        }
    )


def _chunk(piece: Piece, keys: pd.DataFrame, measures: Mapping[str, tuple[str, str]], sieve: Sieve) -> Chunk:
    """Refuse what has no key, and turn every column of numbers into rows."""
    frame = piece.frame
    no_state, no_industry = ~keys["region"].isin(STATES.values()), keys["industry"] == ""
    sieve.take_out(
        "no-region", Action.REFUSED, "The place is no German state.", no_state, keys["region_name"]
    )
    message = "The industry is none that the profile knows."
    sieve.take_out("no-industry", Action.REFUSED, message, no_industry, keys["industry_name"])
    years, no_year = parse_years(frame["year"])
    sieve.take_out("no-year", Action.REFUSED, "The year is none.", no_year, frame["year"])
    numbers = {name: parse_numbers(frame[name]) for name in measures}
    parts = [_rows(keys, years, numbers[name], meaning, sieve.kept) for name, meaning in measures.items()]
    findings = (*piece.findings, *sieve.findings, *cell_findings(frame, numbers, sieve.kept))
    return Chunk(pd.concat(parts, ignore_index=True), piece.rows_read, findings)


def _rows(
    keys: pd.DataFrame, years: pd.Series, numbers: Numbers, meaning: tuple[str, str], kept: BoolArray
) -> pd.DataFrame:
    return industry_rows(
        region=keys["region"][kept],
        region_name=keys["region_name"][kept],
        industry=keys["industry"][kept],
        industry_name=keys["industry_name"][kept],
        period=years[kept],
        measure=meaning[0],
        unit=meaning[1],
        value=numbers.parsed[kept],
        status=status_of(numbers)[kept],
        lower=0.0,
    )


GERMAN_STATES = Profile(
    name="german-states",
    version="1",
    kind="industry_table",
    title="Germany: firms and employment by state and industry",
    source="Federal Statistical Office (Destatis) and the states, as collected by the R package REAT 3.0.3",
    licence="GPL-2.0-or-later (R package REAT 3.0.3)",
    read=read,
    not_to_be_read_as=(
        "One classification: the two tables cut the industries differently.",
        "A sum that equals the printed total: the parts of the second table add up to slightly less.",
    ),
    options={"table": "industries (firms and employment in 2015) or employment (2008 to 2014)"},
)
