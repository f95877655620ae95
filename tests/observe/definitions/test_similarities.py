"""Relatedness of industries: by hand, against loops, and what is missing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sandan.errors import MeasureError, TableError
from sandan.observe.definitions.similarities import (
    coagglomeration_relatedness,
    input_output_relatedness,
    location_correlation,
    occupation_relatedness,
)

counts = arrays(np.int64, st.tuples(st.integers(3, 5), st.integers(2, 4)), elements=st.integers(0, 6))
square = st.integers(2, 4).flatmap(lambda n: arrays(np.int64, (n, n), elements=st.integers(0, 6)))


def correlation_by_loops(values: np.ndarray) -> np.ndarray:
    """Correlate pair by pair; NaN where one of the two does not vary, and on the diagonal."""
    size = values.shape[1]
    result = np.full((size, size), np.nan)
    for i, j in np.ndindex(size, size):
        one, two = values[:, i], values[:, j]
        if i != j and len(set(one)) > 1 and len(set(two)) > 1:
            result[i, j] = np.corrcoef(one, two)[0, 1]
    return result


def shares_by_loops(flows: np.ndarray, combine: str) -> np.ndarray:
    """Take the four shares of every pair, as far as they are defined."""
    size = len(flows)
    result = np.full((size, size), np.nan)
    silent = [flows[i].sum() == 0 and flows[:, i].sum() == 0 for i in range(size)]
    for i, j in np.ndindex(size, size):
        if i == j or silent[i] or silent[j]:
            continue
        four = []
        for a, b in ((i, j), (j, i)):
            if flows[:, a].sum():
                four.append(flows[b, a] / flows[:, a].sum())
            if flows[a].sum():
                four.append(flows[a, b] / flows[a].sum())
        result[i, j] = max(four) if combine == "max" else np.mean(four)
    return result


def test_correlation_of_jobs_by_hand() -> None:
    jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [1, 3, 2]}, index=list("abc"))
    # Deviations (-1, 0, 1) and (-1, 1, 0): 1 / sqrt(2 * 2).
    assert location_correlation(jobs).at["C26", "J62"] == pytest.approx(1 / 2)


def test_correlation_of_shares_and_ranks_by_hand() -> None:
    jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [2, 5, 4]}, index=list("abc"))
    totals = pd.Series({"a": 10, "b": 10, "c": 20})
    # Shares (.1, .2, .15) and (.2, .5, .2); deviations in twentieths (-1, 1, 0) and in tenths (-1, 2, -1).
    shares = location_correlation(jobs, scale="shares", totals=totals)
    assert shares.at["C26", "J62"] == pytest.approx((1 + 2) / np.sqrt(2 * 6))
    # Ranks (1, 3, 2) and (1.5, 3, 1.5).
    ranks = location_correlation(jobs, scale="ranks", totals=totals)
    assert ranks.at["C26", "J62"] == pytest.approx((0.5 + 1) / np.sqrt(2 * 1.5))


@given(table=counts)
def test_any_correlation_agrees_with_loops(table: np.ndarray) -> None:
    ours = location_correlation(pd.DataFrame(table))
    np.testing.assert_allclose(ours, correlation_by_loops(table), atol=1e-12)


@given(table=counts)
def test_any_correlation_of_shares_agrees_with_loops(table: np.ndarray) -> None:
    totals = pd.Series(table.sum(axis=1) + 7)
    ours = location_correlation(pd.DataFrame(table), scale="shares", totals=totals)
    by_loops = correlation_by_loops((table / totals.to_numpy()[:, None]).round(12))
    np.testing.assert_allclose(ours, by_loops, atol=1e-9)


def test_quotients_correlate_as_shares_do() -> None:
    jobs = pd.DataFrame(np.random.default_rng(0).integers(1, 50, (12, 5)))
    share = jobs.div(jobs.sum(axis=1), axis=0)
    quotient = share / (jobs.sum() / jobs.to_numpy().sum())
    np.testing.assert_allclose(
        location_correlation(jobs, scale="shares"), location_correlation(quotient), atol=1e-12
    )


def test_one_giant_region_decides_levels_and_not_ranks() -> None:
    rng = np.random.default_rng(0)
    jobs = pd.DataFrame(rng.integers(1, 50, (60, 4)))
    jobs.iloc[0] *= 1_000
    off = ~np.eye(4, dtype=bool)
    assert location_correlation(jobs).to_numpy()[off].min() > 0.99
    assert np.abs(location_correlation(jobs, scale="ranks").to_numpy()[off]).max() < 0.6


def test_industry_that_does_not_vary_is_missing_not_zero() -> None:
    jobs = pd.DataFrame({"C26": [1, 2, 3], "B05": [0, 0, 0], "J62": [3, 1, 2]})
    relatedness = location_correlation(jobs)
    assert relatedness["B05"].isna().all()
    assert relatedness.loc["B05"].isna().all()
    assert relatedness.at["C26", "J62"] == pytest.approx(-1 / 2)


def test_constant_share_is_missing_in_spite_of_rounding() -> None:
    region = np.array([7, 49, 300, 1_001, 13])
    jobs = pd.DataFrame({"C26": region * 3, "J62": [1, 9, 4, 8, 2]})
    totals = pd.Series(region * 10)
    assert location_correlation(jobs, scale="shares", totals=totals)["C26"].isna().all()


def test_shares_of_a_region_without_jobs_are_refused() -> None:
    jobs = pd.DataFrame({"C26": [1, 0, 3], "J62": [1, 0, 2]}, index=list("abc"))
    with pytest.raises(MeasureError, match="'b'"):
        location_correlation(jobs, scale="shares")


def test_totals_smaller_than_the_industries_are_refused() -> None:
    jobs = pd.DataFrame({"C26": [1, 2, 3], "J62": [1, 3, 2]})
    with pytest.raises(MeasureError, match=r"region 1 is 4\.0 with 5"):
        location_correlation(jobs, scale="shares", totals=pd.Series([9, 4, 9]))


def test_unknown_scale_and_too_few_regions_are_refused() -> None:
    with pytest.raises(MeasureError, match="'logs'"):
        location_correlation(pd.DataFrame({"C26": [1, 2, 3]}), scale="logs")  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="2 regions"):
        location_correlation(pd.DataFrame({"C26": [1, 2]}))


def test_missing_jobs_are_refused() -> None:
    with pytest.raises(TableError, match="missing is not zero"):
        location_correlation(pd.DataFrame({"C26": [1.0, np.nan, 3.0]}))


def test_coagglomeration_by_hand() -> None:
    jobs = pd.DataFrame({"C26": [9, 1], "J62": [4, 1], "B05": [0, 0]}, index=["a", "b"])
    relatedness = coagglomeration_relatedness(jobs, benchmark=pd.Series({"a": 1, "b": 1}))
    # Shares of region a: .9 and .8 against .5; (.4 * .3 + .4 * .3) / (1 - .5).
    assert relatedness.at["C26", "J62"] == pytest.approx(0.24 / 0.5)
    assert np.isnan(relatedness.at["C26", "C26"])
    assert relatedness["B05"].isna().all()


def test_trade_by_hand() -> None:
    flows = pd.DataFrame(
        [[0, 6, 0], [1, 2, 3], [3, 0, 1]], index=["mill", "shop", "farm"], columns=["mill", "shop", "farm"]
    )
    # The mill sells everything to the shop (6 / 6), which is 6 / 8 of what the shop buys; the shop sells
    # 1 / 6 of its output to the mill, which is 1 / 4 of what the mill buys.
    assert input_output_relatedness(flows).at["mill", "shop"] == 1
    average = input_output_relatedness(flows, combine="average")
    assert average.at["mill", "shop"] == pytest.approx((6 / 6 + 6 / 8 + 1 / 6 + 1 / 4) / 4)
    assert average.at["shop", "mill"] == average.at["mill", "shop"]


@pytest.mark.parametrize("combine", ["max", "average"])
@given(flows=square)
def test_any_trade_agrees_with_loops(flows: np.ndarray, combine: str) -> None:
    ours = input_output_relatedness(pd.DataFrame(flows), combine=combine)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, shares_by_loops(flows, combine), atol=1e-12)


def test_shares_of_all_inputs_are_smaller_than_of_traded_ones() -> None:
    flows = pd.DataFrame([[0, 6], [2, 0]], index=["a", "b"], columns=["a", "b"])
    totals = pd.Series({"b": 12, "a": 20})
    relatedness = input_output_relatedness(flows, total_inputs=totals, total_outputs=totals)
    assert relatedness.at["a", "b"] == pytest.approx(max(6 / 12, 2 / 20, 6 / 20, 2 / 12))
    with pytest.raises(MeasureError, match=r"`total_inputs` of 'b' is 3\.0"):
        input_output_relatedness(flows, total_inputs=pd.Series({"a": 20, "b": 3}))


def test_industry_without_trade_is_missing() -> None:
    flows = pd.DataFrame([[1, 6, 0], [2, 0, 0], [0, 0, 0]], index=list("abc"), columns=list("abc"))
    assert input_output_relatedness(flows)["c"].isna().all()


def test_flows_with_other_columns_or_unknown_choice_are_refused() -> None:
    flows = pd.DataFrame([[0, 6, 9], [2, 0, 9]], index=["a", "b"], columns=["a", "b", "exports"])
    with pytest.raises(TableError, match="2 rows and 3 columns"):
        input_output_relatedness(flows)
    with pytest.raises(MeasureError, match="'sum'"):
        input_output_relatedness(flows[["a", "b"]], combine="sum")  # type: ignore[arg-type]


def test_occupations_by_hand() -> None:
    workers = pd.DataFrame([[8, 1, 1], [1, 1, 8], [0, 0, 0]], index=["C26", "I56", "B05"])
    relatedness = occupation_relatedness(workers)
    # Shares .8 .1 .1 and .1 .1 .8 around 1/3; in thirtieths (14, -7, -7) and (-7, -7, 14).
    assert relatedness.at["C26", "I56"] == pytest.approx((-98 + 49 - 98) / (196 + 49 + 49))
    assert relatedness["B05"].isna().all()


@given(table=counts)
def test_occupations_of_counts_and_shares_agree_with_loops(table: np.ndarray) -> None:
    workers = table.T
    total = np.maximum(workers.sum(axis=1, keepdims=True), 1)
    ours = occupation_relatedness(pd.DataFrame(workers))
    np.testing.assert_allclose(ours, correlation_by_loops((workers / total).round(12).T), atol=1e-9)


def test_two_occupations_are_refused() -> None:
    with pytest.raises(MeasureError, match="2 occupations"):
        occupation_relatedness(pd.DataFrame([[1, 2], [3, 4]]))


def test_inputs_are_not_changed() -> None:
    table = pd.DataFrame([[1, 2, 4], [3, 4, 1], [5, 6, 7]])
    copy = table.copy()
    for measure in (
        location_correlation,
        coagglomeration_relatedness,
        input_output_relatedness,
        occupation_relatedness,
    ):
        measure(table)
    pd.testing.assert_frame_equal(table, copy)
