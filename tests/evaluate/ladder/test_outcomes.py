"""What nation and mix let expect, by hand, and which places cannot be compared."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.ladder.outcomes import ladder_outcomes

REGIONS = pd.Series({"a": "x", "b": "x", "c": "y"})
NUMBERS = {
    ("a", "C26"): (10, 30),
    ("a", "C27"): (30, 30),
    ("a", "G47"): (5, 5),
    ("b", "C26"): (20, 30),
    ("b", "C27"): (10, 10),
    ("b", "G47"): (4, 8),
    ("c", "C26"): (20, 50),
    ("c", "C27"): (30, 50),
    ("c", "G47"): (4, 8),
}
JOBS = pd.DataFrame(
    [
        (*key, year, jobs)
        for key, both in NUMBERS.items()
        for year, jobs in zip((2010, 2011), both, strict=True)
    ],
    columns=["place", "industry", "period", "jobs"],
)
ASK = {"place": "a", "target": ["C26", "C27"], "start": 2011, "regions": REGIONS}


def test_expected_jobs_by_hand():
    found = ladder_outcomes(JOBS, **ASK)
    assert found.jobs.loc["a"].tolist() == pytest.approx([np.log(40), np.log(60)])
    # Elsewhere C26 doubled (40 to 80) and C27 went from 40 to 60: 10 * 2 + 30 * 1.5 would be there.
    assert found.target.loc["a"].tolist() == pytest.approx([0, np.log(60 / 65)])
    # Of b the place with the policy is no measure: in c alone C26 went from 20 to 50, C27 from 30 to 50.
    assert found.target.loc["b"].tolist() == pytest.approx([0, np.log(40 / (20 * 5 / 2 + 10 * 5 / 3))])
    # G47 of a: elsewhere 8 to 16.
    assert found.rest.loc["a"].tolist() == pytest.approx([0, np.log(5 / 10)])
    assert (found.before, found.region, list(found.neighbors)) == (1, "x", ["a", "b"])


def test_order_of_rows_and_absent_combinations_mean_nothing_else():
    shuffled = JOBS.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        ladder_outcomes(shuffled, **ASK).target, ladder_outcomes(JOBS, **ASK).target
    )
    none = pd.concat([JOBS, pd.DataFrame([("b", "C28", 2010, 0)], columns=JOBS.columns)])
    pd.testing.assert_frame_equal(
        ladder_outcomes(none, **ASK | {"target": ["C26", "C27", "C28"]}).target,
        ladder_outcomes(JOBS, **ASK).target,
    )


def test_places_that_cannot_be_compared_have_a_reason():
    more = pd.DataFrame(
        [
            *(("d", "C26", year, 3) for year in (2010, 2011)),
            *(("e", industry, year, 3.0) for industry in ("C26", "G47") for year in (2010, 2011)),
        ],
        columns=JOBS.columns,
    )
    more.loc[more["place"].eq("e") & more["period"].eq(2011), "jobs"] = np.nan
    regions = pd.concat([REGIONS, pd.Series({"d": "x", "e": "y"})])
    found = ladder_outcomes(pd.concat([JOBS, more]), **ASK | {"regions": regions}, treated_elsewhere=["c"])
    assert found.left_out.set_index("place")["reason"].to_dict() == {
        "c": "like_policy",
        "d": "no_jobs",
        "e": "missing_number",
    }
    assert list(found.jobs.index) == ["a", "b"]


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"place": "z"}, MeasureError, "'z' has nothing"),
        ({"target": ["X99"]}, MeasureError, "None of the 1 target industries"),
        ({"start": 2012}, MeasureError, "2 of the 2 periods are before 2012"),
        ({"regions": REGIONS.drop("c")}, TableError, "'c' has no region"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, error, said):
    with pytest.raises(error, match=said):
        ladder_outcomes(JOBS, **ASK | change)


def test_table_that_is_not_one_number_for_each_combination_is_refused():
    with pytest.raises(TableError, match="stands twice"):
        ladder_outcomes(pd.concat([JOBS, JOBS.iloc[:1]]), **ASK)
    with pytest.raises(TableError, match="has -1"):
        ladder_outcomes(JOBS.assign(jobs=JOBS["jobs"].where(JOBS.index != 3, -1)), **ASK)
    with pytest.raises(TableError, match="lacks the column 'jobs'"):
        ladder_outcomes(JOBS.drop(columns="jobs"), **ASK)
