import numpy as np
import pandas as pd
import pytest

from sandan.data.contracts import JOB_COUNTS
from sandan.data.job_kinds import JobKind
from sandan.errors import MeasureError, TableError
from sandan.evaluate.standing.job_kinds import ALL_KINDS, job_counts, job_sums, repeated_clients


def jobs(*rows):
    base = {
        "record": "r",
        "area": "A",
        "period": 2013,
        "kind": "placement",
        "programme": "P",
        "client": None,
        "persons": np.nan,
        "person_days": np.nan,
        "anyway": np.nan,
        "stage": "final",
    }
    filled = [base | {"record": f"r{place}"} | row for place, row in enumerate(rows)]
    table = pd.DataFrame(filled, columns=JOB_COUNTS.names)
    return table.astype(dict.fromkeys(("persons", "person_days", "anyway"), float))


def counted(table, **other):
    return job_counts(table, **({"area": "A", "period": 2013} | other)).set_index("kind")


def test_all_seven_kinds_are_there_and_empty_is_not_zero():
    found = counted(jobs({"persons": 5}, {"kind": "training", "persons": 0}))
    assert found.index.tolist() == [*JobKind, ALL_KINDS]
    assert found.loc["placement", "persons"] == 5
    assert found.loc["training", "persons"] == 0
    assert np.isnan(found.loc["direct", "persons"])


def test_person_days_are_never_added_to_persons():
    found = counted(jobs({"kind": "direct", "persons": 10, "person_days": 300}, {"persons": 4}))
    assert found.loc[ALL_KINDS, ["persons", "person_days"]].tolist() == [14, 300]
    assert np.isnan(counted(jobs({"person_days": 300})).loc["placement", "persons"])


def test_client_counts_once_in_a_kind_and_once_over_all_kinds():
    table = jobs(
        {"client": "f", "persons": 3},
        {"client": "f", "persons": 5},
        {"client": "f", "persons": 4, "kind": "subsidy"},
        {"client": "g", "persons": 2},
        {"persons": 7},
    )
    found = counted(table)
    assert found.loc["placement", ["rows", "clients", "persons_listed", "persons", "repeated"]].tolist() == [
        4,
        2,
        17,
        14,
        3,
    ]
    assert found.loc["subsidy", "persons"] == 4
    assert found.loc[ALL_KINDS, ["persons", "repeated", "persons_unnamed"]].tolist() == [14, 7, 7]


def test_order_of_rows_does_not_matter():
    rows = [{"client": "f", "persons": 3}, {"client": "f", "persons": 5}, {"client": "g", "persons": 1}]
    assert counted(jobs(*rows)).equals(counted(jobs(*reversed(rows))))


def test_net_is_a_range_where_nobody_asked():
    found = counted(jobs({"persons": 10, "anyway": 4}, {"persons": 6}))
    assert found.loc["placement", ["net_lower", "net_upper"]].tolist() == [6, 12]


def test_plans_and_facts_are_never_mixed():
    table = jobs({"persons": 10}, {"persons": 99, "stage": "target"}, {"persons": 1, "stage": "provisional"})
    assert counted(table).loc["placement", "persons"] == 11
    assert counted(table).loc["placement", "provisional"]
    assert counted(table, plans=True).loc["placement", "persons"] == 99


def test_repeated_clients_are_listed_with_the_row_that_counts():
    table = jobs(
        {"client": "f", "persons": 3},
        {"client": "f", "persons": 5},
        {"client": "f", "persons": 9, "kind": "subsidy"},
        {"client": "g", "persons": 1},
    )
    found = repeated_clients(table, area="A", period=2013)
    assert found[["record", "counts", "counts_over_all"]].to_numpy().tolist() == [
        ["r0", False, False],
        ["r1", True, False],
        ["r2", True, True],
    ]
    listed = found.loc[found["counts"], "persons"].sum() + 1
    assert listed == counted(table)["persons"].drop(ALL_KINDS).sum()


def test_sum_that_mixes_units_is_recognized():
    """The mixture of a printed total: persons here, days on building sites there."""
    rows = ({"persons": 19415}, {"kind": "infrastructure", "person_days": 149485})
    found = job_sums(jobs(*rows, {"kind": "total", "persons": 168900}), area="A", period=2013)
    assert found.loc[0, ["stated", "sum_of_kinds", "difference", "adds"]].tolist() == [
        168900,
        19415,
        149485,
        "adds_up_only_with_person_days",
    ]


def test_sum_that_does_not_add_up_gives_the_difference():
    rows = ({"persons": 10}, {"kind": "other", "persons": 5, "client": "f"}, {"persons": 5, "client": "f"})
    found = job_sums(jobs(*rows, {"kind": "total", "persons": 25}), area="A", period=2013)
    assert found.loc[0, ["difference", "adds", "of_distinct_clients"]].tolist() == [5, "does_not_add_up", 15]


def test_nothing_stated_is_said():
    assert job_sums(jobs({"persons": 1}), area="A", period=2013)["adds"].tolist() == ["not_stated"] * 2


def test_two_totals_and_impossible_rows_are_refused():
    totals = jobs({"kind": "total", "persons": 1}, {"kind": "total", "persons": 2})
    with pytest.raises(MeasureError, match="2 totals of persons, among them 1 and 2"):
        job_sums(totals, area="A", period=2013)
    with pytest.raises(MeasureError, match="'r0' says that 3 persons"):
        counted(jobs({"persons": 2, "anyway": 3}))
    with pytest.raises(TableError):
        counted(jobs({"persons": 2}).drop(columns="client"))


def test_other_places_and_years_do_not_count():
    table = jobs({"persons": 2, "area": "B"}, {"persons": 3, "period": 2012})
    assert counted(table).loc[ALL_KINDS, "rows"] == 0
