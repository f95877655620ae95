import numpy as np
import pandas as pd
import pytest

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report.case import find_row, plain_value

TABLE = pd.DataFrame(
    {"line": ["births", "deaths"], "firms": [5, None], "status": ["reported", "suppressed"]}
).astype({"firms": "Int64"})


@pytest.mark.parametrize(
    ("value", "plain"),
    [(np.int64(2), 2), (np.float64(0.5), 0.5), (np.nan, None), (pd.NA, None), (None, None), (np.True_, True)],
)
def test_plain_values_are_those_that_json_holds(value, plain):
    assert plain_value(value) == plain
    assert type(plain_value(value)) is type(plain)


def test_a_row_is_found_by_its_cell_and_only_if_it_is_one():
    assert find_row(TABLE, {"line": "births"})["firms"] == 5
    for cell, count in (({"line": "moves"}, 0), ({}, 2)):
        with pytest.raises(ReportError, match=f"selects {count} rows"):
            find_row(TABLE, cell)


def test_a_row_may_hide_one_of_its_numbers_and_show_another(case):
    cells = case.calculate(
        "clusters", period=2013, digits=2, draws=99, seed=1, level=0.05, published_on=case.published_on
    )
    hidden = cells.table.loc[cells.table["jobs"].isna() & cells.table["p_value"].notna()].iloc[0]
    where = {"city": hidden["city"], "industry": hidden["industry"]}
    jobs = case.figure(cells, "persons_employed", "jobs", where=where)
    test = case.figure(cells, "p_value", "p_value", where=where)
    assert (jobs.value, jobs.status) == (None, Status.SUPPRESSED)
    assert test.status is Status.REPORTED


def test_what_nobody_hid_and_nobody_stated_is_not_stated(case):
    counts = case.calculate("counts", periods=[2010, 2013])
    empty = counts.table.assign(persons_growth=None)
    figure = case.figure(
        type(counts)(counts.calculation, empty), "growth_rate", "persons_growth",
        where={"city": case.city, "period": 2013},
    )  # fmt: skip
    assert figure.status is Status.NOT_STATED
    assert case.shown(figure).shown == "not stated"


def test_places_are_named_in_the_language_and_areas_in_both(case):
    korean, english = case.in_language("ko").place(case.city), case.place(case.city)
    assert korean != english
    assert case.area(case.city) == f"{korean} · {english} ({case.city})"
    assert case.place("nowhere") == case.area("nowhere") == "nowhere"


def test_a_calculation_is_made_once_for_both_languages(case):
    results = [case.in_language(language).calculate("counts", periods=[2010]) for language in ("ko", "en")]
    assert results[0] is results[1]


def test_the_day_of_publication_is_that_of_the_newest_data(case):
    assert case.published_on == "2015-12-31"
