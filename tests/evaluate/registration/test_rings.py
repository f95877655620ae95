"""The rings of a specification in one pass: what they rest on, or what the data lack."""

import numpy as np
import pytest

from policy_office import RECORD, START, ring_register
from sandan.evaluate.effects.rings import comparable_sites, ring_effect
from sandan.evaluate.registration.rings import specified_rings
from sandan.evaluate.registration.specification import specification_from

FIXED = specification_from(RECORD | {"rings": [0, 8, 16, 24]})


@pytest.fixture(scope="module")
def register():
    return ring_register()


def test_effect_rests_on_the_comparable_sites_that_are_kept(register):
    rings = specified_rings(FIXED, register)
    asked = {"site": rings.found.site, "start": FIXED.start, "breaks": FIXED.rings}
    others = comparable_sites(rings.found.cells, **asked)
    assert rings.others.equals(others)
    assert rings.effect.comparisons == len(others)
    again = ring_effect(rings.found.cells, placebo_sites=others, level=FIXED.level, **asked)
    assert rings.effect.parts.equals(again.parts)


def test_site_and_its_plane_are_known(register):
    found = specified_rings(FIXED, register).found
    assert np.hypot(*found.site) < 0.5
    assert (
        found.there["enterprise"].unique().tolist()
        == register["enterprise"][register["region"] == "C001"].unique().tolist()
    )
    assert "+units=m" in found.crs


@pytest.mark.parametrize(
    ("change", "lacking"),
    [
        (lambda table: table.drop(columns="longitude"), ["coordinates"]),
        (
            lambda table: table.assign(workers=table["workers"].where(table["period"] < START, 0)),
            ["jobs_0-8"],
        ),
        (
            lambda table: table.loc[np.hypot(table["longitude"] - 127, table["latitude"]) < 0.22],
            ["placebo_sites"],
        ),
    ],
)
def test_what_the_data_lack_is_named(register, change, lacking):
    rings = specified_rings(FIXED, change(register))
    assert [one.what for one in rings.lacks][:1] == lacking
    assert rings.effect is None
