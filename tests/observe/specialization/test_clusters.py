"""The cluster test: by hand, its error rates on chance data, and its power."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sandan.errors import MeasureError, TableError
from sandan.observe.specialization.clusters import RARE, find_clusters
from sandan.observe.specialization.location_quotient import location_quotient

COLUMNS = ["region", "industry", "workers"]


def chance_register(seed: int, regions: int = 40, industries: int = 60, count: int = 12_000) -> pd.DataFrame:
    """Establishments of uneven size in regions and industries of uneven size, placed independently."""
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "region": rng.choice(regions, count, p=rng.dirichlet(np.full(regions, 2.0))),
            "industry": rng.choice(industries, count, p=rng.dirichlet(np.full(industries, 2.0))),
            "workers": np.maximum(1, np.exp(rng.normal(1.2, 1.2, count))).astype(int),
        }
    )


def with_clusters(seed: int, share: float, **sizes: int) -> tuple[pd.DataFrame, set[tuple[int, int]]]:
    """Move a share of the establishments of every third industry to one region of its own."""
    register = chance_register(seed, **sizes)
    rng = np.random.default_rng(seed + 1_000)
    homes = {i: int(rng.choice(register["region"])) for i in register["industry"].unique() if i % 3 == 0}
    home = register["industry"].map(homes)
    moved = home.notna() & (rng.random(len(register)) < share)
    register["region"] = register["region"].where(~moved, home).astype(int)
    return register, {(region, industry) for industry, region in homes.items()}


@pytest.fixture(scope="module")
def twelve_makers() -> pd.DataFrame:
    """Three regions of 500 jobs; of twelve chip makers with 20 persons ten stand in the first."""
    rows = [("a", "chips", 20)] * 10 + [("b", "chips", 20), ("c", "chips", 20)]
    rows += [("a", "shops", 10)] * 30 + [("b", "shops", 10)] * 48 + [("c", "shops", 10)] * 48
    return pd.DataFrame(rows, columns=COLUMNS)


def test_ten_of_twelve_by_hand(twelve_makers: pd.DataFrame) -> None:
    cells = find_clusters(twelve_makers, seed=1).set_index(["region", "industry"])
    cell = cells.loc[("a", "chips")]
    assert cell["location_quotient"] == pytest.approx((200 / 240) / (500 / 1500))
    assert cell["p_tail"] == pytest.approx(stats.binom.sf(9, 12, 1 / 3), rel=1e-9)
    assert cell["q_value"] == pytest.approx(6 * cell["p_tail"])  # six cells in the family
    interval = stats.binomtest(10, 12).proportion_ci(0.95, method="exact")
    assert cell["lower"] == pytest.approx(3 * interval.low)
    assert cell["upper"] == pytest.approx(3 * interval.high)
    # Without one maker: 180 of 220 chip jobs, 480 of 1,480 jobs in all.
    assert cell["lq_without_largest"] == pytest.approx((180 / 220) / (480 / 1480))
    assert cells.index[cells["is_cluster"]].tolist() == [("a", "chips")]
    assert not cells["vanishes_without_largest"].any()


def test_cluster_of_two_plants_vanishes_without_one() -> None:
    # Chance puts one plant here with probability of about 1 %, both with 0.01 %; 200 cells are tested.
    rows = [("r0", "ships", 900), ("r0", "ships", 900), ("r1", "ships", 10), ("r2", "ships", 10)]
    rows += [(f"r{k}", "shops", 500) for k in range(100)] * 20
    cells = find_clusters(pd.DataFrame(rows, columns=COLUMNS), seed=1).set_index(["region", "industry"])
    ships = cells.loc[("r0", "ships")]
    assert ships["p_tail"] == pytest.approx((11_800 / 1_001_820) ** 2, rel=1e-6)
    assert (ships["is_cluster"], ships["vanishes_without_largest"]) == (True, True)
    assert ships["lq_without_largest"] == pytest.approx((900 / 920) / (10_900 / 1_000_920))


def test_only_maker_of_an_industry_vanishes_without_it() -> None:
    rows = [("a", "ships", 50)] + [("b", "shops", 1)] * 3_000
    cells = find_clusters(pd.DataFrame(rows, columns=COLUMNS), seed=1, level=0.2)
    ships = cells[(cells["region"] == "a") & (cells["industry"] == "ships")].iloc[0]
    assert (ships["is_cluster"], ships["vanishes_without_largest"]) == (True, True)
    assert np.isnan(ships["lq_without_largest"])


def test_sites_of_one_enterprise_go_together(twelve_makers: pd.DataFrame) -> None:
    owners = ["one"] * 10 + [f"firm {k}" for k in range(len(twelve_makers) - 10)]
    cells = find_clusters(twelve_makers.assign(owner=owners), seed=1, enterprise="owner")
    chips = cells[(cells["region"] == "a") & (cells["industry"] == "chips")].iloc[0]
    assert (chips["is_cluster"], chips["vanishes_without_largest"]) == (True, True)
    assert chips["lq_without_largest"] == 0


def test_empty_cells_are_in_the_family_with_certainty() -> None:
    rows = [("a", "chips", 5), ("b", "shops", 5), ("b", "shops", 5)]
    cells = find_clusters(pd.DataFrame(rows, columns=COLUMNS), seed=1).set_index(["region", "industry"])
    empty = cells.loc[("a", "shops")]
    assert (empty["establishments"], empty["p_value"], empty["q_value"], empty["lower"]) == (0, 1, 1, 0)
    assert empty["upper"] > 0
    assert len(cells) == 4


def test_industry_without_jobs_is_not_tested() -> None:
    rows = [("a", "chips", 5), ("b", "chips", 5), ("a", "idle", 0)]
    cells = find_clusters(pd.DataFrame(rows, columns=COLUMNS), seed=1).set_index("industry")
    measures = ["location_quotient", "lower", "upper", "p_value", "p_tail", "q_value", "lq_without_largest"]
    assert cells.loc["idle", measures].isna().all(axis=None)
    assert cells.loc["chips", "q_value"].notna().all()


def test_quotients_equal_those_of_the_table() -> None:
    register = chance_register(3)
    cells = find_clusters(register, seed=1)
    jobs = cells.pivot_table(index="region", columns="industry", values="jobs")
    ours = cells.pivot_table(index="region", columns="industry", values="location_quotient")
    np.testing.assert_allclose(ours, location_quotient(jobs), rtol=1e-12)


def test_other_industries_as_weights_by_hand(twelve_makers: pd.DataFrame) -> None:
    cells = find_clusters(twelve_makers, seed=1, weights="other_industries")
    chips = cells[(cells["region"] == "a") & (cells["industry"] == "chips")].iloc[0]
    share = 300 / 1260
    assert chips["location_quotient"] == pytest.approx((200 / 240) / share)
    assert chips["p_tail"] == pytest.approx(stats.binom.sf(9, 12, share), rel=1e-6)
    assert chips["lq_without_largest"] == pytest.approx((180 / 220) / share)


def test_result_does_not_depend_on_the_executor() -> None:
    register = chance_register(5, count=120_000)
    alone = find_clusters(register, seed=7, draws=19)
    with ThreadPoolExecutor(2) as executor:
        together = find_clusters(register, seed=7, draws=19, executor=executor)
    pd.testing.assert_frame_equal(alone, together)


def test_result_repeats_with_the_seed_and_changes_with_another() -> None:
    register = chance_register(6)
    first, again, other = (find_clusters(register, seed=seed) for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not first["p_value"].equals(other["p_value"])


def test_order_of_rows_does_not_matter() -> None:
    register = chance_register(8)
    shuffled = register.sample(frac=1, random_state=1)
    exact = ["jobs", "location_quotient", "lower", "upper", "lq_without_largest"]
    pd.testing.assert_frame_equal(
        find_clusters(register, seed=1)[exact], find_clusters(shuffled, seed=1)[exact]
    )


def test_exact_tail_stands_where_draws_are_rare() -> None:
    cells = find_clusters(chance_register(9), seed=1)
    reached = (cells["p_value"] * 1000).round().astype(int) - 1
    assert (cells["p_tail"].notna() == (reached < RARE)).all()
    assert cells["p_value"].min() >= 1 / 1000


def test_chance_data_are_called_at_the_nominal_rate() -> None:
    rates, false_clusters = [], 0
    for seed in range(8):
        cells = find_clusters(chance_register(seed), seed=seed)
        rates.append((cells["p_value"] <= 0.05).mean())
        false_clusters += int(cells["is_cluster"].any())
    # 8 registers of 2,400 cells: the standard error of a rate of 5 % is 0.16 points.
    assert 0.04 < np.mean(rates) <= 0.05 + 2 * 0.0016
    # Under the null alone, some cell is called in at most 5 % of registers.
    assert false_clusters <= 2


def test_usual_rule_calls_far_more_on_the_same_data() -> None:
    cells = find_clusters(chance_register(0), seed=0)
    assert (cells["location_quotient"] >= 1.25).mean() > 0.2


def test_false_discoveries_stay_below_the_level_among_true_clusters() -> None:
    false, called, found, planted = 0, 0, 0, 0
    for seed in range(6):
        register, truth = with_clusters(seed, share=0.3)
        cells = find_clusters(register, seed=seed)
        clusters = set(
            cells.loc[cells["is_cluster"], ["region", "industry"]].itertuples(index=False, name=None)
        )
        false += len(clusters - truth)
        called += len(clusters)
        found += len(clusters & truth)
        planted += len(truth)
    assert false / called <= 0.07  # 120 planted; the level is 0.05 and its standard error 0.02
    assert found / planted >= 0.75


def test_interval_covers_the_share_behind_it() -> None:
    rng = np.random.default_rng(11)
    shares = rng.dirichlet(np.full(20, 2.0))
    covered = []
    for _ in range(40):
        register = pd.DataFrame(
            {
                "region": rng.choice(20, 2_000, p=shares),
                "industry": "chips",
                "workers": np.maximum(1, np.exp(rng.normal(1.2, 1.0, 2_000))).astype(int),
            }
        )
        cells = find_clusters(register, seed=1, draws=19).set_index("region")
        weight = cells["jobs"] / cells["jobs"].sum()
        lower, upper = cells["lower"] * weight, cells["upper"] * weight
        truth = pd.Series(shares).loc[cells.index]
        covered.append(((lower <= truth) & (truth <= upper)).mean())
    assert np.mean(covered) >= 0.94


@pytest.mark.parametrize(
    ("wrong", "match"),
    [
        ({"draws": 5}, "`draws` is 5"),
        ({"level": 5}, "`level` is 5"),
        ({"confidence": 95}, "`confidence` is 95"),
        ({"least_quotient": 0.5}, "`least_quotient` is 0.5"),
        ({"weights": "jobs"}, "`weights` is 'jobs'"),
    ],
)
def test_parameters_out_of_range_are_refused(
    twelve_makers: pd.DataFrame, wrong: dict[str, object], match: str
) -> None:
    with pytest.raises(MeasureError, match=match):
        find_clusters(twelve_makers, seed=1, **wrong)  # type: ignore[arg-type]


def test_missing_sizes_are_refused(twelve_makers: pd.DataFrame) -> None:
    with pytest.raises(TableError, match="missing is not zero"):
        find_clusters(twelve_makers.astype({"workers": float}).replace({"workers": {20: np.nan}}), seed=1)
