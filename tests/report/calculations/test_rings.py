"""Rings as calculations: found once, and their places only where these tell of no firm."""

import numpy as np
import pandas as pd
import pytest

import policy_office
from sandan.evaluate.registration import rings as registered
from sandan.evaluate.registration.specification import specification_from
from sandan.report.calculations import rings as calculations
from sandan.report.calculations.rings import FROM_SITES, rings_known

RECORD = policy_office.RECORD | {"rings": [0.0, 8.0, 16.0, 24.0]}
ASKED = {"specification": RECORD, "published_on": "2015-12-31"}


@pytest.fixture(scope="module")
def register():
    return policy_office.ring_register(site=3)


def made(name, register):
    (one,) = [one for one in FROM_SITES if one.name == name]
    return one.function({"establishments": register}, ASKED)


def test_all_calculations_share_one_pass(register, monkeypatch):
    calculations._once.cache_clear()
    passes = []
    found = registered.specified_rings
    monkeypatch.setattr(calculations, "specified_rings", lambda *asked: passes.append(1) or found(*asked))
    tables = [made(name, register) for name in ("policy_ring_lacks", "policy_rings", "policy_ring_places")]
    assert (len(passes), [len(one) > 0 for one in tables]) == (1, [False, True, True])
    # Other columns and years are not looked at.
    more = pd.concat([register.assign(name="x"), register.head(1).assign(period=1999)])
    rings_known(more, specification_from(RECORD))
    assert len(passes) == 1


def test_places_are_the_site_and_all_that_is_compared_with_it(register):
    places = made("policy_ring_places", register)
    rings = rings_known(register, specification_from(RECORD))
    assert places["kind"].tolist() == ["site", *["other"] * len(rings.others)]
    assert places.loc[0, ["longitude", "latitude"]].tolist() == pytest.approx([127, 0], abs=0.001)


def test_site_of_one_firm_is_on_no_map():
    assert made("policy_ring_places", policy_office.ring_register()).empty


def test_other_site_with_one_firm_around_it_is_not_marked(register):
    lon, lat = made("policy_ring_places", register).loc[1, ["longitude", "latitude"]].astype(float)
    near = np.hypot(register["longitude"] - lon, register["latitude"] - lat) < 0.1
    told = made("policy_ring_places", register.assign(enterprise=register["enterprise"].mask(near, "giant")))
    assert [lon, lat] not in told[["longitude", "latitude"]].to_numpy().round(9).tolist()
    assert len(told) > 9
