import numpy as np
import pytest

from sandan.evaluate.cases.loading import load_case
from sandan.evaluate.claim_checks import run_checks
from sandan.evaluate.workings import WORKING_COLUMNS, workings, written_out

SEONGNAM = load_case("seongnam_2013")
RECORD = (SEONGNAM.claims, SEONGNAM.evidence, SEONGNAM.checks)


def test_workings_are_the_numbers_of_every_sum():
    """A second way to every sum of the shipped case: the numbers listed, added by hand."""
    outcomes = run_checks(*RECORD)
    sums = outcomes[outcomes["kind"] == "sum"].set_index("check")["computed"]
    listed = workings(*RECORD).groupby("check")["value"].sum()
    assert len(sums) > 3
    assert listed[sums.index].tolist() == sums.tolist()


def test_workings_of_printed_numbers_have_the_unit_and_period_of_their_row():
    table = workings(*RECORD)
    assert table.columns.tolist() == list(WORKING_COLUMNS)
    assert table[table["check"] == "C01-workers"].to_numpy().tolist() == [
        ["C01-workers", "after", 349709.0, "persons", "2009/2012"],
        ["C01-workers", "before", 291817.0, "persons", "2009/2012"],
    ]


def test_workings_without_checks_have_no_rows(make_claims, make_evidence):
    assert workings(make_claims(), make_evidence({})).empty


@pytest.mark.parametrize(
    ("formula", "values", "written"),
    [
        ("a - b", {"a": 2839.0, "b": 2411.0}, "2,839 − 2,411"),
        ("a * 100 / b", {"a": 0.5, "b": -1977.25}, "0.5 × 100 ÷ (−1,977.25)"),
        ("part_1 + part_10", {"part_1": 1.0, "part_10": np.nan}, "1 + ?"),
        ("2839 - 2411", {}, "2839 − 2411"),
        ("a", {"a": 66_500_000_000_000.0}, "66,500,000,000,000"),
        ("a", {"a": None}, "?"),
    ],
)
def test_written_out_puts_numbers_in_place_of_names(formula, values, written):
    assert written_out(formula, values) == written
