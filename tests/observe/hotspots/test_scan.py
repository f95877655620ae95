"""The scan statistic by hand, against all circles, and its error rates where nothing clusters."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import MeasureError, TableError
from sandan.observe.hotspots import scan
from sandan.observe.hotspots.scan import scan_statistic


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def random_areas(seed: int, count: int, cases: int) -> pd.DataFrame:
    draw = rng(seed)
    areas = pd.DataFrame(draw.uniform(0, 9e4, (count, 2)), columns=["x", "y"])
    areas["at_risk"] = draw.integers(20, 200, count)
    areas["cases"] = draw.multinomial(cases, areas["at_risk"] / areas["at_risk"].sum())
    return areas


def test_two_towns_by_hand() -> None:
    # Two areas of four have 8 of 10 cases where 10 of 40 at risk live: 8 log (8 / 2.5) + 2 log (2 / 7.5).
    areas = pd.DataFrame(
        {"x": [0.0, 1e3, 9e4, 9.5e4], "y": 0.0, "cases": [5, 3, 1, 1], "at_risk": [5, 5, 15, 15]}
    )
    found = scan_statistic(areas, replications=99, rng=rng())
    first = found.clusters.iloc[0]
    assert found.members.query("cluster == 1")["area"].tolist() == [0, 1]
    assert first["log_likelihood_ratio"] == pytest.approx(8 * math.log(8 / 2.5) + 2 * math.log(2 / 7.5))
    assert first["relative_risk"] == pytest.approx((8 / 2.5) / (2 / 7.5))
    assert first[["cases", "expected", "at_risk", "radius"]].tolist() == [8, 2.5, 10, 1000]
    assert first["direction"] == "high"


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), direction=st.sampled_from(["high", "low", "both"]))
def test_best_circle_is_that_of_all_circles(seed: int, direction: str) -> None:
    areas = random_areas(seed, 15, 60)
    found = scan_statistic(areas, direction=direction, replications=1, rng=rng())  # type: ignore[arg-type]
    xy, total = areas[["x", "y"]].to_numpy(), areas["cases"].sum()
    expected = (areas["at_risk"] * total / areas["at_risk"].sum()).to_numpy()
    best, where = 0.0, set()
    for center in range(15):
        distances = np.hypot(*(xy - xy[center]).T)
        for reach in distances:
            inside = np.flatnonzero(distances <= reach)
            c, e = areas["cases"].to_numpy()[inside].sum(), expected[inside].sum()
            wanted = {"high": c > e, "low": c < e, "both": True}[direction]
            if e <= total / 2 and wanted:
                value = sum(o * math.log(o / m) for o, m in ((c, e), (total - c, total - e)) if o)
                if value > best:
                    best, where = value, set(inside)
    assert found.clusters.at[0, "log_likelihood_ratio"] == pytest.approx(best)
    assert set(found.members.query("cluster == 1")["area"]) == where


def test_circles_do_not_overlap_and_fall_in_surprise() -> None:
    found = scan_statistic(random_areas(3, 60, 300), direction="both", replications=49, rng=rng())
    assert not found.members["area"].duplicated().any()
    assert found.clusters["log_likelihood_ratio"].is_monotonic_decreasing
    assert found.clusters["p_value"].is_monotonic_increasing
    assert found.members.groupby("cluster").size().tolist() == found.clusters["areas"].tolist()


@pytest.mark.parametrize("model", ["poisson", "bernoulli"])
def test_planted_circle_is_found(model: str) -> None:
    areas = random_areas(5, 100, 300)
    planted = np.hypot(areas["x"] - 3e4, areas["y"] - 3e4) < 1.5e4
    areas.loc[planted, "cases"] += np.maximum(2, areas["at_risk"] // 15)
    found = scan_statistic(areas, model=model, rng=rng())  # type: ignore[arg-type]
    inside = set(found.members.query("cluster == 1")["area"])
    truth = set(areas.index[planted])
    assert found.clusters.at[0, "p_value"] == 0.001
    assert len(inside & truth) / len(inside | truth) > 0.6


@pytest.mark.parametrize("model", ["poisson", "bernoulli"])
def test_result_does_not_depend_on_pieces_or_executor(model: str, monkeypatch: pytest.MonkeyPatch) -> None:
    areas = random_areas(7, 80, 200)
    whole = scan_statistic(areas, model=model, replications=150, rng=rng())  # type: ignore[arg-type]
    monkeypatch.setattr(scan, "_HELD", 1_000)
    monkeypatch.setattr(scan, "_BLOCKS", 1)
    with ThreadPoolExecutor(2) as executor:
        pieces = scan_statistic(areas, model=model, replications=150, rng=rng(), executor=executor)  # type: ignore[arg-type]
    assert (whole.null == pieces.null).all()
    pd.testing.assert_frame_equal(whole.clusters, pieces.clusters)


@pytest.mark.parametrize(("model", "direction"), [("poisson", "high"), ("bernoulli", "both")])
def test_one_map_in_twenty_is_called_where_nothing_clusters(model: str, direction: str) -> None:
    called = []
    for seed in range(150):
        areas = random_areas(seed, 40, 100)
        found = scan_statistic(
            areas,
            model=model,
            direction=direction,
            replications=199,
            rng=rng(seed),  # type: ignore[arg-type]
        )
        called.append(found.clusters["p_value"].min() <= 0.05)
    assert np.mean(called) == pytest.approx(0.05, abs=0.035)


def test_area_larger_than_a_window_is_counted() -> None:
    areas = random_areas(3, 20, 60)
    areas.loc[4, "at_risk"] = 100_000
    found = scan_statistic(areas, replications=9, rng=rng())
    assert found.centers_without_window == 1
    assert 4 not in set(found.members["area"])


def test_radius_can_be_limited() -> None:
    found = scan_statistic(random_areas(3, 60, 300), largest_radius=8_000, replications=9, rng=rng())
    assert found.clusters["radius"].max() <= 8_000


def test_map_without_any_surprise_has_no_cluster() -> None:
    areas = pd.DataFrame({"x": [0.0, 1e3, 2e3], "y": 0.0, "cases": 2, "at_risk": 10})
    found = scan_statistic(areas, replications=9, rng=rng())
    assert len(found.clusters) == len(found.members) == 0


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"cases": 0}, MeasureError, "0 cases among"),
        ({"cases": 1.5}, TableError, "'cases' 1.5 in 0"),
        ({"cases": np.nan}, TableError, "no 'cases' in row 0"),
        ({"at_risk": -1}, TableError, r"'at_risk' -1\.0 in 0"),
        ({"at_risk": [0, *[10] * 9]}, MeasureError, "0 has 3 cases and 0 at risk"),
        ({"x": 127.0, "y": 37.0}, TableError, "degrees"),
    ],
)
def test_maps_that_say_nothing_are_refused(
    change: dict[str, object], error: type[Exception], words: str
) -> None:
    areas = random_areas(3, 10, 30).assign(cases=3).assign(**change)
    with pytest.raises(error, match=words):
        scan_statistic(areas, rng=rng())


def test_more_cases_than_at_risk_are_refused() -> None:
    areas = random_areas(3, 10, 30).assign(at_risk=2, cases=[3, *[1] * 9])
    with pytest.raises(MeasureError, match="0 has 3 cases and 2 at risk"):
        scan_statistic(areas, model="bernoulli", rng=rng())
    with pytest.raises(MeasureError, match="All 20 at risk are cases"):
        scan_statistic(areas.assign(cases=2), model="bernoulli", rng=rng())


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("model", "normal"),
        ("direction", "up"),
        ("largest_share", 0.6),
        ("largest_radius", 0),
        ("level", 1),
        ("replications", 0),
    ],
)
def test_parameters_out_of_range_are_refused(parameter: str, value: object) -> None:
    with pytest.raises(MeasureError, match=f"`{parameter}` is {value!r}"):
        scan_statistic(random_areas(3, 10, 30), rng=rng(), **{parameter: value})  # type: ignore[arg-type]
