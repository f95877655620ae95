"""Bands of dbmss 2.11-0 and GET 1.0-7 on the same 200 simulated curves, and random plants on its sites."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.localization.bands import Band, BandRule, simulation_band

Curves = tuple[np.ndarray, np.ndarray]


@pytest.fixture
def theirs(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "reference" / "agglomeration" / "paracou16_kd_envelope_rules_200sims.csv")


@pytest.fixture
def curves(shared: Path, theirs: pd.DataFrame) -> Curves:
    simulated = pd.read_csv(
        shared / "reference" / "agglomeration" / "paracou16_kd_sims200.csv", index_col="r"
    )
    return theirs["obs"].to_numpy(), simulated.to_numpy().T


def band_of(curves: Curves, rule: BandRule, level: float = 0.05) -> Band:
    return simulation_band(*curves, rule=rule, level=level)


def test_duranton_overman_rule_is_that_of_dbmss(curves: Curves, theirs: pd.DataFrame) -> None:
    band = band_of(curves, "duranton_overman")
    np.testing.assert_allclose(band.lower, theirs["dbmss_global_lo"], rtol=1e-12)
    np.testing.assert_allclose(band.upper, theirs["dbmss_global_hi"], rtol=1e-12)


def test_pointwise_quantiles_are_those_of_dbmss(curves: Curves, theirs: pd.DataFrame) -> None:
    band = band_of(curves, "pointwise")
    np.testing.assert_allclose(band.lower, theirs["local_q025"], rtol=1e-12)
    np.testing.assert_allclose(band.upper, theirs["local_q975"], rtol=1e-12)


def test_rank_band_is_that_of_get_at_the_level_that_it_uses(curves: Curves, theirs: pd.DataFrame) -> None:
    # GET keeps the floor(0.95 * 201) = 190 least extreme curves, so 11 of 201 = 5.47 % are outside.
    band = band_of(curves, "rank", level=11 / 201)
    np.testing.assert_allclose(band.lower, theirs["erl_lo"], rtol=1e-12)
    np.testing.assert_allclose(band.upper, theirs["erl_hi"], rtol=1e-12)
    assert band.p == 1 / 201


def test_rank_band_at_five_percent_is_a_little_wider_than_that_of_get(
    curves: Curves, theirs: pd.DataFrame
) -> None:
    # We let 10 of 201 be outside, never more than the level; that moves one bound at one distance.
    band = band_of(curves, "rank")
    assert (band.lower <= theirs["erl_lo"]).all()
    assert (band.upper >= theirs["erl_hi"]).all()
    moved = (band.lower != theirs["erl_lo"]).sum() + (band.upper != theirs["erl_hi"]).sum()
    assert moved == 1


def test_rank_band_is_near_that_of_get_with_a_thousand_other_simulations(
    shared: Path, curves: Curves
) -> None:
    many = pd.read_csv(shared / "reference" / "agglomeration" / "paracou16_kd_erl1000.csv", index_col="r")
    theirs = many.loc[::10]
    band = band_of(curves, "rank")
    np.testing.assert_allclose(band.lower, theirs["erl_lo"], rtol=0.08)
    np.testing.assert_allclose(band.upper, theirs["erl_hi"], rtol=0.08)


def random_locations(sites: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Densities of the distances between 90 plants at random sites, at 0 to 100 meters."""
    apart = np.hypot(*(sites[:, None, axis] - sites[None, :, axis] for axis in (0, 1)))
    bins = np.minimum(apart, 140).astype(np.int64)
    first, second = np.triu_indices(90, 1)
    draws = (rng.choice(len(sites), 90, replace=False) for _ in range(count))
    pairs = np.array([np.bincount(bins[rows[first], rows[second]], minlength=141)[:140] for rows in draws])
    middle, distances = np.arange(140) + 0.5, np.arange(0, 101, 5)
    bells = sum(np.exp(-(((distances - sign * middle[:, None]) / 8) ** 2) / 2) for sign in (1, -1))
    return pairs @ bells / (len(first) * 8 * np.sqrt(2 * np.pi))


def test_random_location_on_these_points_is_called_at_the_level(shared: Path) -> None:
    # 199 simulations, 800 draws: the standard error of the first rate is 0.8 points. Duranton and
    # Overman's rule as in dbmss calls about one random industry in six.
    points = pd.read_csv(shared / "reference" / "agglomeration" / "inputs" / "paracou16_points.csv")
    rng = np.random.default_rng(11)
    pool = random_locations(points[["x", "y"]].to_numpy(), 4000, rng)
    out = {"rank": 0, "duranton_overman": 0}
    for _ in range(800):
        drawn = pool[rng.choice(len(pool), 200, replace=False)]
        for rule in out:
            band = simulation_band(drawn[0], drawn[1:], rule=rule)  # type: ignore[arg-type]
            out[rule] += bool(((drawn[0] > band.upper) | (drawn[0] < band.lower)).any())
    assert 0.035 <= out["rank"] / 800 <= 0.065
    assert 0.12 <= out["duranton_overman"] / 800 <= 0.25
