"""Groups of establishments by hand, against loops, and their error rates where nothing clusters."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from sandan.errors import MeasureError, TableError
from sandan.observe.hotspots import groups
from sandan.observe.hotspots.groups import establishment_groups

FEW = {"permutations": 99, "resamples": 20}


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def town(seed: int, count: int = 300, industry: int = 40) -> pd.DataFrame:
    """Sites that crowd in the middle of a town, some of an industry that does not care where it is."""
    draw = rng(seed)
    sites = pd.DataFrame(draw.normal(20_000, 1_500, (count, 2)), columns=["x", "y"])
    return sites.assign(member=np.isin(np.arange(count), draw.choice(count, industry, replace=False)))


def with_workshops(seed: int) -> pd.DataFrame:
    draw = rng(seed + 1_000)
    shops = pd.DataFrame(draw.normal((23_000, 20_000), 80, (15, 2)), columns=["x", "y"]).assign(member=True)
    return pd.concat([town(seed), shops], ignore_index=True)


def test_two_streets_by_hand() -> None:
    # Six workshops 50 m apart, six more 10 km away with two shops between, and 30 shops elsewhere.
    near = pd.DataFrame({"x": 1_000.0 + 50 * np.arange(6), "y": 1_000.0, "member": True})
    far = near.assign(x=near["x"] + 10_000)
    between = pd.DataFrame({"x": [11_025.0, 11_075], "y": 1_000.0, "member": False})
    shops = pd.DataFrame({"x": 1_000.0 * np.arange(30), "y": 30_000.0, "member": False})
    sites = pd.concat([near, far, between, shops], ignore_index=True)
    found = establishment_groups(sites, distance=100, rng=rng(), **FEW)
    assert found.groups["sites"].tolist() == [6, 6]
    assert found.groups["at_risk"].tolist() == [6, 8]
    assert found.members["group"].tolist() == [1] * 6 + [2] * 6
    # 6 of 12 sites among 6 of 44 establishments: observed over expected in the table of two by two.
    cells = np.array([[6, 6 * 12 / 44], [6, 38 * 12 / 44], [32, 38 * 32 / 44]])
    ratio = (cells[:, 0] * np.log(cells[:, 0] / cells[:, 1])).sum()
    assert found.groups.at[0, "log_likelihood_ratio"] == pytest.approx(ratio)
    assert found.groups["x"].tolist() == pytest.approx([1_125, 11_125])
    # Six in a row enclose nothing.
    assert found.groups["area_km2"].tolist() == [0, 0]
    assert found.groups["sites_per_km2"].isna().all()


def test_ground_of_a_group_is_what_lies_nearest_to_it() -> None:
    draw = rng(4)
    places, own = draw.uniform(0, 3_000, (200, 2)), draw.uniform(0, 3_000, (40, 2))
    labels = draw.integers(-1, 3, 40)
    sites, at_risk = groups._on_the_ground(places, own, labels, 250.0)
    counts = np.zeros(3, dtype=int)
    for place in places:
        distances = np.where(labels >= 0, np.hypot(*(own - place).T), np.inf)
        if distances.min() <= 250:
            counts[labels[distances.argmin()]] += 1
    assert at_risk.tolist() == counts.tolist()
    assert sites.tolist() == np.bincount(labels[labels >= 0]).tolist()


def test_p_and_q_are_shares_of_random_maps_by_hand() -> None:
    # Nine random maps; two have a group of 5 or more, one of them two such groups.
    null = [np.array([6.0, 5.5]), np.array([5.0]), np.array([1.0]), *[np.array([])] * 6]
    p, q = groups._probabilities(np.array([7.0, 5.2, 5.0]), null)
    assert p.tolist() == [0.1, 0.2, 0.3]
    # False ones per map: 1 / 10, 3 / 10, 4 / 10; divided by 1, 2, 3, and none above one after it.
    assert q == pytest.approx([0.1, 4 / 30, 4 / 30])


def test_q_is_below_p_where_several_groups_stand_out() -> None:
    # Every second random map has one group of 3; four observed groups are as surprising as that.
    null = [np.array([3.0]) if k % 2 else np.array([]) for k in range(9)]
    p, q = groups._probabilities(np.full(4, 3.0), null)
    assert p.tolist() == [0.5] * 4
    # Half a false group among four that are called is one in eight.
    assert q.tolist() == [0.125] * 4


@given(
    st.lists(st.lists(st.floats(0.1, 9), max_size=4), min_size=5, max_size=30),
    st.lists(st.floats(0.1, 9), min_size=1, max_size=6),
)
def test_p_is_at_most_the_expected_number_of_false_groups(
    maps: list[list[float]], found: list[float]
) -> None:
    null = [np.array(one) for one in maps]
    ratios = np.sort(np.array(found))[::-1]
    p, q = groups._probabilities(ratios, null)
    expected = np.array(
        [(1 + sum((one >= s).sum() for one in null)) / (len(null) + 1) for s in ratios * (1 - 1e-10)]
    )
    assert (p <= expected + 1e-12).all()
    assert (q <= expected / np.arange(1, len(ratios) + 1) + 1e-12).all()


@pytest.mark.parametrize(("method", "distance"), [("dbscan", 150), ("hdbscan", 500)])
def test_planted_workshops_are_found_and_stable(method: str, distance: float) -> None:
    found = establishment_groups(
        with_workshops(2),
        distance=distance,
        least=6,
        method=method,
        rng=rng(),
        **FEW,  # type: ignore[arg-type]
    )
    first = found.groups.iloc[0]
    assert first["is_cluster"]
    assert (found.members.loc[300:, "group"] == 1).sum() >= 13
    assert first["stability"] > 0.85
    assert first["boundary"].distance(Point(23_000, 20_000)) < 50
    assert found.alone == (found.members["group"] == 0).sum()


def test_crowd_that_every_industry_follows_is_no_cluster() -> None:
    # Against an empty plain the middle of any town is a cluster; against all establishments it is not.
    found = establishment_groups(town(3, 600, 200), distance=400, rng=rng(), **FEW)
    assert found.groups["sites"].max() > 50
    assert not found.groups["is_cluster"].any()
    assert found.groups_by_chance > 0.5


def test_one_map_in_twenty_or_fewer_has_a_cluster_where_nothing_clusters() -> None:
    called, least = [], []
    for seed in range(30):
        found = establishment_groups(
            town(seed, 150, 30), distance=400, least=3, rng=rng(seed), permutations=99, resamples=1
        )
        called.append(found.groups["is_cluster"].any())
        least.append(found.groups["p_value"].min() <= 0.05)
    assert np.mean(called) <= 0.05 + 0.09
    assert np.mean(least) <= 0.05 + 0.09


def test_stability_is_the_best_match_in_copies() -> None:
    sites = with_workshops(2)
    own = sites.loc[sites["member"], ["x", "y"]].to_numpy()
    rule = groups._Rule("dbscan", 150.0, 6)
    labels = groups._labels(own, rule)
    stream = np.random.SeedSequence(5)
    ours = groups._likeness(own, labels, rule, "subsample", [stream])[0]
    drawn = np.random.default_rng(stream).choice(len(own), round(0.8 * len(own)), replace=False)
    again = groups._labels(own[drawn], groups._Rule("dbscan", 150.0, 5))
    for group in range(labels.max() + 1):
        mine = {k for k in drawn if labels[k] == group}
        others = [set(drawn[again == other]) for other in range(again.max() + 1)]
        best = max((len(mine & other) / len(mine | other) for other in others), default=0.0)
        assert ours[group] == pytest.approx(best)


@pytest.mark.parametrize("resampling", ["subsample", "bootstrap"])
def test_result_does_not_depend_on_executor(resampling: str) -> None:
    sites = with_workshops(2)
    first = establishment_groups(sites, distance=150, resampling=resampling, rng=rng(), **FEW)  # type: ignore[arg-type]
    with ThreadPoolExecutor(2) as executor:
        second = establishment_groups(
            sites,
            distance=150,
            resampling=resampling,
            rng=rng(),
            executor=executor,
            **FEW,  # type: ignore[arg-type]
        )
    assert first.groups.drop(columns="boundary").equals(second.groups.drop(columns="boundary"))


def test_outlines_grow_from_concave_to_convex_to_discs() -> None:
    sites = with_workshops(2)
    area = {
        boundary: establishment_groups(
            sites,
            distance=150,
            boundary=boundary,
            rng=rng(),
            permutations=1,
            resamples=1,  # type: ignore[arg-type]
        ).groups.at[0, "area_km2"]
        for boundary in ("concave", "convex", "discs")
    }
    assert 0 < area["concave"] < area["convex"] < area["discs"]


def test_industry_without_groups_has_an_empty_table() -> None:
    found = establishment_groups(town(3, 100, 10), distance=1, rng=rng(), **FEW)
    assert len(found.groups) == 0
    assert found.alone == 10
    assert found.groups_by_chance == 0


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"member": 1}, TableError, "has 1 in 'member'"),
        ({"member": None}, TableError, "no 'member' in row 0"),
        ({"member": True}, MeasureError, "100 of 100"),
        ({"member": False}, MeasureError, "0 of 100"),
        ({"x": 127.0, "y": 37.0}, TableError, "degrees"),
    ],
)
def test_tables_that_say_nothing_are_refused(
    change: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        establishment_groups(town(3, 100, 10).assign(**change), distance=100, rng=rng())


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("distance", 0),
        ("least", 1),
        ("method", "kmeans"),
        ("boundary", "square"),
        ("concavity", 2),
        ("resampling", "jackknife"),
        ("resamples", 0),
        ("level", 5),
        ("permutations", 0),
    ],
)
def test_parameters_out_of_range_are_refused(parameter: str, value: object) -> None:
    parameters = {"distance": 100, parameter: value}
    with pytest.raises(MeasureError, match=f"{parameter}`.* {value!r}"):
        establishment_groups(town(3, 100, 10), rng=rng(), **parameters)  # type: ignore[arg-type]
