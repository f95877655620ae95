"""A specification decides what is counted, where and when."""

import numpy as np
import pandas as pd

from sandan.evaluate.registration.outcomes import specified_outcomes

SITES = pd.DataFrame(
    [
        (city, industry, year, workers + year - 2005)
        for city in "ABCD"
        for industry, workers in (("26112", 10), ("62010", 20), ("47111", 30))
        for year in range(2005, 2017)
    ],
    columns=["city", "industry", "period", "workers"],
).assign(enterprise=lambda rows: rows["city"] + rows["industry"])
PLACES = pd.DataFrame(
    {"code": list("ABCD"), "level": "city", "parent": ["K", "K", "L", "L"]},
)


def test_outcome_years_target_and_donors_are_those_of_the_specification(fixed):
    found = specified_outcomes(fixed(treated_elsewhere=["D"]), SITES, PLACES)
    assert list(found.jobs.columns) == list(range(2006, 2016))
    assert (found.place, found.start, found.region, list(found.neighbors)) == ("A", 2011, "K", ["A", "B"])
    assert found.left_out["place"].tolist() == ["D"]
    # 26112 and 62010 are the target: 11 and 21 persons in 2006.
    assert found.jobs.loc["A", 2006] == np.log(32.0)
