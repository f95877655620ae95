"""United States: establishments and employment by county and NAICS group, mean of 2012 to 2016."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sandan.data.missing import Status
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.shaping import Sieve, cell_findings, choice_of, industry_rows, status_of
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import Numbers, parse_codes, parse_numbers
from sandan.data.reading.delimited import Piece, read_delimited
from sandan.data.reading.findings import noted

__all__ = ["US_COUNTY_NAICS"]

MIDDLE_YEAR = 2014
COUNTY_DIGITS = 5
PERSONS = "persons, mean of 2012-2016"

# What each column of the source counts, with its unit.
MEASURES = {
    "estab": ("establishments", "establishments, mean of 2012-2016"),
    "emp_reported": ("employment", PERSONS),
    "emp_est1": ("employment_imputed_1", PERSONS),
    "emp_est3": ("employment_imputed_3", PERSONS),
}
REGION, INDUSTRY = ["region", "region_name"], ["industry", "industry_name"]
# The share of the five years in which the number was hidden and imputed.
SHARE_IMPUTED = {"emp_reported": "estimate_est1", "emp_est1": "estimate_est1", "emp_est3": "estimate_est3"}
COLUMNS = ("id", "GEO_TTL", "relevant_naics", "NAICS2012_TTL", "emp_reported")


def read(path: Path, options: Options) -> Iterator[Chunk]:
    """Read one of the value columns; a zero that stands for a hidden number is suppressed."""
    value = choice_of(options, "value", tuple(MEASURES))
    needed = (*COLUMNS, value, *([SHARE_IMPUTED[value]] if value in SHARE_IMPUTED else []))
    about: tuple[Finding, ...] = (
        noted(
            "five-year-mean", f"Values are means of 2012 to 2016 and stand under the middle, {MIDDLE_YEAR}."
        ),
    )
    listed = []
    for piece in read_delimited(path, columns=tuple(dict.fromkeys(needed))):
        chunk = _chunk(piece, value)
        listed.append(chunk.table[[*REGION, *INDUSTRY]])
        yield Chunk(chunk.table, chunk.rows_read, (*about, *chunk.findings))
        about = ()
    yield _empty_pairs(pd.concat(listed, ignore_index=True), value)


def _empty_pairs(listed: pd.DataFrame, value: str) -> Chunk:
    """Make the rows of counties and industries that the source leaves out, because nothing is there."""
    counties, industries = (listed[names].drop_duplicates(names[0]) for names in (REGION, INDUSTRY))
    pairs = counties.merge(industries, how="cross")
    known = pd.MultiIndex.from_frame(listed[[REGION[0], INDUSTRY[0]]])
    empty = pairs[~pd.MultiIndex.from_frame(pairs[[REGION[0], INDUSTRY[0]]]).isin(known)]
    rows = industry_rows(
        **{name: empty[name] for name in (*REGION, *INDUSTRY)},
        period=MIDDLE_YEAR,
        measure=MEASURES[value][0],
        unit=MEASURES[value][1],
        value=pd.Series(0.0, index=empty.index),
        status=pd.Series(Status.REPORTED.value, index=empty.index, dtype="str"),
    )
    message = (
        f"{len(empty)} pairs of county and industry have no row, because the source lists a pair only if "
        "it had an establishment in one of the years; they were added with 0."
    )
    return Chunk(rows.reset_index(drop=True), 0, (noted("empty-pair", message),) if len(empty) else ())


def _chunk(piece: Piece, value: str) -> Chunk:
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    counties, industries = _keys(frame, sieve)
    numbers = parse_numbers(frame[value])
    sieve.take_out("unreadable-value", Action.REFUSED, "The value is no number.", numbers.wrong, frame[value])
    status = status_of(numbers)
    lower = pd.Series(0.0, index=frame.index)
    if value in SHARE_IMPUTED:
        status, lower = _hidden(frame, value, numbers, status, sieve)
    kept = sieve.kept
    table = industry_rows(
        region=counties[kept],
        region_name=frame["GEO_TTL"][kept],
        industry=industries[kept],
        industry_name=frame["NAICS2012_TTL"][kept],
        period=MIDDLE_YEAR,
        measure=MEASURES[value][0],
        unit=MEASURES[value][1],
        value=numbers.parsed[kept],
        status=status[kept],
        lower=lower[kept],
    )
    found = cell_findings(frame, {value: numbers}, kept)
    return Chunk(table.reset_index(drop=True), piece.rows_read, (*piece.findings, *sieve.findings, *found))


def _keys(frame: pd.DataFrame, sieve: Sieve) -> tuple[pd.Series, pd.Series]:
    counties, padded = parse_codes(frame["id"], width=COUNTY_DIGITS)
    industries, _ = parse_codes(frame["relevant_naics"])
    no_county = ~counties.str.fullmatch(rf"[0-9]{{{COUNTY_DIGITS}}}")
    sieve.take_out(
        "no-region", Action.REFUSED, "The county code has not five digits.", no_county, frame["id"]
    )
    no_industry = ~industries.str.fullmatch(r"[0-9]{2,6}")
    message = "The industry is no NAICS code."
    sieve.take_out("no-industry", Action.REFUSED, message, no_industry, frame["relevant_naics"])
    message = "The county code had lost its zero in front."
    sieve.note("mended-code", Action.REPAIRED, message, padded, frame["id"])
    return counties, industries


def _hidden(
    frame: pd.DataFrame, value: str, numbers: Numbers, status: pd.Series, sieve: Sieve
) -> tuple[pd.Series, pd.Series]:
    """Tell hidden numbers from zeros, and say what is known of them.

    In the mean of five years a hidden year counts as 0, so the reported mean is the least that is
    possible as soon as one of the years was hidden.
    """
    shares, reported = parse_numbers(frame[SHARE_IMPUTED[value]]), parse_numbers(frame["emp_reported"])
    share, least = shares.parsed.fillna(1.0), reported.parsed.fillna(0.0).clip(lower=0.0)
    if value == "emp_reported":
        hidden = (share > 0).to_numpy()
        _report_hidden(numbers, share, sieve, frame[value])
    else:
        hidden = (numbers.parsed < 0).to_numpy()
        message = "The imputation is below zero, which employment cannot be; the cell is kept as suppressed."
        sieve.note("negative-imputation", Action.REPAIRED, message, hidden, frame[value])
        message = "The number is an imputation of the copying repository, not a published figure."
        sieve.note("imputed", Action.NOTED, message, (share > 0).to_numpy() & ~hidden, frame[value])
    status = status.mask(hidden & (status == Status.REPORTED).to_numpy(), Status.SUPPRESSED.value)
    return status, least


def _report_hidden(numbers: Numbers, share: pd.Series, sieve: Sieve, cells: pd.Series) -> None:
    zero = (numbers.parsed == 0).to_numpy()
    hidden = (share > 0).to_numpy()
    message = "Employment is 0 because it was hidden; the cell is suppressed, not zero."
    sieve.note("zero-for-suppressed", Action.REPAIRED, message, zero & hidden, cells)
    message = "Employment was hidden in some of the five years, which count as 0; the mean is a lower bound."
    sieve.note("partly-suppressed", Action.REPAIRED, message, ~zero & hidden, cells)
    sieve.note(
        "true-zero", Action.NOTED, "Nothing was hidden and nobody was employed.", zero & ~hidden, cells
    )


US_COUNTY_NAICS = Profile(
    name="us-county-naics",
    version="1",
    kind="industry_table",
    title="United States: establishments and employment by county and NAICS group, mean of 2012-2016",
    source="Census Bureau, County Business Patterns, as averaged and imputed by modelearth/community-data",
    licence="public domain (US federal statistics); the copying repository states none",
    read=read,
    not_to_be_read_as=(
        "Values of 2014: they are means over 2012 to 2016.",
        "A whole country: counties of Texas and the District of Columbia are absent.",
        "Published figures, where employment is imputed: it adds up to more than the published totals.",
        "All who work: the self-employed, the government and most farms are not covered.",
    ),
    options={
        "value": "estab (establishments), emp_reported (employment), emp_est1 or emp_est3 (two imputations)"
    },
)
