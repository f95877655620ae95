"""Tables of words from the numbers of a country: one year of sites, and all that happened to them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from sandan.data.contracts import ESTABLISHMENTS
from sandan.data.country.chance import Whole
from sandan.data.country.doors import Doors
from sandan.data.country.generate import Country
from sandan.data.country.industries import CLASSIFICATION
from sandan.data.country.names import enterprise_ids, establishment_ids, site_names
from sandan.data.country.population import State, chosen
from sandan.data.missing import Status

EVENTS = (
    "event",
    "year",
    "establishment",
    "kind",
    "from_region",
    "to_region",
    "from_complex",
    "to_complex",
    "from_industry",
    "to_industry",
    "from_product",
    "to_product",
    "from_workers",
    "to_workers",
)
"""What stands in a row of ``events``; ``year`` is the reference year that first shows the event."""

YEAR_STEP = 100_000_000
CHANGES = {
    "move": ("district", "complex"),
    "reclassification": ("industry", "product"),
    "growth": ("workers",),
}
KINDS = ("death", *CHANGES, "birth")


@dataclass(frozen=True)
class Words:
    """What the numbers of a country are called and where they stand, made once for all years."""

    establishment: "pa.Array[Any]"
    enterprise: "pa.Array[Any]"
    name: "pa.Array[Any]"
    districts: "pa.Array[Any]"
    cities: "pa.Array[Any]"
    complexes: "pa.Array[Any]"
    codes: "pa.Array[Any]"
    products: "pa.Array[Any]"
    doors: Doors

    @classmethod
    def of(cls, country: Country) -> "Words":
        """Write out the names of everything in a country."""
        world, register = country.world, country.register
        return cls(
            establishment=establishment_ids(np.arange(len(register.enterprise))),
            enterprise=enterprise_ids(register.enterprise),
            name=site_names(register, world.industries),
            districts=pa.array(world.places.districts),
            cities=pa.array(world.places.cities),
            complexes=pa.array(world.places.complexes),
            codes=pa.array(world.industries.codes),
            products=pa.array(world.industries.products),
            doors=Doors.of(world, len(register.enterprise)),
        )


def panel_table(country: Country, words: Words, year: int) -> pa.Table:
    """Write out the sites of one year, by the contract ``establishments``.

    Columns with few different words are dictionaries; Parquet stores them so anyway.
    """
    state = country.state(year)
    city = country.world.places.district_city[state.district]
    rows = len(state.number)
    door = words.doors.at(state)
    columns = {
        "establishment": words.establishment.take(state.number),
        "enterprise": words.enterprise.take(state.number),
        "name": words.name.take(state.number),
        "period": pa.array(np.full(rows, year, dtype=np.int64)),
        "region": _coded(state.district, words.districts),
        "city": _coded(city, words.cities),
        "complex": _coded(state.complex, words.complexes),
        "industry": _coded(state.industry, words.codes),
        "classification": _constant(CLASSIFICATION, rows),
        "product": _coded(state.product, words.products),
        "workers": pa.array(state.workers.astype(np.int64)),
        "status": _constant(Status.REPORTED.value, rows),
        "longitude": pa.array(words.doors.longitude[door]),
        "latitude": pa.array(words.doors.latitude[door]),
    }
    return pa.table([columns[name] for name in ESTABLISHMENTS.names], names=ESTABLISHMENTS.names)


def _coded(rows: Whole, words: "pa.Array[Any]") -> "pa.Array[Any]":
    """Refer to words by row; -1 refers to none."""
    indices: Any = pa.array(rows.astype(np.int32), mask=rows < 0)
    return pa.DictionaryArray.from_arrays(indices, words)


def _constant(word: str, rows: int) -> "pa.Array[Any]":
    return _coded(np.zeros(rows, dtype=np.int64), pa.array([word]))


def event_table(country: Country, words: Words, year: int) -> pa.Table:
    """List everything that made the sites of the year before into those of ``year``.

    One row per event: ``birth``, ``death``, ``move``, ``reclassification`` and ``growth`` (any
    change of workers). Applied to the earlier year they give the later one exactly.
    """
    before, after = country.state(year - 1), country.state(year)
    stays = np.isin(before.number, after.number, assume_unique=True)
    new = ~np.isin(after.number, before.number, assume_unique=True)
    old, now = chosen(before, stays), chosen(after, ~new)
    pieces = [_piece(words, year, "death", chosen(before, ~stays), None)]
    for kind, columns in CHANGES.items():
        rows = np.zeros(len(now.number), dtype=bool)
        for column in columns:
            rows |= getattr(old, column) != getattr(now, column)
        pieces.append(_piece(words, year, kind, chosen(old, rows), chosen(now, rows)))
    pieces.append(_piece(words, year, "birth", None, chosen(after, new)))
    table = pa.concat_tables(pieces)
    number = np.arange(1, len(table) + 1, dtype=np.int64) + year * YEAR_STEP
    return table.add_column(0, "event", pa.array(number))


def _piece(words: Words, year: int, kind: str, before: State | None, after: State | None) -> pa.Table:
    """Write the events of one kind; only the columns that the kind is about are filled."""
    known = before or after
    assert known is not None
    rows = len(known.number)
    columns: dict[str, pa.Array[Any]] = {
        "year": pa.array(np.full(rows, year, dtype=np.int64)),
        "establishment": words.establishment.take(known.number),
        "kind": _coded(np.full(rows, KINDS.index(kind)), pa.array(KINDS)),
    }
    lists = {
        "district": ("region", words.districts),
        "complex": ("complex", words.complexes),
        "industry": ("industry", words.codes),
        "product": ("product", words.products),
    }
    about = CHANGES.get(kind, (*lists, "workers"))
    for side, state in (("from", before), ("to", after)):
        for column, (name, dictionary) in lists.items():
            filled = state is not None and column in about
            values = getattr(state, column) if filled else np.full(rows, -1)
            columns[f"{side}_{name}"] = _coded(values, dictionary)
        columns[f"{side}_workers"] = (
            pa.nulls(rows, pa.int64())
            if state is None or "workers" not in about
            else pa.array(state.workers.astype(np.int64))
        )
    return pa.table([columns[name] for name in EVENTS[1:]], names=list(EVENTS[1:]))
