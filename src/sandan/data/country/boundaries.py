"""The borders of the generated country, as a table and as the file that an office would have."""

import json

import numpy as np
import pandas as pd

from sandan.data.contracts import BOUNDARIES
from sandan.data.country.generate import Country
from sandan.data.country.land import SEA, degrees
from sandan.data.country.places import Places
from sandan.data.country.plan import NOTICE
from sandan.data.country.shapes import borders, geometry
from sandan.types import IntArray


def boundaries_table(country: Country) -> pd.DataFrame:
    """Draw every place that has land, by the contract ``boundaries``, in the order of ``regions``.

    A shape holds from the year of its code, or from the first year of the country.
    """
    places = country.world.places
    shapes = _shapes(places)
    table = places.regions[places.regions["code"].isin(shapes.keys())]
    table = table.assign(
        geometry=table["code"].map(shapes),
        valid_from=table["valid_from"].fillna(country.world.plan.first_year).astype("int64"),
    )
    return table[BOUNDARIES.names].reset_index(drop=True)


def _shapes(places: Places) -> dict[str, str]:
    """Write the shape of every place: a place is the union of the cells of its districts."""
    land, regions = places.land, places.regions
    found = {}
    for level, of_district in _groups(places).items():
        codes = regions.loc[regions["level"] == level, "code"].tolist()
        cells = np.where(land.district == SEA, SEA, of_district[land.district])
        for k, rings in borders(land.edges, land.sides, cells).items():
            found[codes[k]] = geometry([degrees(land.vertices[ring]) for ring in rings])
    fences = land.complex_rings()
    return found | {
        code: geometry([degrees(ring)]) for code, ring in zip(places.complexes, fences, strict=True)
    }


def _groups(places: Places) -> dict[str, IntArray]:
    """Say for every district in which place of each level it lies, by row."""
    districts = np.arange(len(places.districts))
    provinces = np.array([int(code[1:3]) - 10 for code in places.cities])
    return {
        "country": np.zeros_like(districts),
        "province": provinces[places.district_city],
        "city": places.district_city,
        "district": districts,
    }


def boundaries_text(table: pd.DataFrame) -> str:
    """Write boundaries as a GeoJSON collection, one place per line."""
    about = table.drop(columns="geometry").to_dict("records")
    features = [
        f'{{"type":"Feature","properties":{json.dumps(names, ensure_ascii=False)},"geometry":{shape}}}'
        for names, shape in zip(about, table["geometry"], strict=True)
    ]
    head = f'{{"type":"FeatureCollection","notice":{json.dumps(NOTICE, ensure_ascii=False)},"features":[\n'
    return head + ",\n".join(features) + "\n]}\n"
