"""Potential flows by hand, against loops, and what the table does not cover."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.bridges.supply import supply_links, top_links

NAMES = ["C26", "M70"]
SIZE = pd.DataFrame({"C26": [80.0, 10.0], "M70": [20.0, 90.0]}, index=["plants", "labs"])
NATIONAL = pd.Series({"C26": 400.0, "M70": 300.0})
USE = pd.DataFrame({"C26": [0.2, 0.1], "M70": [0.0, 0.1]}, index=NAMES)


def flow_by_loops(size: np.ndarray, national: np.ndarray, use: np.ndarray, a: int, b: int) -> float:
    total = 0.0
    for i, j in np.ndindex(use.shape):
        if national[i] > 0:
            total += size[a, i] / national[i] * use[i, j] * size[b, j]
    return total


def test_two_complexes_by_hand() -> None:
    flows = supply_links(SIZE, NATIONAL, USE).flows.set_index(["seller", "buyer"])
    forth = 80 / 400 * 0.2 * 10 + 20 / 300 * (0.1 * 10 + 0.1 * 90)
    back = 10 / 400 * 0.2 * 80 + 90 / 300 * (0.1 * 80 + 0.1 * 20)
    assert flows.loc[("plants", "labs"), "potential"] == pytest.approx(forth)
    assert flows.loc[("labs", "plants"), "potential"] == pytest.approx(back)
    assert flows.loc[("labs", "plants"), "balance"] == pytest.approx((back - forth) / (back + forth))
    assert flows.loc[("labs", "plants"), "need"] == pytest.approx(0.3 * 80 + 0.1 * 20)


@settings(max_examples=25)
@given(seed=st.integers(0, 200))
def test_any_table_agrees_with_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    size, use = rng.integers(0, 9, (3, 4)).astype(float), rng.random((4, 4))
    national = size.sum(axis=0) + rng.integers(0, 5, 4)
    names = list("wxyz")
    flows = supply_links(
        pd.DataFrame(size, columns=names),
        pd.Series(national, index=names),
        pd.DataFrame(use, index=names, columns=names),
    ).flows
    for row in flows.itertuples():
        assert row.potential == pytest.approx(flow_by_loops(size, national, use, row.seller, row.buyer))
    local = flows["local_share"].dropna()
    assert local.between(0, 1 + 1e-12).all()


def test_all_places_together_meet_the_whole_need() -> None:
    whole = pd.concat([SIZE, (NATIONAL - SIZE.sum()).to_frame("rest").T])
    flows = supply_links(whole, NATIONAL, USE).flows
    np.testing.assert_allclose(flows.groupby("buyer")["local_share"].sum(), 1.0)


def test_nation_like_mix_has_no_affinity() -> None:
    like = pd.DataFrame([NATIONAL * 0.1, NATIONAL * 0.2], index=["a", "b"])
    np.testing.assert_allclose(supply_links(like, NATIONAL, USE).flows["times_national_mix"], 1.0)


def test_industries_outside_the_table_are_counted() -> None:
    links = supply_links(SIZE.assign(I56=[7.0, 0.0]), pd.concat([NATIONAL, pd.Series({"I56": 90.0})]), USE)
    assert links.outside.to_numpy().tolist() == [["plants", "I56", 7.0]]
    assert links.coverage.loc[0, ["industries", "industries_outside", "size", "size_outside"]].tolist() == [
        3,
        1,
        107.0,
        7.0,
    ]
    pd.testing.assert_frame_equal(links.flows, supply_links(SIZE, NATIONAL, USE).flows)


def test_input_nobody_makes_stays_in_the_need() -> None:
    size = pd.DataFrame({"C26": [0.0, 0.0], "M70": [5.0, 5.0]}, index=["a", "b"])
    flows = supply_links(size, pd.Series({"C26": 0.0, "M70": 100.0}), USE.assign(M70=[0.5, 0.0])).flows
    assert flows["need"].tolist() == [2.5] * 4
    assert flows["potential"].tolist() == [0.0] * 4


def test_industry_that_places_lack_is_refused_not_filled() -> None:
    with pytest.raises(MeasureError, match="`size` lacks the industry 'M70'"):
        supply_links(SIZE[["C26"]], NATIONAL, USE)


def test_place_larger_than_the_nation_is_refused() -> None:
    with pytest.raises(TableError, match="cannot exceed its whole"):
        supply_links(SIZE * 10, NATIONAL, USE)


def test_coefficients_that_are_not_square_are_refused() -> None:
    with pytest.raises(MeasureError, match="square"):
        supply_links(SIZE, NATIONAL, USE[["C26"]])


def test_top_pairs_by_hand() -> None:
    top = top_links(SIZE, NATIONAL, USE, seller="labs", buyer="plants", count=5)
    # M70 to C26: 0.3 * 0.1 * 80 = 2.4; M70 to M70: 0.3 * 0.1 * 20 = 0.6; C26 to C26: 0.025 * 0.2 * 80 = 0.4.
    assert top[["sells", "buys"]].to_numpy().tolist() == [["M70", "C26"], ["M70", "M70"], ["C26", "C26"]]
    np.testing.assert_allclose(top["potential"], [2.4, 0.6, 0.4])
    np.testing.assert_allclose(top["cumulative"], [2.4 / 3.4, 3.0 / 3.4, 1.0])


@settings(max_examples=25)
@given(cells=arrays(np.float64, (2, 2), elements=st.sampled_from([0.0, 1.0, 2.0])))
def test_top_pairs_add_up_to_the_potential(cells: np.ndarray) -> None:
    size = pd.DataFrame(cells, index=["a", "b"], columns=NAMES)
    flows = supply_links(size, NATIONAL, USE).flows.set_index(["seller", "buyer"])
    top = top_links(size, NATIONAL, USE, seller="a", buyer="b")
    assert top["potential"].sum() == pytest.approx(flows.loc[("a", "b"), "potential"])


def test_unknown_place_is_refused() -> None:
    with pytest.raises(MeasureError, match="'mines'"):
        top_links(SIZE, NATIONAL, USE, seller="mines", buyer="labs")
