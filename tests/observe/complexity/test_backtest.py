"""The back-test by hand, on noise, and where relatedness is real."""

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.complexity.backtest import back_test, popularity
from sandan.observe.relatedness.co_occurrence import proximity
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.presence import presence


def density_of(quotient: pd.DataFrame) -> pd.DataFrame:
    present = presence(quotient)
    assert present.left_out.empty
    return relatedness_density(present.table, proximity(present.table, diagonal=0))


def noise(seed: int, shape: tuple[int, int] = (40, 60)) -> pd.DataFrame:
    """Draw quotients that know nothing of regions, industries or each other."""
    return pd.DataFrame(np.exp(np.random.default_rng(seed).normal(-0.6, 1, shape)))


def test_one_region_by_hand() -> None:
    start = pd.DataFrame([[1.5, 0.1, 0.2, 0.3, 0.7]], index=["a"])
    end = pd.DataFrame([[1.5, 1.2, 0.1, 0.6, 1.1]], index=["a"])
    found = back_test(start, end, pd.DataFrame([[0.9, 0.8, 0.2, 0.1, 0.5]], index=["a"]), top=1, groups=1)
    # Absent: the middle three; the first of them came, the third came half-way; the last was not absent.
    assert (found.entries.at_risk, found.entries.entered, found.entries.halfway) == (3, 1, 1)
    assert found.rates[["cells", "entries"]].to_numpy().tolist() == [[3, 1]]
    assert (found.hits.hits, found.hits.expected) == (1, pytest.approx(1 / 3))
    assert found.discrimination["score"].tolist() == ["score"] * 3 + ["excess"] * 3 + ["popularity"] * 3
    assert found.discrimination["auc"].iloc[1] == 1


def test_popularity_by_hand() -> None:
    table = popularity(pd.DataFrame([[1.0, 2.0, np.nan], [0.2, 1.0, 1.0]]))
    # Two present in each region; industries in 1, 2 and 1 regions.
    np.testing.assert_array_equal(table, [[2, 4, np.nan], [2, 4, 2]])


def test_noise_has_an_area_of_one_half_and_hits_as_by_lot() -> None:
    areas, ratios, alarms = [], [], []
    for seed in range(40):
        start, end = noise(seed), noise(1_000 + seed)
        found = back_test(start, end, density_of(start))
        areas.append(found.discrimination["auc"].iloc[1])
        ratios.append(found.hits.hits / found.hits.expected)
        alarms.append(found.hits.p_value <= 0.05)
    assert np.mean(areas) == pytest.approx(0.5, abs=0.015)
    assert np.mean(ratios) == pytest.approx(1, abs=0.06)
    assert np.mean(alarms) <= 0.12


def test_entries_that_follow_relatedness_are_found_and_popularity_does_not_explain_them() -> None:
    rng = np.random.default_rng(8)
    kind = np.arange(80) % 4
    own = rng.integers(0, 4, 60)
    fits = own[:, None] == kind
    start = pd.DataFrame(np.exp(rng.normal(np.where(fits, 0.2, -2.0), 0.8)))
    end = pd.DataFrame(np.exp(rng.normal(np.where(fits, 0.2, -2.0), 0.8)))
    found = back_test(start, end, density_of(start))
    area = found.discrimination.set_index(["score", "pairs_of"])["auc"]
    assert area["score", "same_region"] > 0.8
    assert area["excess", "same_region"] > 0.8
    assert area["popularity", "same_region"] < 0.6
    assert found.hits.p_value < 1e-6
    assert found.hits.hits > 2 * found.popularity_hits.hits
    assert found.rates["rate"].iloc[-1] > 5 * found.rates["rate"].iloc[0]


def test_size_alone_raises_the_area_of_the_score_but_not_that_of_its_excess() -> None:
    # Regions and industries keep levels of their own, and no industry is related to another.
    areas, alarms = [], []
    for seed in range(15):
        rng = np.random.default_rng(seed)
        level = rng.normal(-0.8, 0.4, (40, 1)) + rng.normal(0, 0.6, (1, 60))
        start, end = (pd.DataFrame(np.exp(level + rng.normal(0, 0.8, level.shape))) for _ in range(2))
        table = presence(start).table
        density = relatedness_density(table, proximity(table, diagonal=0)).reindex_like(start)
        found = back_test(start, end, density).discrimination.set_index(["pairs_of", "score"])
        areas.append(found.loc["same_region", "auc"])
        alarms.append(found.at[("same_region", "excess"), "p_value"] <= 0.05)
    mean = pd.concat(areas, axis=1).mean(axis=1)
    assert mean["score"] > 0.6
    assert mean["popularity"] > mean["score"]
    assert mean["excess"] < 0.53
    assert np.mean(alarms) <= 0.1


def test_score_of_other_labels_is_refused() -> None:
    start = noise(1)
    with pytest.raises(MeasureError, match="`start` and `score`"):
        back_test(start, start, density_of(start).iloc[:5])
