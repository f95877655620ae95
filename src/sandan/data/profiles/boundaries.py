"""Boundaries of places, from GeoJSON or TopoJSON in degrees."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.contracts import BOUNDARIES as CONTRACT
from sandan.data.profiles.base import Options, Profile
from sandan.data.profiles.places import DISTRICT_OF_CITY, LEVELS
from sandan.data.profiles.shaping import Sieve
from sandan.data.quality import Action, Chunk
from sandan.data.reading.cells import parse_codes, parse_years
from sandan.data.reading.features import Feature, Polygons, read_features
from sandan.errors import SourceError
from sandan.types import FloatArray

__all__ = ["BOUNDARIES"]

DECIMALS = 7
"""Digits of a degree that are kept; the last one is about a centimeter."""
LEAST_CORNERS = 3
SIGUNGU = "sigungu"
NAMES = {
    "code": ("code",),
    "name": ("name_ko", "name"),
    "name_en": ("name_en", "name_eng"),
    "system": ("system",),
    "level": ("level",),
    "valid_from": ("valid_from", "base_year"),
}
"""Properties that are looked for if no option names another."""


@dataclass(frozen=True)
class _Shape:
    """A geometry as it is stored, and what was done to its rings."""

    text: str = ""
    closed: bool = False
    repeated: bool = False
    dropped: bool = False
    touching: bool = False


def read(path: Path, options: Options) -> Iterator[Chunk]:
    """Read the boundaries of one file."""
    features = read_features(path, part=options.get("object", ""))
    rows = pd.RangeIndex(1, len(features) + 1)
    frame = pd.DataFrame({name: _told(features, name, options) for name in NAMES}, index=rows, dtype="str")
    sieve = Sieve(rows)
    code, mended = parse_codes(frame["code"])
    sieve.take_out("no-code", Action.REFUSED, "The feature has no code.", code == "", frame["name"])
    faults = pd.Series([feature.fault for feature in features], index=rows, dtype="str")
    message = "The feature has no polygon that can be read."
    sieve.take_out("no-polygon", Action.REFUSED, message, faults != "", code + " " + faults)
    _refuse_projected(features, path.name)
    shapes = [_shape(feature.polygons or ()) for feature in features]
    geometry = pd.Series([shape.text for shape in shapes], index=rows, dtype="str")
    message = "No ring of the feature encloses anything."
    sieve.take_out("empty-shape", Action.REFUSED, message, geometry == "", code)
    years, levels = _years(frame, options, sieve), _levels(frame, options, sieve)
    system = _system(frame, options, sieve)
    _take_out_duplicates(system + " " + code + " " + years.astype("str"), geometry, sieve)
    sieve.note("mended-code", Action.REPAIRED, "Decimals were taken off the code.", mended, frame["code"])
    _note_rings(shapes, code, sieve)
    table = pd.DataFrame(
        {
            "code": code,
            "system": system,
            "level": levels,
            "name_ko": frame["name"].where(frame["name"] != ""),
            "name_en": frame["name_en"].where(frame["name_en"] != ""),
            "valid_from": years,
            "geometry": geometry,
        }
    )
    yield Chunk(
        table[sieve.kept].reset_index(drop=True)[CONTRACT.names], len(features), tuple(sieve.findings)
    )


def _told(features: Sequence[Feature], name: str, options: Options) -> list[str]:
    """Read one property of every feature: the one that an option names, or the first usual one."""
    asked = (options[name],) if name in {"code", "name", "name_en"} and name in options else NAMES[name]
    return [
        next((text for wanted in asked if (text := _text(feature.properties.get(wanted)))), "")
        for feature in features
    ]


def _text(value: Any) -> str:
    """Write a property as text; half a character, which no file can hold, becomes a question mark."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8").strip()


def _refuse_projected(features: Sequence[Feature], name: str) -> None:
    """Refuse a file with a position that is not on the globe."""
    for number, feature in enumerate(features, start=1):
        for ring in (ring for polygon in feature.polygons or () for ring in polygon):
            off = (np.abs(ring) > (180, 90)).any(axis=1)
            if off.any():
                x, y = ring[off][0]
                raise SourceError(
                    f"Feature {number} of {name} has the position ({x:.10g}, {y:.10g}), but longitude must "
                    "lie between -180 and 180 degrees and latitude, which comes second, between -90 and 90; "
                    "project the file to WGS84 (EPSG:4326) and import it again."
                )


def _shape(polygons: Polygons) -> _Shape:
    """Close rings, and leave out positions that say nothing and rings that enclose nothing."""
    closed = repeated = dropped = touching = False
    kept = []
    for polygon in polygons:
        rings = []
        for ring in polygon:
            plain, was_closed = _plain(ring)
            closed |= not was_closed
            repeated |= len(plain) < len(ring) - was_closed
            rings.append(plain)
            touching |= len(plain) >= LEAST_CORNERS and len(np.unique(plain, axis=0)) < len(plain)
        full = [_encloses(ring) for ring in rings]
        dropped |= not all(full) or not full
        if full and full[0]:
            kept.append([ring for ring, whole in zip(rings, full, strict=True) if whole])
    return _Shape(_geometry(kept), closed, repeated, dropped, touching)


def _plain(ring: FloatArray) -> tuple[FloatArray, bool]:
    """Round, take the last position off if it is the first again, and say whether it was."""
    rounded = np.round(ring, DECIMALS) + 0.0
    was_closed = len(rounded) > 1 and bool((rounded[0] == rounded[-1]).all())
    open_ring = rounded[:-1] if was_closed else rounded
    moved = (open_ring != np.roll(open_ring, 1, axis=0)).any(axis=1)
    return open_ring[moved], was_closed or not len(ring)


def _encloses(ring: FloatArray) -> bool:
    """Tell whether a ring has an area beyond the last digit that is kept."""
    if len(ring) < LEAST_CORNERS:
        return False
    x, y = (ring - ring[0]).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) > 10.0 ** (-2 * DECIMALS)


def _geometry(polygons: Sequence[Sequence[FloatArray]]) -> str:
    if not polygons:
        return ""
    written = [[[*ring.tolist(), ring[0].tolist()] for ring in polygon] for polygon in polygons]
    kind, coordinates = ("Polygon", written[0]) if len(written) == 1 else ("MultiPolygon", written)
    return json.dumps({"type": kind, "coordinates": coordinates}, separators=(",", ":"))


def _years(frame: pd.DataFrame, options: Options, sieve: Sieve) -> pd.Series:
    cells = frame["valid_from"].where(frame["valid_from"] != "", options.get("valid_from", ""))
    years, wrong = parse_years(cells)
    missing = (cells == "") & sieve.kept
    if missing.any():
        raise SourceError(
            f"Feature {cells.index[missing][0]} does not say of which year its shape is; add a property "
            "`valid_from` or --option valid_from=YEAR."
        )
    sieve.take_out("unreadable-year", Action.REFUSED, "`valid_from` is no year.", wrong, cells)
    return years


def _levels(frame: pd.DataFrame, options: Options, sieve: Sieve) -> pd.Series:
    """Find out what each place is; a Korean list of 시군구 holds districts of cities beside cities."""
    given = options.get("level", "")
    if given == SIGUNGU:
        return pd.Series(
            np.where(frame["name"].str.fullmatch(DISTRICT_OF_CITY[1:-1]), "district", "city"),
            index=frame.index,
            dtype="str",
        )
    levels = frame["level"].str.lower().where(frame["level"] != "", given)
    missing = (levels == "") & sieve.kept
    if missing.any():
        raise SourceError(
            f"Feature {levels.index[missing][0]} does not say what it is; add a property `level` or "
            f"--option level= with one of {', '.join((*LEVELS, SIGUNGU))}."
        )
    message = f"The level is none of {', '.join(LEVELS)}."
    sieve.take_out("unknown-level", Action.REFUSED, message, ~levels.isin(LEVELS), levels)
    return levels


def _system(frame: pd.DataFrame, options: Options, sieve: Sieve) -> pd.Series:
    system = frame["system"].where(frame["system"] != "", options.get("system", ""))
    missing = (system == "") & sieve.kept
    if missing.any():
        raise SourceError(
            f"Feature {system.index[missing][0]} names no code system; add a property `system` or --option "
            "system=NAME, for example statistics: the two Korean systems give one place two codes."
        )
    return system


def _take_out_duplicates(key: pd.Series, geometry: pd.Series, sieve: Sieve) -> None:
    """Set repeated features aside; of a code with two shapes nobody can say which is right."""
    kept = pd.Series(sieve.kept, index=key.index)
    whole = key + geometry
    again = pd.Series(False, index=key.index)
    again[kept] = whole[kept].duplicated()
    message = "The feature stands in the file twice; it is taken once."
    sieve.take_out("repeated-feature", Action.SET_ASIDE, message, again, key)
    kept &= ~again
    twice = pd.Series(False, index=key.index)
    twice[kept] = key[kept].duplicated(keep=False)
    message = "The code has several shapes, and none is taken; join its parts into one MultiPolygon."
    sieve.take_out("two-shapes", Action.REFUSED, message, twice, key)


def _note_rings(shapes: Sequence[_Shape], code: pd.Series, sieve: Sieve) -> None:
    for name, action, message in (
        ("closed", Action.REPAIRED, "A ring did not end where it began; it was closed."),
        ("repeated", Action.REPAIRED, "A position stood twice in a row in a ring; it was taken once."),
        ("dropped", Action.REPAIRED, "A ring encloses nothing; it was left out."),
        ("touching", Action.NOTED, "A ring passes through one of its positions twice; it is kept as it is."),
    ):
        found = np.array([getattr(shape, name) for shape in shapes], dtype=bool)
        sieve.note(f"ring-{name}", action, message, found, code)


BOUNDARIES = Profile(
    name="boundaries",
    version="1",
    kind="boundaries",
    title="Boundaries of places (GeoJSON or TopoJSON)",
    source="the person who imported it",
    licence="as the source of the file states",
    read=read,
    not_to_be_read_as=(
        "Borders of land parcels or of anybody's property: shapes are simplified by their publisher.",
        "A history of borders: a shape is that of its year, and codes may have changed before or after it.",
    ),
    options={
        "code": "property that holds the code; `code` if not given",
        "name": "property that holds the Korean name; `name_ko` or `name` if not given",
        "name_en": "property that holds the English name; `name_en` or `name_eng` if not given",
        "system": "code system of features that name none, for example statistics or interior",
        "level": f"what features are that do not say so: {', '.join(LEVELS)}, or {SIGUNGU} for "
        "Korean 시군구, where a name such as 성남시분당구 is that of a district and any other that of a city",
        "valid_from": "year of features without a property `valid_from` or `base_year`",
        "object": "object of a TopoJSON file that has several",
    },
)
