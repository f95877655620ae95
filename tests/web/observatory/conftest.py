"""An office that knows where its establishments are: four square cities, the first with two districts."""

import json

import pytest

from sandan.data.profiles.boundaries import BOUNDARIES


def square(code, level, west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    about = {"code": code, "name": f"구역 {code}", "name_eng": f"Place {code}", "level": level}
    return {
        "type": "Feature",
        "properties": about | {"base_year": "2005", "system": "own"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


SQUARES = [
    square("A1", "district", 127.0, 37.0, 127.1, 37.2),
    square("A2", "district", 127.1, 37.0, 127.2, 37.2),
    square("B", "city", 127.2, 37.0, 127.4, 37.2),
    square("X", "complex", 127.02, 37.02, 127.06, 37.06),
]


@pytest.fixture
def located_register(planted_register):
    """Shops of A stand in its second district, chip makers in a complex; the mill has no coordinates."""
    register = planted_register.copy()
    in_a = register["city"].eq("A")
    shops, chips = (register["industry"].eq(code) for code in ("47111", "26112"))
    register.loc[in_a & shops, "region"] = "A2"
    register.loc[in_a & chips, "complex"] = "X"
    register["longitude"] = register["city"].map({"A": 127.05, "B": 127.3, "C": 129.0, "D": 129.5})
    register.loc[in_a & shops, "longitude"] = 127.15
    register["latitude"] = 37.04
    register.loc[register["enterprise"].eq("mill"), ["longitude", "latitude"]] = None
    return register


@pytest.fixture
def located(office_data, settings, workspace_with, located_register, tmp_path):
    settings.WORKSPACE = workspace_with("located", establishments=located_register)
    path = tmp_path / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": SQUARES}), encoding="utf-8")
    day = settings.WORKSPACE.vault.current("establishments")[0].as_of
    settings.WORKSPACE.vault.import_file(BOUNDARIES, path, as_of=day, edition="final")
    return settings.WORKSPACE
