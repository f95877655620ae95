"""Mapping files: what the columns of somebody's own table mean."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandan.data.profiles.shaping import TOTAL_WORDS
from sandan.data.reading.cells import MISSING_MARKS, SUPPRESSED_MARKS
from sandan.data.reading.encodings import read_text
from sandan.errors import DefinitionError

__all__ = ["EXAMPLE", "FIELDS", "NEEDED", "TableMapping", "read_mapping"]

EXAMPLE = """\
measure = "employment"
unit = "persons"

[columns]
region = "시군구코드"
region_name = "시군구"
industry = "산업코드"
period = "연도"
value = "종사자수"
"""

FIELDS = ("region", "region_name", "industry", "industry_name", "period", "measure", "unit", "value")
NEEDED = ("region", "industry", "period", "measure", "unit")
SECTIONS: Mapping[str, tuple[str, ...]] = {
    "columns": FIELDS,
    "constants": FIELDS[:5],
    "wide": ("pattern", "only"),
    "split": ("region", "industry"),
    "cells": ("suppressed", "missing", "decimal", "least"),
    "totals": ("region", "industry"),
    "codes": ("region_width", "industry_width"),
    "file": ("encoding", "delimiter", "sheet"),
}


@dataclass(frozen=True)
class TableMapping:
    """What a mapping file says.

    ``columns`` names the column of each field, ``constants`` gives fields that no column holds,
    ``wide`` is the pattern of the columns that hold values (its named groups are fields), ``only``
    what other groups of it must be, ``split`` the patterns that take a cell apart.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    wide: re.Pattern[str] | None = None
    only: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    suppressed: frozenset[str] = SUPPRESSED_MARKS
    missing: frozenset[str] = MISSING_MARKS
    decimal: str = "."
    least: float | None = None
    totals: Mapping[str, frozenset[str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    file: Mapping[str, str] = field(default_factory=dict)

    def source_of(self, name: str) -> list[str]:
        """Return the places that give a field: column, constant, wide, split."""
        places = [
            place
            for place, held in (("columns", self.columns), ("constants", self.constants))
            if name in held
        ]
        if self.wide is not None and name in self.wide.groupindex:
            places.append("wide")
        places += [
            "split" for whole, pattern in self.split.items() if name in pattern.groupindex and whole != name
        ]
        return places


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping file and refuse one that does not say all that is needed.

    Parameters
    ----------
    path : Path
        A TOML file; ``docs/how-to/map-your-own-table.md`` describes it.

    Returns
    -------
    TableMapping
        The same, checked.

    Raises
    ------
    DefinitionError
        If it is no TOML, has an unknown key, a pattern that is none, or does not say where region,
        industry, period, measure, unit and value come from, each exactly once.

    Notes
    -----
    Unknown keys are refused rather than ignored, because a misspelled one would change numbers.

    References
    ----------
    TOML 1.0.0 (2021).

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "jobs.toml")
    ...     _ = path.write_text(EXAMPLE, encoding="utf-8")
    ...     read_mapping(path).columns["value"]
    '종사자수'
    """
    try:
        content = tomllib.loads(read_text(path))
    except OSError as error:
        raise DefinitionError(
            f"The mapping {path} cannot be read ({error.strerror}); name a TOML file."
        ) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DefinitionError(
            f"The mapping {path.name} is no TOML: {error}. It looks like this:\n{EXAMPLE}"
        ) from error
    return _checked(_mapping(content), path.name)


def _mapping(content: Mapping[str, Any]) -> TableMapping:
    known = {name: _section(content, name) for name in SECTIONS}
    unknown = [name for name in content if name not in {"measure", "unit", *SECTIONS}]
    if unknown:
        raise DefinitionError(
            f"The mapping has the key {unknown[0]!r}, but it may have measure, unit, {', '.join(SECTIONS)}; "
            "correct it."
        )
    constants = {name: content[name] for name in ("measure", "unit") if name in content} | known["constants"]
    cells, wide = known["cells"], known["wide"]
    return TableMapping(
        columns=_words(known["columns"], "columns"),
        constants={name: _word(value, name) for name, value in constants.items()},
        wide=_pattern(wide["pattern"], "wide") if "pattern" in wide else None,
        only=_words(_table(wide.get("only", {}), "wide.only"), "wide.only"),
        split={name: _pattern(text, f"split.{name}") for name, text in known["split"].items()},
        suppressed=_marks(cells, "suppressed", SUPPRESSED_MARKS),
        missing=_marks(cells, "missing", MISSING_MARKS),
        decimal=_word(cells.get("decimal", "."), "cells.decimal"),
        least=_number(cells["least"], "cells.least") if "least" in cells else None,
        totals={name: _marks(known["totals"], name, TOTAL_WORDS) for name in ("region", "industry")},
        widths={name.split("_")[0]: int(_number(width, name)) for name, width in known["codes"].items()},
        file=_words(known["file"], "file"),
    )


def _section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = _table(content.get(name, {}), name)
    unknown = [key for key in section if key not in SECTIONS[name]]
    if unknown:
        raise DefinitionError(
            f"[{name}] of the mapping has the key {unknown[0]!r}, but it may have "
            f"{', '.join(SECTIONS[name])}; correct it."
        )
    return section


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise DefinitionError(
            f"`{name}` of the mapping is {value!r}, but it must be a section; write [{name}]."
        )
    return value


def _words(section: Mapping[str, Any], name: str) -> dict[str, str]:
    return {key: _word(value, f"{name}.{key}") for key, value in section.items()}


def _word(value: Any, name: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        raise DefinitionError(f"`{name}` of the mapping is {value!r}, but it must be text; put it in quotes.")
    return str(value)


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise DefinitionError(
            f"`{name}` of the mapping is {value!r}, but it must be a number; leave out the quotes."
        )
    return value


def _marks(section: Mapping[str, Any], name: str, otherwise: frozenset[str]) -> frozenset[str]:
    if name not in section:
        return otherwise
    value = section[name]
    if not isinstance(value, list) or not all(isinstance(mark, str) for mark in value):
        raise DefinitionError(
            f'`{name}` of the mapping is {value!r}, but it must be a list of texts such as ["*"].'
        )
    return frozenset(value)


def _pattern(value: Any, name: str) -> re.Pattern[str]:
    try:
        pattern = re.compile(_word(value, name))
    except (re.error, OverflowError, RecursionError) as error:
        raise DefinitionError(f"The pattern {value!r} of `{name}` is none ({error}); correct it.") from error
    if not pattern.groupindex:
        raise DefinitionError(
            f"The pattern {value!r} of `{name}` names no group; write for example (?P<period>\\d{{4}})."
        )
    return pattern


def _checked(mapping: TableMapping, name: str) -> TableMapping:
    for wanted in NEEDED:
        places = mapping.source_of(wanted)
        if not places:
            raise DefinitionError(
                f"The mapping {name} does not say where `{wanted}` comes from; add it to [columns], or to "
                f"[constants] if it is the same for all rows. A whole mapping looks like this:\n{EXAMPLE}"
            )
        if len(places) > 1:
            raise DefinitionError(
                f"The mapping {name} gives `{wanted}` in {' and '.join(places)}; leave one of them."
            )
    if ("value" in mapping.columns) == (mapping.wide is not None):
        raise DefinitionError(
            f"The mapping {name} must say where the values are, by `value` in [columns] or by a `pattern` in "
            "[wide], but not by both."
        )
    if mapping.decimal not in {".", ","}:
        raise DefinitionError(
            f"`cells.decimal` of the mapping is {mapping.decimal!r}, but it must be '.' or ','."
        )
    if len(mapping.file.get("delimiter", ",")) != 1:
        raise DefinitionError(
            f"`file.delimiter` of the mapping is {mapping.file['delimiter']!r}, but it must be one character."
        )
    return mapping
