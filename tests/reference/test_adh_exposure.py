"""The China shock with errors of Adão, Kolesár and Morales, as their own program gives them."""

import json

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.designs.exposure import exposure_effect

CONTROLS = [
    "t2",
    "l_shind_manuf_cbp",
    "l_sh_popedu_c",
    "l_sh_popfborn",
    "l_sh_empl_f",
    "l_sh_routine33",
    "l_task_outsource",
]


@pytest.fixture(scope="module")
def zones(shared):
    folder = shared / "reference" / "evaluation"
    table = pd.read_csv(folder / "adh_reg.csv")
    long = pd.read_csv(folder / "adh_shares.csv.gz")
    shares = np.zeros((len(table), long["sector"].max()))
    shares[long["row"] - 1, long["sector"] - 1] = long["share"]
    divisions = pd.get_dummies(table["division"].astype(str)).astype(float)
    groups = pd.read_csv(folder / "adh_sic.csv")["sic"] // 10
    expected = json.loads((folder / "expected_R.json").read_text(encoding="utf-8"))["adh_akm"]
    return {
        "table": table,
        "shares": pd.DataFrame(shares),
        "controls": pd.concat([table[CONTROLS].astype(float), divisions], axis=1),
        "clusters": groups.tolist(),
        "expected": expected,
    }


@pytest.mark.parametrize(
    ("case", "outcome", "treatment"),
    [
        ("reduced_form_d_sh_empl", "d_sh_empl", None),
        ("iv_d_sh_empl", "d_sh_empl", "shock"),
        ("iv_d_sh_empl_mfg", "d_sh_empl_mfg", "shock"),
    ],
)
def test_effect_and_intervals_are_those_of_the_authors(zones, case, outcome, treatment):
    table = zones["table"]
    found = exposure_effect(
        table[outcome],
        table["IV"],
        zones["shares"],
        controls=zones["controls"],
        treatment=None if treatment is None else table[treatment],
        weights=table["weights"],
        clusters=zones["clusters"],
    )
    expected = zones["expected"][case]
    of = {row["method"]: row for row in expected["inference"]}
    assert found.estimate == pytest.approx(expected["estimate"], abs=1e-9)
    # Without a treatment their program corrects this one error for degrees of freedom; ours never does.
    places = len(table)
    corrected = 1 if treatment else np.sqrt(places / (places - zones["controls"].shape[1] - 1))
    assert corrected * found.robust_error == pytest.approx(of["EHW"]["se"], abs=1e-6)
    assert found.error == pytest.approx(of["AKM"]["se"], abs=1e-6)
    assert (found.lower, found.upper) == pytest.approx((of["AKM"]["lower"], of["AKM"]["upper"]), abs=1e-6)
    assert found.p == pytest.approx(of["AKM"]["p"], rel=1e-3)
    assert (found.null_lower, found.null_upper) == pytest.approx(
        (of["AKM0"]["lower"], of["AKM0"]["upper"]), abs=1e-5
    )
    assert found.null_p == pytest.approx(of["AKM0"]["p"], rel=1e-3)
    # What takes places for independent is less than the truth by a third or more.
    assert found.robust_error < 0.76 * found.error
