"""The E-I index by hand, against every assignment of labels, its error rate and its interval."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.bridges.openness import openness, openness_change

GROUPS = pd.Series({"a": "plants", "b": "plants", "c": "labs", "d": "labs"})
TIES = pd.DataFrame({"date": 2013, "from": ["a", "a", "b"], "to": ["b", "c", "d"], "kind": "contract"})


def test_three_ties_by_hand() -> None:
    index = openness(TIES, GROUPS, draws=99, rng=np.random.default_rng(1)).index
    assert index["group"].fillna("").tolist() == ["", "labs", "plants"]
    assert index[["external", "internal"]].to_numpy().tolist() == [[2, 1], [2, 0], [2, 1]]
    np.testing.assert_allclose(index["e_i"], [1 / 3, 1.0, 1 / 3])
    # Two of four firms are in each group: two firms share a group with probability 2 * 2 * 1 / (4 * 3).
    assert index["expected"][0] == pytest.approx(1 - 2 * (4 / 12))


def test_p_values_are_those_of_all_assignments() -> None:
    ends = [("a", "b"), ("a", "c"), ("b", "d")]
    values = []
    for order in permutations(GROUPS):
        group = dict(zip(GROUPS.index, order, strict=True))
        external = sum(group[x] != group[y] for x, y in ends)
        values.append((external - (3 - external)) / 3)
    row = openness(TIES, GROUPS, draws=3999, rng=np.random.default_rng(2)).index.iloc[0]
    assert np.mean(values) == pytest.approx(row["expected"])
    assert row["p_high"] == pytest.approx(np.mean(np.array(values) >= 1 / 3 - 1e-12), abs=0.03)
    assert row["p_low"] == pytest.approx(np.mean(np.array(values) <= 1 / 3 + 1e-12), abs=0.03)


def test_group_without_ties_has_no_index() -> None:
    groups = pd.concat([GROUPS, pd.Series({"e": "mines", "f": "mines"})])
    index = openness(TIES, groups, draws=19, rng=np.random.default_rng(1)).index.set_index("group")
    assert np.isnan(index.loc["mines", "e_i"])
    assert np.isnan(index.loc["mines", "p_value"])


def test_left_out_ties_are_counted_and_change_nothing() -> None:
    more = pd.DataFrame({"date": 2013, "from": ["a", "x"], "to": ["a", "b"], "kind": "meeting"})
    both = openness(pd.concat([TIES, more]), GROUPS, draws=19, rng=np.random.default_rng(1))
    assert both.report.to_numpy().tolist() == [[2013, 5, 3, 1, 1]]
    alone = openness(TIES, GROUPS, draws=19, rng=np.random.default_rng(1))
    pd.testing.assert_frame_equal(both.index, alone.index)


def network(seed: int, *, open_to: float = 0.5, number: int = 60, ties: int = 150) -> pd.DataFrame:
    """Draw ties whose ends know nothing of the groups, some firms far more active than others."""
    rng = np.random.default_rng(seed)
    activity = rng.pareto(2.0, number) + 0.2
    start, end = rng.choice(number, (2, ties), p=activity / activity.sum())
    return pd.DataFrame({"date": 2013, "from": start, "to": end, "kind": "meeting"})


def test_openness_holds_its_level() -> None:
    groups = pd.Series(np.repeat(["plants", "labs"], [35, 25]))
    calls = [
        openness(network(seed), groups, draws=199, rng=np.random.default_rng(seed + 1_000_000)).index[
            "p_value"
        ][0]
        <= 0.05
        for seed in range(200)
    ]
    assert 0.01 <= np.mean(calls) <= 0.09


def test_change_by_hand() -> None:
    later = TIES.assign(date=2015, to=["c", "c", "d"])
    found = openness_change(
        pd.concat([TIES, later]), GROUPS, before=[2013], after=[2015], draws=199, rng=np.random.default_rng(1)
    )
    assert (found.before, found.after) == (pytest.approx(1 / 3), 1.0)
    assert found.lower <= found.change <= found.upper
    assert found.report["period"].tolist() == ["before", "after"]
    assert 0 < found.usable_draws <= 199


def test_same_ties_in_both_periods_have_no_change_under_organizations() -> None:
    both = pd.concat([network(1), network(1).assign(date=2015)])
    groups = pd.Series(np.repeat(["plants", "labs"], [35, 25]))
    found = openness_change(both, groups, before=[2013], after=[2015], draws=99, rng=np.random.default_rng(1))
    assert (found.change, found.lower, found.upper) == (0.0, 0.0, 0.0)


def two_periods(seed: int, truth: float, *, number: int = 80, ties: int = 200) -> pd.DataFrame:
    """Draw independent ties that cross with a probability of 0.4, and later of 0.4 + truth / 2."""
    rng = np.random.default_rng(seed)
    parts = []
    for year, crossing in ((2010, 0.4), (2015, 0.4 + truth / 2)):
        start = rng.integers(0, number, ties)
        other = rng.random(ties) < crossing
        shift = rng.integers(1, number // 2, ties)
        same = (start % (number // 2) + shift) % (number // 2) + number // 2 * (start >= number // 2)
        end = np.where(other, (same + number // 2) % number, same)
        parts.append(pd.DataFrame({"date": year, "from": start, "to": end, "kind": "meeting"}))
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize(("resample", "least", "most"), [("ties", 0.89, 0.99), ("organizations", 0.95, 1.0)])
def test_intervals_cover_the_truth(resample: str, least: float, most: float) -> None:
    groups = pd.Series(np.repeat(["plants", "labs"], 40))
    covered = []
    for seed in range(120):
        found = openness_change(
            two_periods(seed, 0.2),
            groups,
            before=[2010],
            after=[2015],
            resample=resample,  # type: ignore[arg-type]
            draws=99,
            rng=np.random.default_rng(seed + 1_000_000),
        )
        covered.append(found.lower <= 0.2 <= found.upper)
    assert least <= np.mean(covered) <= most


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"before": [2013], "after": [2013]}, "2013 stands in both"),
        ({"before": [2013], "after": [2020]}, "No tie of `after`"),
        ({"before": [2013], "after": [2020], "resample": "groups"}, "'groups'"),
        ({"before": [2013], "after": [2020], "confidence": 95}, "95"),
    ],
)
def test_impossible_changes_are_refused(change: dict, match: str) -> None:
    with pytest.raises(MeasureError, match=match):
        openness_change(TIES, GROUPS, rng=np.random.default_rng(1), **change)
