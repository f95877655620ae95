from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.standing.peers import (
    peer_contributions,
    peer_distances,
    peer_set,
    peer_stability,
    standardized,
)

EVEN = {"size": 1.0, "growth": 1.0}


def vector(**columns):
    return pd.DataFrame(columns, index=list("abcdefgh")[: len(next(iter(columns.values())))])


def drawn(seed, places=12, holes=0.0):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(places, 3))
    values[1:][rng.random((places - 1, 3)) < holes] = np.nan
    return pd.DataFrame(values, index=[f"p{i}" for i in range(places)], columns=["one", "two", "three"])


def test_distance_by_hand():
    # Mean 2 and standard deviation 1 in both columns.
    table = vector(size=[1.0, 3, 1, 3], growth=[1.0, 1, 3, 3])
    found = peer_distances(table, "a", weights=EVEN).set_index("area")
    assert found["distance"].to_dict() == pytest.approx({"b": 2**0.5, "c": 2**0.5, "d": 2})
    assert found["rank"].to_dict() == {"b": 1, "c": 1, "d": 3}
    # Of the six pairs two lie on a diagonal and are as far apart as a and d.
    assert found["farther"].to_dict() == pytest.approx({"b": 1, "c": 1, "d": 2 / 6})


def test_weights_count():
    table = vector(size=[1.0, 3, 1, 3], growth=[1.0, 1, 3, 3])
    found = peer_distances(table, "a", weights={"size": 3, "growth": 1}).set_index("area")
    assert found["distance"].to_dict() == pytest.approx({"b": 3**0.5, "c": 1, "d": 2})


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_distances_equal_a_slow_count(seed):
    table, weights = drawn(seed, holes=0.3), {"one": 1.0, "two": 2.0, "three": 0.5}
    found = peer_distances(table, "p0", weights=weights, least_known=0.01).set_index("area")
    for place in table.index[1:]:
        total = known = 0.0
        for name, weight in weights.items():
            if np.isnan(table.at[place, name]):
                continue
            gap = (table.at[place, name] - table.at["p0", name]) / table[name].std(ddof=0)
            total, known = total + weight * gap**2, known + weight
        assert found.at[place, "known"] == pytest.approx(known / 3.5)
        if known:
            assert found.at[place, "distance"] == pytest.approx((total / known) ** 0.5)


@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_contributions_sum_to_the_squared_distance(seed):
    table, weights = drawn(seed, holes=0.2), {"one": 1.0, "two": 2.0, "three": 0.5}
    parts = peer_contributions(table, "p0", weights=weights)
    sums = parts.groupby("area")["contribution"].sum()
    distances = peer_distances(table, "p0", weights=weights, least_known=0.01).set_index("area")["distance"]
    known = distances.dropna()
    assert sums[known.index].to_numpy() == pytest.approx(known.to_numpy() ** 2)
    assert parts["contribution"].isna().sum() == table.isna().sum().sum()


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), filler=st.integers(0, 10_000))
def test_rank_lies_in_its_range_whatever_the_missing_numbers_are(seed, filler):
    """Fill the holes with numbers that other places have, without changing the scale."""
    table, weights = drawn(seed, holes=0.15), {"one": 1.0, "two": 1.0, "three": 1.0}
    found = peer_distances(table, "p0", weights=weights, least_known=0.01)
    ranked = found.dropna(subset=["rank"])
    assert (ranked["least"] <= ranked["distance"] + 1e-12).all()
    assert (ranked["distance"] <= ranked["most"] + 1e-12).all()
    assert ((ranked["best_rank"] <= ranked["rank"]) & (ranked["rank"] <= ranked["worst_rank"])).all()
    rng, scaled = np.random.default_rng(filler), standardized(table)
    filled = scaled.apply(lambda one: one.fillna(pd.Series(rng.choice(one.dropna(), len(one)), one.index)))
    gaps = ((filled - filled.loc["p0"]) ** 2).mean(axis=1) ** 0.5
    own = gaps[ranked["area"]]
    ranks = own.rank(method="min").to_numpy()
    assert (ranked["best_rank"] <= ranks).all()
    assert (ranks <= ranked["worst_rank"]).all()


def test_place_of_which_little_is_known_comes_last_without_a_rank():
    table = vector(size=[1.0, 1.0, 3], growth=[1.0, np.nan, 3])
    found = peer_distances(table, "a", weights=EVEN, least_known=0.6)
    assert found["area"].tolist() == ["c", "b"]
    assert found["rank"].isna().tolist() == [False, True]
    half = peer_distances(table, "a", weights=EVEN)
    assert half.set_index("area").loc["b", ["rank", "best_rank", "worst_rank"]].tolist() == [1, 1, 1]


def test_missing_number_widens_the_rank():
    table = vector(size=[1.0, 1.0, 1.2, 5], growth=[1.0, np.nan, 1.1, 9])
    found = peer_distances(table, "a", weights=EVEN).set_index("area")
    assert found.loc["b", ["rank", "best_rank", "worst_rank"]].tolist() == [1, 1, 2]
    assert found.loc["c", ["rank", "best_rank", "worst_rank"]].tolist() == [2, 1, 2]


def test_own_missing_number_is_named():
    table = vector(size=[np.nan, 1.0, 3], growth=[1.0, 2, 3])
    with pytest.raises(MeasureError, match="'a' has no number for size"):
        peer_distances(table, "a", weights=EVEN)
    assert len(peer_distances(table, "a", weights={"growth": 1})) == 2


def test_stability_says_who_leaves_and_who_comes():
    table = vector(size=[1.0, 1.1, 3, 1], growth=[0.0, 0.1, 0, 0.4])
    found = peer_stability(table, "a", weights=EVEN, count=1)
    listed = found[found["listed"]].set_index("left_out")["area"].to_dict()
    assert listed == {"size": "c", "growth": "d"}
    assert found.drop_duplicates("area").set_index("area")["in_full_list"].to_dict() == {
        "b": True,
        "c": False,
        "d": False,
    }


def test_irrelevant_characteristic_leaves_the_list_as_it_is():
    table = drawn(1, places=30)
    copies = table.assign(two=table["one"], three=table["one"])
    found = peer_stability(copies, "p0", weights={"one": 1, "two": 1, "three": 1}, count=5)
    assert (found["listed"] == found["in_full_list"]).all()


def test_set_keeps_the_rule_and_ties():
    table = vector(size=[1.0, 3, 1, 3], growth=[1.0, 1, 3, 3])
    found = peer_set(
        peer_distances(table, "a", weights=EVEN),
        "a",
        key="like-a",
        weights=EVEN,
        count=1,
        chosen_on=date(2011, 1, 1),
        period="2010",
        words={"a": ("가시", "A City"), "size": ("규모", "size")},
    )
    assert found.areas == ("a", "b", "c")
    assert found.rule_en == "the 1 places nearest to A City in 2010, by size (weight 1), growth (weight 1)"
    assert "가시에 가장 가까운 1곳: 규모(가중치 1), growth(가중치 1)" in found.rule_ko


def test_set_without_peers_is_refused():
    table = vector(size=[1.0, np.nan, np.nan, 3], growth=[1.0, 2, 3, np.nan])
    found = peer_distances(table, "a", weights=EVEN, least_known=1)
    with pytest.raises(DefinitionError, match="names 1 places"):
        peer_set(found, "a", key="k", weights=EVEN, count=1, chosen_on=date(2011, 1, 1), period="2010")


@pytest.mark.parametrize(
    ("table", "weights", "message"),
    [
        (vector(size=[1.0, 2]), {"growth": 1}, "no characteristic 'growth'"),
        (vector(size=[1.0, 2]), {}, "no characteristic 'at all'"),
        (vector(size=[1.0, 2]), {"size": 0}, "weight of 'size' is 0"),
        (vector(size=[1.0, 1]), {"size": 1}, "does not differ"),
        (vector(size=[1.0, np.inf]), {"size": 1}, "infinite"),
        (pd.DataFrame({"size": [1.0, 2]}, index=["a", "a"]), {"size": 1}, "there twice"),
        (pd.DataFrame({"size": [1.0, 2]}, index=["x", "y"]), {"size": 1}, "'a' is not among"),
    ],
)
def test_what_makes_no_distance_is_refused(table, weights, message):
    with pytest.raises(MeasureError, match=message):
        peer_distances(table, "a", weights=weights)


def test_senseless_settings_are_refused():
    table = vector(size=[1.0, 2, 3], growth=[1.0, 2, 4])
    with pytest.raises(MeasureError, match="`least_known` is 0"):
        peer_distances(table, "a", weights=EVEN, least_known=0)
    with pytest.raises(MeasureError, match="list of 0 places"):
        peer_stability(table, "a", weights=EVEN, count=0)
    with pytest.raises(MeasureError, match="two or more"):
        peer_stability(table, "a", weights={"size": 1})
