"""Specialization and unevenness of EconGeo 2.1 on 16 German states, and the values of REAT's manual."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.concentration.inequality import (
    hoover_gini,
    hoover_index,
    locational_gini,
    quotient_gini,
    theil,
)
from sandan.observe.concentration.litzenberger_sternberg import litzenberger_sternberg
from sandan.observe.specialization.diversity import diversity, krugman_index


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "agglomeration"


@pytest.fixture(scope="module")
def states(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "inputs" / "de_laender_2015_input.csv")


@pytest.fixture(scope="module")
def jobs(states: pd.DataFrame) -> pd.DataFrame:
    return states.pivot_table(index="region", columns="industry", values="emp")


@pytest.fixture(scope="module")
def textbook(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "textbook_values.csv", index_col="id")


def test_regions_of_germany_2015(folder: Path, jobs: pd.DataFrame) -> None:
    theirs = pd.read_csv(folder / "de_laender_2015_region.csv", index_col="region").loc[jobs.index]
    ours = diversity(jobs)
    names = {
        "herfindahl": "herfindahl",
        "krugman": "krugman_index",
        "specialization_coefficient": "spec_coeff",
        "hachman": "hachman",
    }
    for mine, other in names.items():
        np.testing.assert_allclose(ours[mine], theirs[other], rtol=0, atol=1e-12)
    # Theirs is rounded to 0.001 after 1e-9 was added to the shares.
    np.testing.assert_allclose(ours["entropy"], theirs["entropy_bits"], rtol=0, atol=0.00051)


def test_industries_of_germany_2015(folder: Path, states: pd.DataFrame, jobs: pd.DataFrame) -> None:
    theirs = pd.read_csv(folder / "de_laender_2015_industry.csv", index_col="industry").loc[jobs.columns]
    people = states.groupby("region")["pop"].first()
    ones = people * 0 + 1
    # Ginis are rounded to 0.001 there, the Hoover index to 0.01 of a percent.
    np.testing.assert_allclose(
        hoover_gini(jobs, benchmark=people), theirs["hoover_gini_pop"], rtol=0, atol=0.000501
    )
    np.testing.assert_allclose(hoover_gini(jobs, benchmark=ones), theirs["gini"], rtol=0, atol=0.000501)
    np.testing.assert_allclose(locational_gini(jobs), theirs["locational_gini"], rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        100 * hoover_index(jobs, benchmark=people), theirs["hoover_index_pop"], rtol=0, atol=0.00501
    )


def documented(textbook: pd.DataFrame, number: int) -> float:
    return float(textbook.loc[number, "computed"])


def test_gini_of_quotients_of_one_industry(textbook: pd.DataFrame) -> None:
    industry = np.array([500, 500, 1000, 7000, 1000])
    everything = np.array([20000, 15000, 20000, 40000, 5000])
    table = pd.DataFrame({"it": industry, "else": everything - industry})
    found = quotient_gini(table, of="industries")["it"]
    assert found == pytest.approx(documented(textbook, 2), rel=1e-11)


def beside_nation(region: pd.Series, nation: pd.Series) -> pd.DataFrame:
    """Take the region out of its nation, so that the two rows add up to it."""
    return pd.DataFrame({"here": region, "rest": nation - region}).T


def test_gini_of_quotients_of_freiburg(folder: Path, textbook: pd.DataFrame) -> None:
    rows = pd.read_csv(folder / "inputs" / "shiftshare_freiburg_input.csv", index_col="industry")
    found = quotient_gini(beside_nation(rows["r1"], rows["n1"]), of="regions")["here"]
    assert found == pytest.approx(documented(textbook, 3), rel=1e-11)


@pytest.fixture(scope="module")
def goettingen(shared: Path) -> pd.DataFrame:
    rows = pd.read_csv(shared / "data" / "de-reat" / "Goettingen.csv", index_col="WZ2008_Code")
    return rows.drop("A-R")[["Goettingen2017", "BRD2017"]].set_axis(["city", "nation"], axis=1)


def test_specialization_of_goettingen(textbook: pd.DataFrame, goettingen: pd.DataFrame) -> None:
    table = beside_nation(goettingen["city"], goettingen["nation"])
    assert quotient_gini(table, of="regions")["here"] == pytest.approx(documented(textbook, 4), rel=1e-11)
    assert krugman_index(goettingen["city"], goettingen["nation"]) == pytest.approx(
        documented(textbook, 5), rel=1e-11
    )
    assert diversity(table).at["here", "krugman"] == pytest.approx(documented(textbook, 5), rel=1e-11)


def test_mixes_without_a_common_industry(textbook: pd.DataFrame) -> None:
    found = krugman_index(pd.Series([20, 10, 70, 0, 0]), pd.Series([0, 0, 0, 60, 40]))
    assert found == documented(textbook, 6)


def test_cluster_index_of_the_manual(textbook: pd.DataFrame) -> None:
    jobs = pd.DataFrame({"it": [1743, 5740 - 1743]}, index=["here", "rest"])
    plants = pd.DataFrame({"it": [35, 53 - 35]}, index=["here", "rest"])
    found = litzenberger_sternberg(
        jobs,
        plants,
        area=pd.Series({"here": 50, "rest": 576 - 50}),
        population=pd.Series({"here": 488, "rest": 4621 - 488}),
    )
    assert found.loc[0, "cluster_index"] == pytest.approx(documented(textbook, 7), rel=1e-11)


def test_herfindahl_of_the_manual(textbook: pd.DataFrame) -> None:
    found = diversity(pd.DataFrame([[20, 50, 20, 10]])).loc[0]
    assert found["herfindahl"] == pytest.approx(documented(textbook, 9), rel=1e-11)
    assert found["herfindahl_normalized"] == pytest.approx(documented(textbook, 10), rel=1e-11)


@pytest.mark.parametrize(
    ("number", "values"),
    [
        (11, [20, 50, 20, 10]),
        (17, [0, 10, 10, 30, 50]),
    ],
)
def test_plain_gini_is_the_one_against_ones(textbook: pd.DataFrame, number: int, values: list[int]) -> None:
    found = hoover_gini(pd.DataFrame({"it": values}), benchmark=pd.Series(1, index=range(len(values))))["it"]
    assert found == pytest.approx(documented(textbook, number), rel=1e-11)


def test_theil_of_the_manual_is_the_form_l(textbook: pd.DataFrame) -> None:
    found = theil(
        pd.DataFrame({"it": [10, 10, 10, 20, 50]}), benchmark=pd.Series(1, index=range(5)), form="L"
    )
    assert found.loc["it", "theil"] == pytest.approx(documented(textbook, 13), rel=1e-11)


def test_hoover_of_five_regions(textbook: pd.DataFrame) -> None:
    jobs, people = pd.DataFrame({"it": [0, 10, 10, 30, 50]}), pd.Series([10, 15, 20, 25, 30])
    assert hoover_gini(jobs, benchmark=people)["it"] == pytest.approx(documented(textbook, 15), abs=1e-12)
    assert 100 * hoover_index(jobs, benchmark=people)["it"] == pytest.approx(documented(textbook, 16))


def test_locational_gini_of_five_regions(textbook: pd.DataFrame) -> None:
    rows = [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
    found = locational_gini(pd.DataFrame(rows))
    assert found.to_numpy() == pytest.approx([documented(textbook, n) for n in range(18, 23)], rel=1e-11)
