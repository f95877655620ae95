"""The map of the rings: drawn with and without boundaries, and never where it would tell of a firm."""

import json

import pytest

import policy_office
from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.evaluate.registration.specification import specification_from
from sandan.evaluate.registration.store import register
from sandan.report.assemble import open_case
from sandan.web.measurement.questions.evaluation import ask_neighbors

CORNERS = [[126.7, -0.3], [127.3, -0.3], [127.3, 0.3], [126.7, 0.3], [126.7, -0.3]]
CITY = {
    "type": "Feature",
    "properties": {
        "code": "C00",
        "name": "도시",
        "name_eng": "City",
        "level": "city",
        "base_year": "2005",
        "system": "own",
    },
    "geometry": {"type": "Polygon", "coordinates": [CORNERS]},
}


@pytest.fixture
def asked(settings, workspace_with, db):
    """Return a maker of maps of a site that is so many kilometers large."""

    def make(*, site=3, shapes=False):
        settings.WORKSPACE = workspace_with(
            "rings",
            establishments=policy_office.ring_register(site=site),
            regions=policy_office.policy_places(),
        )
        if shapes:
            path = settings.WORKSPACE.root / "shapes.geojson"
            path.write_text(json.dumps({"type": "FeatureCollection", "features": [CITY]}), encoding="utf-8")
            day = settings.WORKSPACE.vault.current("establishments")[0].as_of
            settings.WORKSPACE.vault.import_file(BOUNDARIES, path, as_of=day, edition="final")
        record = policy_office.RECORD | {"rings": [0.0, 8.0, 16.0, 24.0]}
        fixed = register(settings.WORKSPACE.root, specification_from(record))
        case = open_case(settings.WORKSPACE, "C00", start=2007, end=2011, language="en")
        return ask_neighbors(case, {"specification": fixed.id}).data["map"]

    return make


def test_rings_are_drawn_by_what_they_gained_or_lost(asked):
    drawn = asked(shapes=True)
    inside, around, far = drawn["key"]
    assert (inside["name"], inside["tone"], inside["chance"]) == ("Inside, 0–8 km", "gain step-3", False)
    assert (around["chance"], far["tone"], far["change"]) == (True, "far", "")
    assert [ring["reach"] for ring in drawn["around"]["rings"]] == ["16–24", "8–16", "0–8"]
    labels = {one["reach"]: one for one in drawn["around"]["labels"]}
    assert labels["0–8"]["change"] == inside["change"]
    assert [city["own"] for city in drawn["around"]["cities"]] == [True]


def test_without_boundaries_the_rings_are_drawn_alone(asked):
    drawn = asked()
    assert (drawn["bounded"], drawn["around"]["cities"]) == (False, [])
    assert len(drawn["country"]["others"]) + drawn["unmarked"] == drawn["compared"]
    side = drawn["around"]["width"] / 2
    assert abs(drawn["around"]["x"] - side) < 2


def test_site_of_one_firm_is_on_no_map(asked):
    assert asked(site=1) is None
