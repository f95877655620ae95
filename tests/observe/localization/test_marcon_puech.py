from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.marcon_puech import m_function, m_function_test

ASKED = np.array([500.0, 2_000.0, 5_000.0, 20_000.0])


def country(seed=1, sites=300):
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.uniform(0, 1e5, (sites, 2)), columns=["x", "y"]).assign(industry="other")
    table.loc[:29, ["x", "y"]] = 5e4 + rng.normal(0, 3_000, (30, 2))
    table.loc[:29, "industry"] = "packed"
    table.loc[30:69, "industry"] = "scattered"
    table["workers"] = rng.integers(1, 50, sites)
    return table


def test_m_function_by_hand():
    # Around the plant at 0: the other of its kind within 1 km, and the stranger besides within 2 km.
    table = pd.DataFrame({"x": [0.0, 1e3, -2e3, 9e3], "y": 0.0, "industry": ["a", "a", "b", "b"]})
    found = m_function(table, "a", distances=np.array([1e3, 2e3]))
    everywhere = 2 * (1 / 3)
    assert found["m"].tolist() == pytest.approx([(1 + 1) / everywhere, (1 / 2 + 1) / everywhere])
    assert found["plants"].tolist() == [2, 2]


def test_m_function_says_how_many_plants_stand_alone():
    found = m_function(country(), "scattered", distances=ASKED)
    assert (found["plants"] + found["alone"]).tolist() == [40] * 4
    assert found["alone"].iloc[0] > 0


def test_m_function_is_nan_where_nobody_has_a_neighbor():
    found = m_function(country(), "scattered", distances=np.array([0.0, 20_000.0]))
    assert found["m"].isna().tolist() == [True, False]


def test_m_function_of_an_industry_beside_itself_is_the_industry_alone():
    table = country()
    pd.testing.assert_frame_equal(
        m_function(table, "packed", neighbors="packed", distances=ASKED),
        m_function(table, "packed", distances=ASKED),
    )


@pytest.mark.parametrize("null", ["random_location", "random_labeling", "population_independence"])
def test_m_function_test_gives_the_same_bits_whatever_runs_it(null):
    table = country()
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        found = [
            m_function_test(
                table,
                "packed",
                neighbors="scattered",
                weight="workers",
                null=null,
                rng=np.random.default_rng(4),
                simulations=60,
                distances=ASKED[2:],
                executor=executor,
            )
            for executor in (None, threads, processes)
        ]
    for other in found[1:]:
        pd.testing.assert_frame_equal(other.table, found[0].table, check_exact=True)


def test_m_function_test_calls_the_packed_industry_and_leaves_undefined_distances_open():
    asked = np.array([0.0, *ASKED])
    found = m_function_test(
        country(), "packed", rng=np.random.default_rng(1), simulations=99, distances=asked
    )
    assert (found.verdict, found.p) == ("localized", 0.01)
    assert found.table["upper"].isna().tolist()[0]
    assert found.table["localization"].iloc[3] > 0


def test_m_function_test_in_the_form_of_a_density_calls_the_packed_industry():
    found = m_function_test(
        country(), "packed", form="density", rng=np.random.default_rng(1), simulations=99, distances=ASKED
    )
    assert (found.verdict, found.p) == ("localized", 0.01)
    assert found.bandwidth > 0


@pytest.mark.slow
@pytest.mark.parametrize("null", ["random_location", "random_labeling"])
def test_m_function_test_calls_a_random_industry_as_often_as_its_level_says(null):
    rng = np.random.default_rng(7)
    table = country()[["x", "y", "workers"]]
    called, rounds = 0, 400
    for _ in range(rounds):
        chosen = np.isin(np.arange(len(table)), rng.choice(len(table), 40, replace=False))
        found = m_function_test(
            table.assign(industry=np.where(chosen, "a", "b")),
            "a",
            weight="workers",
            null=null,
            rng=rng,
            simulations=39,
            distances=ASKED[2:],
        )
        called += found.p <= 0.05
    assert abs(called / rounds - 0.05) <= 0.033


def test_m_function_refuses_an_industry_of_one_plant():
    table = country()
    table.loc[299, "industry"] = "alone"
    with pytest.raises(MeasureError, match="The industry 'alone' has 1 plant"):
        m_function(table, "alone")
    with pytest.raises(MeasureError, match="'population_independence' keeps one industry"):
        m_function_test(table, "packed", null="population_independence", rng=np.random.default_rng(1))
