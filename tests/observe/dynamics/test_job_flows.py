"""Job creation and destruction by hand, against loops, and their identities."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.errors import TableError
from sandan.observe.dynamics.growth import growth_rate
from sandan.observe.dynamics.job_flows import job_flows

PARTS = {
    "creation": ["by_births", "by_arrivals", "by_growth"],
    "destruction": ["by_deaths", "by_departures", "by_decline"],
}


def sites(rows: dict[str, tuple[str, int]]) -> pd.DataFrame:
    return pd.DataFrame([(unit, *cell) for unit, cell in rows.items()], columns=["unit", "place", "workers"])


def test_every_flow_by_hand() -> None:
    before = sites({"grows": ("a", 10), "shrinks": ("a", 20), "dies": ("a", 5), "moves": ("a", 7)})
    after = sites({"grows": ("a", 16), "shrinks": ("a", 12), "born": ("a", 3), "moves": ("b", 9)})
    row = job_flows(before, after, by=["place"]).set_index("place").loc["a"]
    assert row[["start", "end", "net", "mean"]].tolist() == [42, 31, -11, 36.5]
    assert row[PARTS["creation"]].tolist() == [3, 0, 6]
    assert row[PARTS["destruction"]].tolist() == [5, 7, 8]
    assert row["creation_rate"] == pytest.approx(100 * 9 / 36.5)
    assert row["excess_reallocation_rate"] == pytest.approx(100 * (9 + 20 - 11) / 36.5)


def test_move_vanishes_when_both_places_are_one() -> None:
    row = job_flows(sites({"moves": ("a", 7)}), sites({"moves": ("b", 9)})).iloc[0]
    assert row[["creation", "by_growth", "by_arrivals", "destruction"]].tolist() == [2, 2, 0, 0]


registers = st.dictionaries(
    st.sampled_from([f"u{k}" for k in range(5)]),
    st.tuples(st.sampled_from("ab"), st.integers(0, 9)),
    min_size=1,
)


@settings(max_examples=30)
@given(before=registers, after=registers)
def test_identities_hold_and_agree_with_loops(before: dict, after: dict) -> None:
    table = job_flows(sites(before), sites(after), by=["place"])
    assert (table["net"] == table["end"] - table["start"]).all()
    assert (table["net"] == table["creation"] - table["destruction"]).all()
    for whole, parts in PARTS.items():
        assert (table[whole] == table[parts].sum(axis=1)).all()
    for row in table.itertuples():
        here = [{u: n for u, (place, n) in each.items() if place == row.place} for each in (before, after)]
        changes = [here[1].get(u, 0) - here[0].get(u, 0) for u in {**here[0], **here[1]}]
        assert row.creation == sum(c for c in changes if c > 0)
        assert row.destruction == -sum(c for c in changes if c < 0)
    rates = table[["creation_rate", "destruction_rate", "net_rate"]].dropna()
    np.testing.assert_allclose(
        rates["net_rate"], rates["creation_rate"] - rates["destruction_rate"], atol=1e-9
    )
    assert rates["creation_rate"].between(0, 200).all()


def test_rates_are_means_of_midpoint_growth() -> None:
    # Davis and Haltiwanger: the rate is the mean of the units' midpoint growth, weighted by mean size.
    before, after = pd.Series([10, 20, 0, 5]), pd.Series([16, 12, 7, 0])
    growth = growth_rate(before.to_frame(), after.to_frame(), rate="midpoint")[0]
    weight = (before + after) / 2
    units = [f"u{k}" for k in range(4)]
    row = job_flows(
        pd.DataFrame({"unit": units, "workers": before}), pd.DataFrame({"unit": units, "workers": after})
    ).iloc[0]
    assert row["creation_rate"] == pytest.approx(100 * (growth.clip(lower=0) * weight).sum() / weight.sum())
    assert row["net_rate"] == pytest.approx(100 * (growth * weight).sum() / weight.sum())


def test_unknown_size_is_refused() -> None:
    with pytest.raises(TableError, match="missing is not zero"):
        job_flows(sites({"u": ("a", 1)}).assign(workers=np.nan), sites({"u": ("a", 1)}))


def test_group_without_jobs_has_no_rate() -> None:
    row = job_flows(sites({"u": ("a", 0)}), sites({"u": ("a", 0)}), by=["place"]).iloc[0]
    assert np.isnan(row["creation_rate"])
