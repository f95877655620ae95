"""Minimum wages and teen employment in 500 counties: the numbers of the authors' own programs."""

import json
import warnings

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.effects.cells import aggregated
from sandan.evaluate.effects.imputation import imputed_effect
from sandan.evaluate.effects.staggered import group_time_effects
from sandan.evaluate.effects.two_way import event_study, sun_abraham_effect, two_way_effect

WAYS = ("simple", "group", "dynamic", "calendar")
COLUMNS = {"countyreal": "unit", "year": "period", "lemp": "outcome", "first.treat": "cohort"}


@pytest.fixture(scope="module")
def counties(shared):
    return pd.read_csv(shared / "reference" / "evaluation" / "mpdta.csv").rename(columns=COLUMNS)


@pytest.fixture(scope="module")
def of_the_authors(shared):
    path = shared / "reference" / "evaluation" / "expected_R.json"
    return json.loads(path.read_text(encoding="utf-8"))


CASES = [("mpdta_cs_reg_nocov", (), 1e-9), ("mpdta_cs_dr_lpop", ("lpop",), 1e-9)]


@pytest.mark.parametrize(("name", "covariates", "tolerance"), CASES)
def test_every_cell_aggregate_and_error_is_that_of_the_authors(
    counties, of_the_authors, name, covariates, tolerance
):
    found, published = group_time_effects(counties, covariates=covariates), of_the_authors[name]
    assert found.cells[["cohort", "period"]].to_numpy().T.tolist() == [published["group"], published["time"]]
    assert found.cells["estimate"].to_numpy() == pytest.approx(published["att"], abs=tolerance)
    errors = np.sqrt(np.diag(found.covariance(found.influence)))
    assert errors == pytest.approx(published["se"], abs=tolerance)
    for how in WAYS:
        effect, aggregate = aggregated(found, how), published["aggregates"][how]
        assert effect.estimate == pytest.approx(aggregate["overall_att"], abs=tolerance)
        assert effect.error == pytest.approx(aggregate["overall_se"], abs=tolerance)
        if how != "simple":
            assert list(effect.parts.index) == aggregate["egt"]
            assert effect.parts["estimate"].to_numpy() == pytest.approx(aggregate["att"], abs=tolerance)
            assert effect.parts["error"].to_numpy() == pytest.approx(aggregate["se"], abs=tolerance)
    before = found.pre_test()
    assert (before.statistic, before.freedom) == (pytest.approx(published["pretest_W"], abs=1e-3), 5)
    assert before.p == pytest.approx(published["pretest_p"], abs=1e-3)


def test_regressions_are_those_of_the_authors(counties, of_the_authors):
    two_way = two_way_effect(counties)
    assert two_way.estimate == pytest.approx(of_the_authors["mpdta_twfe"]["coef"], abs=1e-8)
    assert two_way.error == pytest.approx(of_the_authors["mpdta_twfe"]["se_cluster"], abs=1e-8)
    sun_abraham = sun_abraham_effect(counties)
    assert sun_abraham.estimate == pytest.approx(of_the_authors["mpdta_sunab_att"]["att"], abs=1e-8)
    assert sun_abraham.error == pytest.approx(of_the_authors["mpdta_sunab_att"]["se"], abs=1e-8)
    assert imputed_effect(counties).estimate == pytest.approx(
        of_the_authors["mpdta_imputation_att"], abs=1e-7
    )


def test_event_study_of_the_first_cohort_alone_is_its_cells(counties):
    own = counties.loc[counties["cohort"].isin([0, 2006])]
    cells = aggregated(group_time_effects(own, one_base=True), "dynamic").parts["estimate"]
    assert event_study(own).parts["estimate"].to_numpy() == pytest.approx(
        cells.drop(-1).to_numpy(), abs=1e-10
    )


@pytest.mark.parametrize("controls", ["never", "not_yet"])
def test_a_second_program_agrees(counties, controls):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from csdid.att_gt import ATTgt  # noqa: PLC0415 - slow to load

        second = ATTgt(
            yname="outcome",
            tname="period",
            idname="unit",
            gname="cohort",
            data=counties,
            control_group={"never": "nevertreated", "not_yet": "notyettreated"}[controls],
            xformla="outcome~lpop",
        ).fit(est_method="dr")
        theirs = second.aggte("simple", bstrap=False, cband=False).atte
    ours = aggregated(group_time_effects(counties, covariates=["lpop"], controls=controls), "simple")
    assert ours.estimate == pytest.approx(theirs["overall_att"], abs=1e-5)
    assert ours.error == pytest.approx(np.squeeze(theirs["overall_se"]), abs=1e-5)
