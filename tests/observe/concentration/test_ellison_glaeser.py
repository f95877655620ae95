"""Ellison-Glaeser by hand, its moments against every outcome enumerated, and its error rate."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.observe.concentration.ellison_glaeser import ellison_glaeser

plants = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), min_size=1, max_size=6)
weights = st.lists(st.integers(1, 9), min_size=3, max_size=3)


def register(rows: list[tuple], industry: str = "one") -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["region", "workers"])
    return table.assign(industry=industry)


def by_loops(rows: list[tuple[int, int]], benchmark: list[int]) -> dict[str, float]:
    """Follow the paper symbol by symbol."""
    x = [b / sum(benchmark) for b in benchmark]
    total = sum(size for _, size in rows)
    s = [sum(size for r, size in rows if r == k) / total for k in range(len(x))]
    g = sum((s[r] - x[r]) ** 2 for r in range(len(x)))
    h = sum((size / total) ** 2 for _, size in rows)
    h4 = sum((size / total) ** 4 for _, size in rows)
    x2, x3 = sum(v**2 for v in x), sum(v**3 for v in x)
    gamma = (g - (1 - x2) * h) / ((1 - x2) * (1 - h))
    variance = 2 * (h**2 * (x2 - 2 * x3 + x2**2) - h4 * (x2 - 4 * x3 + 3 * x2**2))
    return {"raw_concentration": g, "herfindahl": h, "gamma": gamma, "variance": variance}


def test_three_plants_by_hand() -> None:
    # Shares 0.8 and 0.2 against 0.5 and 0.5; plants of 6, 2 and 2 of 10 persons.
    found = ellison_glaeser(
        register([("a", 6), ("a", 2), ("b", 2)]), benchmark=pd.Series({"a": 100, "b": 100})
    ).iloc[0]
    g, h = 0.3**2 + 0.3**2, 0.6**2 + 0.2**2 + 0.2**2
    assert found["raw_concentration"] == pytest.approx(g)
    assert found["herfindahl"] == pytest.approx(h)
    assert found["expected"] == pytest.approx(h / 2)
    assert found["gamma"] == pytest.approx((g - h / 2) / ((1 - h) / 2))
    # Two regions of one half: X_2 = 1/2, X_3 = 1/4, so that the second term of the variance is 0.
    h4 = 0.6**4 + 2 * 0.2**4
    assert found["variance"] == pytest.approx(2 * (h**2 - h4) * (1 / 2 - 1 / 2 + 1 / 4))
    assert found["z"] == pytest.approx((g - h / 2) / np.sqrt(found["variance"]))
    assert (found["plants"], found["jobs"], found["reason"]) == (3, 10, "")


def test_all_plants_in_one_place_give_gamma_of_one_over_what_it_lacks() -> None:
    found = ellison_glaeser(register([("a", 1)] * 4), benchmark=pd.Series({"a": 1, "b": 1})).iloc[0]
    # s = (1, 0), G = 1/2, H = 1/4: (1/2 - 1/8) / (1/2 * 3/4) = 1.
    assert found["gamma"] == 1


@settings(max_examples=50)
@given(rows=plants, benchmark=weights)
def test_any_industry_agrees_with_loops(rows: list, benchmark: list[int]) -> None:
    if sum(size > 0 for _, size in rows) < 2:
        return
    found = ellison_glaeser(register(rows), benchmark=pd.Series(benchmark)).iloc[0]
    for name, value in by_loops(rows, benchmark).items():
        assert found[name] == pytest.approx(value, rel=1e-9, abs=1e-12)


@settings(max_examples=50)
@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=5), benchmark=weights)
def test_mean_and_variance_are_those_of_all_outcomes(sizes: list[int], benchmark: list[int]) -> None:
    x, z = np.array(benchmark) / sum(benchmark), np.array(sizes) / sum(sizes)
    outcomes = [list(o) for o in itertools.product(range(3), repeat=len(sizes))]
    chance = np.array([x[o].prod() for o in outcomes])
    g = np.array([((np.bincount(o, weights=z, minlength=3) - x) ** 2).sum() for o in outcomes])
    found = ellison_glaeser(register([(0, size) for size in sizes]), benchmark=pd.Series(benchmark)).iloc[0]
    assert found["expected"] == pytest.approx(chance @ g, rel=1e-9)
    assert found["variance"] == pytest.approx(chance @ (g - chance @ g) ** 2, rel=1e-9, abs=1e-15)


@settings(max_examples=50)
@given(rows=plants, benchmark=weights)
def test_plants_that_count_as_one_are_plants_of_equal_size(rows: list, benchmark: list[int]) -> None:
    equal = register([(region, 7) for region, _ in rows])
    columns = ["raw_concentration", "herfindahl", "gamma", "z"]
    pd.testing.assert_frame_equal(
        ellison_glaeser(register(rows), benchmark=pd.Series(benchmark), weighting="plants")[columns],
        ellison_glaeser(equal, benchmark=pd.Series(benchmark))[columns],
    )


def test_regions_without_a_plant_change_the_index() -> None:
    table = register([("a", 1), ("a", 1), ("b", 1)])
    two = ellison_glaeser(table, benchmark=pd.Series({"a": 1, "b": 1}))["gamma"][0]
    four = ellison_glaeser(table, benchmark=pd.Series({"a": 1, "b": 1, "c": 1, "d": 1}))["gamma"][0]
    assert four > two


def test_industries_without_an_index_say_why_and_leave_the_others_alone() -> None:
    good = register([("a", 3), ("b", 4), ("b", 5)], "good")
    table = pd.concat([good, register([("a", 9), ("b", 0)], "lonely"), register([("b", 0)], "idle")])
    benchmark = pd.Series({"a": 2, "b": 1})
    found = ellison_glaeser(table, benchmark=benchmark, simulations=20, rng=np.random.default_rng(1))
    assert found["industry"].tolist() == ["good", "idle", "lonely"]
    assert found["reason"].tolist() == ["", "no jobs", "one plant has all jobs"]
    undefined = found.loc[[1, 2], ["expected", "gamma", "variance", "z", "p_normal", "p_simulated"]]
    assert undefined.isna().all(axis=None)
    assert found.at[2, "herfindahl"] == 1
    alone = ellison_glaeser(good, benchmark=benchmark)
    assert found.loc[0, "gamma"] == alone.loc[0, "gamma"]


def test_input_is_not_changed_and_columns_may_have_other_names() -> None:
    table = pd.DataFrame({"city": ["a", "b", "b"], "code": ["C"] * 3, "staff": [1, 2, 3]})
    copy = table.copy()
    found = ellison_glaeser(table, region="city", industry="code", workers="staff")
    assert found.loc[0, "code"] == "C"
    pd.testing.assert_frame_equal(table, copy)


def test_missing_size_is_refused() -> None:
    with pytest.raises(TableError, match="no 'workers' in row 1"):
        ellison_glaeser(register([("a", 1), ("b", None)]))


def test_random_industries_are_called_at_the_level_of_the_simulated_p() -> None:
    # 600 industries of 12 uneven plants, thrown at 20 regions; three standard errors are 2.7 points.
    rng = np.random.default_rng(11)
    shares = rng.dirichlet(np.full(20, 2.0))
    count = 600 * 12
    table = pd.DataFrame(
        {
            "region": rng.choice(20, count, p=shares),
            "industry": np.repeat(np.arange(600), 12),
            "workers": np.maximum(1, np.exp(rng.normal(2, 1.2, count))).astype(int),
        }
    )
    found = ellison_glaeser(table, benchmark=pd.Series(shares), simulations=199, rng=rng)
    assert (found["p_simulated"] <= 0.05).mean() == pytest.approx(0.05, abs=0.027)
    assert found["gamma"].mean() == pytest.approx(0, abs=0.01)
