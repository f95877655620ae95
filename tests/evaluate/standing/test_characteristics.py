import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.standing.characteristics import CHARACTERISTICS, characteristics_of


def register(*rows):
    base = {
        "establishment": "a",
        "period": 2010,
        "city": "here",
        "industry": "26112",
        "classification": "KSIC10",
        "workers": 10.0,
        "status": "reported",
        "longitude": 127.0,
        "latitude": 37.4,
    }
    table = pd.DataFrame([base | row for row in rows])
    return table.assign(status=np.where(table["workers"].isna(), "suppressed", "reported"))


def described(*rows):
    return characteristics_of(register(*rows), year=2010, before=2007)


def test_city_by_hand():
    found = described(
        {"period": 2007, "workers": 20.0},
        {"workers": 30.0},
        {"establishment": "b", "industry": "62010", "workers": 10.0},
        {"establishment": "c", "industry": "47111", "latitude": 37.5},
    ).loc["here"]
    assert list(found.index) == list(CHARACTERISTICS)
    assert found.to_dict() == pytest.approx(
        {
            "size": np.log(50),
            "growth": np.log(50 / 20),
            "manufacturing": 0.6,
            "knowledge": 0.2,
            "trade": 0.2,
            "one_sided": 0.6,
            "site_size": np.log(50 / 3),
            "young": 2 / 3,
            "density": np.log((40**2 + 10**2) / 50),
        }
    )


def test_hidden_workers_count_as_sites_only():
    found = described({"period": 2007}, {}, {"establishment": "b", "workers": np.nan}).loc["here"]
    assert found["size"] == pytest.approx(np.log(10))
    assert found["young"] == 0.5


def test_what_the_register_does_not_say_is_missing():
    found = described(
        {"period": 2007, "city": "there"},
        {"longitude": np.nan},
        {"establishment": "b", "city": "there", "classification": "NACE2"},
    )
    assert np.isnan(found.loc["here", "growth"])
    assert np.isnan(found.loc["here", "density"])
    assert found.loc["there", ["manufacturing", "knowledge", "trade", "one_sided"]].isna().all()
    assert found.loc["there", ["size", "growth", "density"]].notna().all()


def test_years_that_are_not_there_are_refused():
    with pytest.raises(MeasureError, match="2010 is not before 2010"):
        characteristics_of(register({}), year=2010, before=2010)
    with pytest.raises(MeasureError, match="no sites in 2007"):
        described({})
