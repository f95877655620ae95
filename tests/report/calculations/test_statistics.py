"""Small tables in which every answer can be seen."""

import pandas as pd
import pytest

from sandan.errors import TableError
from sandan.report.calculations.catalog import CALCULATIONS

NUMBERS = ("value", "lower", "upper")


def statistics(rows, measure="gross_value_added"):
    table = pd.DataFrame(rows, columns=["region", "industry", "period", *NUMBERS])
    table = table.astype(dict.fromkeys(NUMBERS, "float64"))
    missing = table["value"].isna()
    return table.assign(
        region_name=table["region"],
        industry_name=None,
        measure=measure,
        unit="million KRW",
        status=missing.map({True: "not_stated", False: "reported"}),
        lower=table["lower"].where(missing, table["value"]),
        upper=table["upper"].where(missing, table["value"]),
    )


def calculate(name, rows, measure="gross_value_added", **parameters):
    asked = {"city": "a", "measure": measure, **parameters}
    return CALCULATIONS[name].function({"statistics": statistics(rows, measure)}, asked)


FULL = [
    ("a", "X", 1, 30.0, None, None),
    ("a", "Y", 1, 20.0, None, None),
    ("b", "X", 1, 10.0, None, None),
    ("b", "Y", 1, 140.0, None, None),
]


def test_an_empty_cell_is_nothing_if_its_total_leaves_no_room():
    level = calculate("published_level", [*FULL, ("a", "Z", 1, None, 0.0, 0.004)], period=1).iloc[0]
    assert level[["value", "cells", "cells_as_nothing"]].tolist() == [50.0, 3, 1]


@pytest.mark.parametrize(("lower", "upper"), [(0.0, 7.0), (0.0, None), (None, None)])
def test_an_empty_cell_stays_open_if_there_is_room(lower, upper):
    rows = [*FULL, ("a", "Z", 1, None, lower, upper)]
    level = calculate("published_level", rows, period=1).iloc[0]
    # The other place has no row for Z either, and nobody says what it holds.
    assert level[["value", "cells_open", "cells_as_nothing"]].tolist() == [50.0, 1, 0]


def test_quotients_are_exact_where_all_cells_are_known():
    found = calculate("published_quotients", FULL, period=1).set_index("industry")
    assert found["location_quotient"].to_dict() == pytest.approx({"X": 3.0, "Y": 0.5})


def test_quotients_are_intervals_where_cells_have_bounds():
    rows = [*FULL[:2], ("b", "X", 1, None, 5.0, 15.0), FULL[3]]
    found = (
        calculate("published_quotients", rows, measure="employment", period=1).set_index("industry").loc["X"]
    )
    assert pd.isna(found["location_quotient"])
    assert (round(found["lower"], 2), round(found["upper"], 2)) == (2.73, 3.34)


def test_quotients_are_unknown_where_a_cell_has_no_bounds():
    rows = [*FULL[:3], ("b", "Y", 1, None, None, None)]
    found = calculate("published_quotients", rows, period=1)
    assert found[["location_quotient", "lower", "upper"]].isna().all(axis=None)


def test_open_cells_leave_the_common_sample_at_both_dates():
    later = [(region, industry, 2, value, None, None) for region, industry, _, value, *_ in FULL]
    later[1] = ("a", "Y", 2, None, None, None)
    totals = calculate("published_totals", [*FULL, *later], start=1, end=2).iloc[0]
    assert totals[["first", "last", "cells_left_out", "places"]].tolist() == [30.0, 30.0, 1, 2]


def test_value_added_may_be_negative_and_jobs_may_not():
    rows = [*FULL[:3], ("b", "Y", 1, -1.0, None, None)]
    assert calculate("published_level", rows, period=1)["cells_negative"].tolist() == [0, 1]
    calculate("published_quotients", rows, period=1)
    with pytest.raises(TableError, match="must hold numbers of 0 or more"):
        calculate("published_quotients", rows, measure="employment", period=1)


def test_growth_by_industry_adds_up_to_the_variants():
    later = [(region, industry, 2, 2 * value + 1, None, None) for region, industry, _, value, *_ in FULL]
    by_industry = calculate("published_growth_by_industry", [*FULL, *later], start=1, end=2)
    whole = by_industry.set_index("industry").loc["all"]
    variants = calculate("published_growth", [*FULL, *later], start=1, end=2)
    dunn = variants[variants["variant"] == "dunn"].set_index("part")["value"]
    assert whole["industry_mix"] == pytest.approx(dunn["mix"])
    assert whole["change"] == pytest.approx(dunn["change"])
