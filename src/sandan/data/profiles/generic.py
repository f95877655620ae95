"""Anybody's table of regions, industries and periods, read by a mapping file."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.mapping import EXAMPLE, FIELDS, NEEDED, TableMapping, read_mapping
from sandan.data.profiles.shaping import Sieve, cell_findings, industry_rows, status_of, total_mask
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.reading.cells import Numbers, parse_codes, parse_numbers, parse_years
from sandan.data.reading.delimited import Piece, read_delimited
from sandan.data.reading.findings import noted
from sandan.data.reading.headers import Header
from sandan.errors import DefinitionError, HeaderError
from sandan.types import BoolArray

__all__ = ["GENERIC"]

Fields: TypeAlias = dict[str, Any]
"""What is known of the rows: one text for all of them, or one per row."""


def read(path: Path, options: Options) -> Iterator[Chunk]:
    """Read a table by the mapping file that the option ``mapping`` names."""
    if "mapping" not in options:
        raise DefinitionError(
            "The profile `generic` needs a mapping file; add --option mapping=FILE. "
            f"A mapping says what the columns mean, for example:\n{EXAMPLE}"
        )
    mapping = read_mapping(Path(options["mapping"]))
    needed = list(dict.fromkeys(mapping.columns.values()))
    pieces = read_delimited(
        path,
        columns=needed,
        delimiter=mapping.file.get("delimiter"),
        encoding=mapping.file.get("encoding"),
        sheet=mapping.file.get("sheet"),
    )
    for piece in pieces:
        yield _chunk(piece, mapping)


def _chunk(piece: Piece, mapping: TableMapping) -> Chunk:
    frame, sieve = piece.frame, Sieve(piece.frame.index)
    fields = _fields(frame, mapping, sieve)
    wide, totals = _value_columns(piece.header, mapping)
    _set_totals_aside(fields, mapping, sieve)
    numbers = {name: _numbers(frame[name], mapping) for name in wide}
    if mapping.wide is None:
        (name,) = wide
        sieve.take_out(
            "unreadable-value", Action.REFUSED, "The value is no number.", numbers[name].wrong, frame[name]
        )
    parts = [_rows({**fields, **said}, numbers[name], sieve.kept, mapping) for name, said in wide.items()]
    findings = (*piece.findings, *totals, *sieve.findings, *cell_findings(frame, numbers, sieve.kept))
    return Chunk(pd.concat(parts, ignore_index=True), piece.rows_read, findings)


def _numbers(cells: pd.Series, mapping: TableMapping) -> Numbers:
    return parse_numbers(
        cells, suppressed=mapping.suppressed, missing=mapping.missing, decimal=mapping.decimal
    )


def _fields(frame: pd.DataFrame, mapping: TableMapping, sieve: Sieve) -> Fields:
    """Collect what columns, constants and split cells say of the rows; periods become numbers."""
    fields: Fields = dict(mapping.constants)
    fields |= {name: frame[column] for name, column in mapping.columns.items() if name != "value"}
    for name, pattern in mapping.split.items():
        fields |= _split(frame[mapping.columns[name]], name, pattern, sieve)
    for name in ("region", "industry"):
        if isinstance(fields.get(name), pd.Series):
            fields[name] = _codes(fields[name], name, mapping.widths.get(name), sieve)
    if "period" in fields:
        fields["period"] = _years(fields["period"], sieve)
    for name in ("measure", "unit"):
        if isinstance(fields.get(name), pd.Series):
            sieve.take_out(
                f"no-{name}", Action.REFUSED, f"The row has no {name}.", fields[name] == "", fields[name]
            )
    return fields


def _split(cells: pd.Series, name: str, pattern: re.Pattern[str], sieve: Sieve) -> Fields:
    groups = list(pattern.groupindex)
    places, distinct = pd.factorize(cells)
    matches = [pattern.fullmatch(cell) for cell in distinct]
    matched = np.array([match is not None for match in matches], dtype=bool)[places]
    sieve.take_out(
        f"unsplit-{name}", Action.REFUSED, f"The {name} does not fit its pattern.", ~matched, cells
    )
    texts = {g: np.array([m[g] or "" if m else "" for m in matches], dtype=object)[places] for g in groups}
    return {g: pd.Series(text, index=cells.index, dtype="str").str.strip() for g, text in texts.items()}


def _codes(cells: pd.Series, name: str, width: int | None, sieve: Sieve) -> pd.Series:
    codes, changed = parse_codes(cells, width=width)
    sieve.take_out(f"no-{name}", Action.REFUSED, f"The row has no {name}.", codes == "", cells)
    message = f"The {name} code was mended: decimals taken off or zeros put in front."
    sieve.note("mended-code", Action.REPAIRED, message, changed, cells)
    return codes


def _years(said: pd.Series | str, sieve: Sieve) -> pd.Series | int:
    if isinstance(said, str):
        years, wrong = parse_years(pd.Series([said]))
        if wrong.any():
            raise DefinitionError(
                f"The constant period of the mapping is {said!r}, but it must be a year, such as 2023."
            )
        return int(years.iloc[0])
    years, wrong = parse_years(said)
    sieve.take_out("no-year", Action.REFUSED, "The period is no year from 1800 to 2100.", wrong, said)
    return years


def _set_totals_aside(fields: Fields, mapping: TableMapping, sieve: Sieve) -> None:
    for name in ("region", "industry"):
        for field in (name, f"{name}_name"):
            cells = fields.get(field)
            if isinstance(cells, pd.Series):
                where = total_mask(cells, mapping.totals[name])
                message = f"The row is a total over several of {name}, which would count twice."
                sieve.take_out(f"total-of-{name}", Action.SET_ASIDE, message, where, cells)


def _value_columns(header: Header, mapping: TableMapping) -> tuple[dict[str, Fields], list[Finding]]:
    """Find the columns that hold values, with what the name of each says of its values."""
    if mapping.wide is None:
        return {mapping.columns["value"]: {}}, []
    found = {}
    for name in header.names:
        match = mapping.wide.fullmatch(name) if name not in mapping.columns.values() else None
        if match and all(match[group] == wanted for group, wanted in mapping.only.items()):
            found[name] = {group: text or "" for group, text in match.groupdict().items() if group in FIELDS}
    if not found:
        raise HeaderError(
            f"No column fits the pattern {mapping.wide.pattern!r} of the mapping; the columns are "
            f"{', '.join(header.names[:8])}. Correct the pattern."
        )
    _refuse_equal_columns(found)
    totals = [name for name, said in found.items() if _is_total(said, mapping)]
    message = f"The columns {', '.join(totals)} are totals over others and were left out."
    kept = {name: _whole(name, said) for name, said in found.items() if name not in totals}
    return kept, [noted("total-column", message)] if totals else []


def _is_total(said: Fields, mapping: TableMapping) -> bool:
    said_of = {name: said.get(name) or said.get(f"{name}_name") or "" for name in ("region", "industry")}
    return any(total_mask(pd.Series([text]), mapping.totals[name])[0] for name, text in said_of.items())


def _refuse_equal_columns(found: Mapping[str, Fields]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    for name, said in found.items():
        other = seen.setdefault(tuple(said.items()), name)
        if other != name:
            raise HeaderError(
                f"The columns {other!r} and {name!r} say the same by the pattern of the mapping; keep one of "
                'them with [wide.only], for example month = "12".'
            )


def _whole(name: str, said: Fields) -> Fields:
    """Refuse a column whose name leaves out a part of the pattern; read its year."""
    empty = [field for field in NEEDED if said.get(field) == ""]
    if empty:
        raise HeaderError(
            f"The column {name!r} fits the pattern of the mapping but names no {empty[0]}; correct the "
            "pattern, or name the column among the totals."
        )
    if "period" not in said:
        return said
    years, wrong = parse_years(pd.Series([said["period"]]))
    if wrong.any():
        raise HeaderError(
            f"The column {name!r} names the period {said['period']!r}, which is no year; correct the pattern."
        )
    return {**said, "period": int(years.iloc[0])}


def _rows(fields: Fields, numbers: Numbers, kept: BoolArray, mapping: TableMapping) -> pd.DataFrame:
    def of(name: str) -> Any:
        given = fields.get(name)
        return given[kept] if isinstance(given, pd.Series) else given

    value, status = numbers.parsed[kept], status_of(numbers)[kept]
    region = of("region")
    return industry_rows(
        region=region if isinstance(region, pd.Series) else pd.Series(region, index=value.index, dtype="str"),
        region_name=of("region_name"),
        industry=of("industry"),
        industry_name=of("industry_name"),
        period=of("period"),
        measure=of("measure"),
        unit=of("unit"),
        value=value,
        status=status,
        lower=np.nan if mapping.least is None else mapping.least,
    )


GENERIC = Profile(
    name="generic",
    version="1",
    kind="industry_table",
    title="Table of regions, industries and periods",
    source="the person who imported it",
    licence="as the source of the table states",
    read=read,
    not_to_be_read_as=("Anything that the mapping file does not say.",),
    options={"mapping": "a TOML file that says what the columns mean"},
    file_options=frozenset({"mapping"}),
)
