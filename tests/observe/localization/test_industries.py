from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.localization.duranton_overman import k_density_test
from sandan.observe.localization.industries import localize_industries


def country(seed=1, sites=3_000, industries=20, packed=5):
    """Industries thrown at sites at random, of which some have half of their plants in one town."""
    rng = np.random.default_rng(seed)
    centers = rng.uniform(0, 2e5, (30, 2))
    town = rng.integers(0, 30, sites)
    table = pd.DataFrame(centers[town] + rng.normal(0, 5_000, (sites, 2)), columns=["x", "y"])
    share = rng.dirichlet(np.full(industries, 2.0))
    table["industry"] = [f"i{k:02}" for k in rng.choice(industries, sites, p=share)]
    for k in range(packed):
        own = np.flatnonzero(table["industry"] == f"i{k:02}")
        half = own[: len(own) // 2]
        table.loc[half, ["x", "y"]] = centers[k] + rng.normal(0, 4_000, (len(half), 2))
    return table


def test_localize_industries_finds_those_that_are_packed_and_hardly_another():
    found = localize_industries(country(), rng=np.random.default_rng(1), simulations=199).table
    localized = set(found.loc[found["verdict"] == "localized", "industry"])
    large = {f"i{k:02}" for k in range(5)} & set(found.loc[found["plants"] >= 40, "industry"])
    assert large <= localized
    assert len(localized - {f"i{k:02}" for k in range(5)}) <= 1


def test_localize_industries_agrees_with_each_industry_tested_alone():
    table = country()
    asked = np.linspace(0, 60_000, 31)
    found = localize_industries(table, rng=np.random.default_rng(1), simulations=199, distances=asked)
    for name in ("i00", "i12"):
        alone = k_density_test(table, name, rng=np.random.default_rng(2), simulations=199, distances=asked)
        row = found.table.set_index("industry").loc[name]
        curve = found.curves[found.curves["industry"] == name]
        assert row["bandwidth"] == pytest.approx(alone.bandwidth)
        np.testing.assert_allclose(
            curve["observed"], alone.table["observed"], atol=5e-3 * alone.table["observed"].max()
        )
        np.testing.assert_allclose(curve["upper"], alone.table["upper"], rtol=0.35)


def test_localize_industries_gives_the_same_bits_whatever_runs_it():
    table = country()
    with ProcessPoolExecutor(2) as processes:
        here, there = (
            localize_industries(table, rng=np.random.default_rng(1), simulations=60, executor=executor)
            for executor in (None, processes)
        )
    pd.testing.assert_frame_equal(here.table, there.table, check_exact=True)
    pd.testing.assert_frame_equal(here.curves, there.curves, check_exact=True)


def test_localize_industries_goes_on_where_it_was_broken_off():
    table, store, told = country(), {}, []

    def stop(done, total):
        told.append((done, total))
        if done == 2:
            raise InterruptedError

    asked = {"simulations": 80, "store": store}
    with pytest.raises(InterruptedError):
        localize_industries(table, rng=np.random.default_rng(1), progress=stop, **asked)
    assert (told, len(store)) == ([(1, 4), (2, 4)], 2)
    told.clear()
    again = localize_industries(
        table, rng=np.random.default_rng(1), progress=lambda *both: told.append(both), **asked
    )
    assert told == [(1, 2), (2, 2)]
    whole = localize_industries(table, rng=np.random.default_rng(1), simulations=80)
    pd.testing.assert_frame_equal(again.curves, whole.curves, check_exact=True)


def test_localize_industries_takes_nothing_from_a_store_of_other_data():
    table, store = country(), {}
    localize_industries(table, rng=np.random.default_rng(1), simulations=40, store=store)
    localize_industries(
        table.assign(x=table["x"] * 1.01), rng=np.random.default_rng(1), simulations=40, store=store
    )
    assert len(store) == 4


def test_localize_industries_lists_those_that_are_too_small():
    table = country()
    table.loc[:4, "industry"] = "tiny"
    found = localize_industries(table, rng=np.random.default_rng(1), simulations=39).table
    row = found.set_index("industry").loc["tiny"]
    assert (row["verdict"], row["reason"], row["plants"]) == ("not testable", "fewer than 10 plants", 5)


def test_localize_industries_refuses_when_all_are_too_small():
    with pytest.raises(MeasureError, match=r"None of the 20 industries has 9999 plants"):
        localize_industries(country(), rng=np.random.default_rng(1), smallest=9_999)


@pytest.mark.slow
def test_localize_industries_calls_random_industries_as_often_as_the_level_says():
    p_values = []
    for seed in range(12):
        found = localize_industries(
            country(seed, sites=1_500, industries=40, packed=0),
            rng=np.random.default_rng(seed),
            simulations=199,
            distances=np.linspace(0, 60_000, 31),
        )
        p_values += found.table["p_value"].dropna().tolist()
    # Industries of one throw share it, hence the wide margin; the false-discovery control is what counts.
    assert abs(np.mean(np.array(p_values) <= 0.05) - 0.05) <= 0.03


def test_localize_industries_counts_large_industries_on_a_grid_and_finds_the_same():
    table = country(sites=8_000, industries=4, packed=1)
    assert table["industry"].value_counts().max() > 2_000
    asked = {"simulations": 39, "distances": np.linspace(0, 60_000, 31), "level": 0.1}
    chosen, one_by_one = (
        localize_industries(table, rng=np.random.default_rng(1), gridded_from=start, **asked)
        for start in (2_000, 10**6)
    )
    assert not np.array_equal(chosen.curves["observed"], one_by_one.curves["observed"])
    np.testing.assert_allclose(
        chosen.curves["observed"], one_by_one.curves["observed"], atol=0.01 * chosen.curves["observed"].max()
    )
    assert chosen.table["verdict"].tolist() == one_by_one.table["verdict"].tolist()
