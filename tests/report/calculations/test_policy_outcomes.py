"""Outcomes that are corrected together, against the ladders of each."""

import numpy as np
import pytest

import policy_office
from sandan.evaluate.placebos.several import corrected_together
from sandan.evaluate.registration.specification import specification_from
from sandan.report.calculations.policy import run_ladder
from sandan.report.calculations.policy_outcomes import FROM_SEVERAL

# Some sites close, so that the number of firms moves.
SITES = policy_office.policy_register(firms=12).sample(frac=0.9, random_state=4).sort_index()
TABLES = {"establishments": SITES, "places": policy_office.policy_places()}
RECORDS = [policy_office.RECORD | {"outcome": outcome} for outcome in ("jobs", "firms")]


def made(records, tables=TABLES):
    return FROM_SEVERAL[0].function(tables, {"specifications": records})


def test_outcomes_are_corrected_on_the_last_rung_that_all_reach():
    found = made(RECORDS)
    ladders = {record["outcome"]: run_ladder(TABLES, {"specification": record}).ladder for record in RECORDS}
    tests = {outcome: ladder["target_minus_rest"].test for outcome, ladder in ladders.items()}
    wanted = corrected_together(tests)
    assert found["rung"].unique().tolist() == ["target_minus_rest"]
    assert found["outcome"].tolist() == ["jobs", "firms"]
    assert found["specification"].tolist() == [specification_from(record).id for record in RECORDS]
    assert found["p_together"].tolist() == pytest.approx(wanted["p_together"].tolist())
    assert found["estimate"].tolist() == pytest.approx((100 * np.expm1(wanted["estimate"] / 100)).tolist())


def test_outcomes_without_a_rung_in_common_have_no_row():
    tables = {
        "establishments": policy_office.policy_register(cities=6),
        "places": policy_office.policy_places(cities=6),
    }
    assert made(RECORDS, tables).empty
