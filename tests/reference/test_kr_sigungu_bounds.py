"""Bounds on a real table: value added of all cities and counties by industry, 2015, cells hidden here."""

import numpy as np
import pandas as pd
import pytest

from sandan.data.disclosure.additive import sums_to
from sandan.data.disclosure.bounds import suppressed_bounds
from sandan.errors import MeasureError

TOTAL = "total value added at basic prices"
NOT_INDUSTRIES = ["gross regional domestic product at market prices", "net taxes on products"]


@pytest.fixture(scope="module")
def truth(shared):
    whole = pd.read_csv(shared / "data/kr-sigungu-census/censuskor.csv.gz")
    value_added = whole[(whole["class1"] == "grdp") & (whole["year"] == 2015)]
    value_added = value_added[~value_added["class2"].isin(NOT_INDUSTRIES)]
    region = value_added["adm2_code"].astype(int).astype(str)
    industry = value_added["class2"].replace(TOTAL, "total")
    table = pd.DataFrame({"region": region, "industry": industry, "value": value_added["value"]})
    regions = table.groupby("region")["value"].transform("size") == table["industry"].nunique()
    complete = table[regions & table.groupby("region")["value"].transform(lambda v: v.notna().all())]
    national = complete.groupby("industry", as_index=False)["value"].sum().assign(region="total")
    return pd.concat([complete, national], ignore_index=True)


def bounds_of(truth, tolerance):
    rng = np.random.default_rng(1)
    hidden = (rng.random(len(truth)) < 0.15) & (truth[["region", "industry"]] != "total").all(axis=1)
    table = truth.assign(value=truth["value"].mask(hidden), status=np.where(hidden, "suppressed", "reported"))
    sums = {
        "region_sums": sums_to("total", truth["region"]),
        "industry_sums": sums_to("total", truth["industry"]),
    }
    return suppressed_bounds(table, **sums, tolerance=tolerance), hidden


def test_printed_totals_that_are_rounded_are_refused_and_named(truth):
    with pytest.raises(MeasureError, match="contradict each other at the industries that add to 'total'"):
        bounds_of(truth, tolerance=0.0)


def test_bounds_hold_the_true_value_of_every_hidden_cell(truth):
    assert truth["region"].nunique() == 194
    bounds, hidden = bounds_of(truth, tolerance=10.0)
    slack = 0.01  # of a million KRW, beside totals of a billion
    assert hidden.sum() > 400
    assert (bounds["lower"][hidden] <= truth["value"][hidden] + slack).all()
    assert (truth["value"][hidden] <= bounds["upper"][hidden] + slack).all()
    alone = bounds[hidden].groupby("region")["upper"].transform("size") == 1
    narrow = (bounds["upper"] - bounds["lower"])[hidden][alone]
    assert (narrow <= 20.0 + slack).all()
