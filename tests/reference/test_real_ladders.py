"""The ladder on published tables: up to the rung that the data reach, and no further."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.data.profiles.kr_sigungu import KR_SIGUNGU
from sandan.data.profiles.ons_gva import ONS_GVA_ITL
from sandan.evaluate.ladder.conclusion import conclude
from sandan.evaluate.ladder.outcomes import ladder_outcomes
from sandan.evaluate.ladder.rungs import COMPARED, climb
from sandan.report.wording.headlines import headline, headline_parts
from sandan.report.wording.sentences import wording_in

ITL3 = "data/uk-ons-gva/Table 3c ITL3 current price estimates pounds million 2024.csv.gz"


def amounts(table: pd.DataFrame) -> pd.DataFrame:
    named = table.rename(columns={"region": "place", "value": "jobs"})
    return named[["place", "industry", "period", "jobs"]]


@pytest.fixture(scope="module")
def korea(shared: Path) -> pd.DataFrame:
    """Return value added of cities and counties; a place that a date lacks has no number there."""
    (chunk,) = KR_SIGUNGU.read(shared / "data/kr-sigungu-census/censuskor.csv.gz", {})
    table = amounts(chunk.table)
    # Every empty cell of a place that is there holds nothing (`test_empty_cells_are_zero_by_their_totals`).
    table = table.fillna({"jobs": 0.0})
    below = table.loc[table["jobs"] < 0, "place"]
    assert below.nunique() == 4
    wide = table.loc[~table["place"].isin(below)].set_index(["place", "industry", "period"])["jobs"]
    every = pd.MultiIndex.from_product(wide.index.remove_unused_levels().levels, names=wide.index.names)
    return wide.reindex(every).reset_index()


def test_three_dates_only_describe(korea):
    regions = pd.Series({place: place[:2] for place in korea["place"].unique()})
    outcomes = ladder_outcomes(korea, place="31020", target=["J"], start=2015, regions=regions)
    assert outcomes.left_out["reason"].value_counts().to_dict() == {"missing_number": 41}
    assert (len(outcomes.jobs), len(outcomes.neighbors)) == (186, 31)
    ladder = climb(outcomes)
    assert ladder["gross"].estimate == pytest.approx(117.86, abs=0.005)
    assert ladder["shift_share"].estimate == pytest.approx(89.31, abs=0.005)
    assert [ladder[name].lacking[0] for name in COMPARED] == [("periods_before", 1, 5)] * 3
    assert [rung.name for rung in ladder.rungs if rung.is_estimated] == ["gross", "shift_share"]
    found = conclude(ladder)
    assert found.finding == "descriptive_only"
    said = "".join(headline(wording_in("en"), found.finding, found.by.name, **headline_parts(found, "en")))
    assert "These data only describe." in said


def test_twenty_five_years_reach_every_rung_of_places(shared):
    """An exercise: nothing began in Cambridgeshire in 2011 for these industries that is asked about here."""
    (chunk,) = ONS_GVA_ITL.read(shared / ITL3, {})
    table = amounts(chunk.table)
    regions = pd.Series({place: place[:3] for place in table["place"].unique()})
    outcomes = ladder_outcomes(table, place="TLH12", target=["J", "M"], start=2011, regions=regions)
    assert (len(outcomes.jobs), outcomes.before, len(outcomes.neighbors)) == (179, 13, 16)
    with ThreadPoolExecutor(2) as threads:
        ladder = climb(outcomes, executor=threads)
    assert [rung.donors for rung in ladder.rungs[2:5]] == [178, 15, 178]
    estimates = [ladder[name].estimate for name in ("gross", "shift_share", *COMPARED)]
    np.testing.assert_allclose(estimates, [53.74, 0.21, 5.80, 5.25, 4.76], atol=0.005)
    assert [ladder[name].rank for name in COMPARED] == [124, 11, 127]
    np.testing.assert_allclose([ladder[name].detectable for name in COMPARED], [38.2, 71.5, 35.5], atol=0.05)
    assert conclude(ladder).finding == "not_told_from_chance"
