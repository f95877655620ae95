"""The input-output table: complete, as large as the sales allow, and made along chains."""

import numpy as np
import pytest

from sandan.data.contracts import INPUT_OUTPUT
from sandan.data.country.chains import make_chains
from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.trade import BOUGHT, benchmark_year, input_output_table


@pytest.fixture(scope="module")
def table(demo):
    return input_output_table(demo)


@pytest.fixture(scope="module")
def square(demo, table):
    groups = list(demo.world.industries.groups)
    return table.pivot_table(index="supplier", columns="user", values="value").loc[groups, groups].to_numpy()


def test_every_pair_stands_there_once(demo, table):
    assert len(table) == len(demo.world.industries.groups) ** 2
    assert not table.duplicated(["supplier", "user"]).any()
    needed = [column.name for column in INPUT_OUTPUT.columns if column.required]
    assert sorted(table) == sorted(needed)
    assert set(table["period"]) == {2015}
    assert (table["value"] >= 0).all()
    assert (table["value"] % 1 == 0).all()


def test_every_group_buys_the_planned_part_of_its_sales(demo, square):
    industries, state = demo.world.industries, demo.state(2015)
    worth = industries.trait("sales_per_worker")[state.industry] * 1.02**9
    sales = np.bincount(industries.group[state.industry], weights=state.workers * worth)
    share = square.sum(axis=0) / sales
    assert share.min() > BOUGHT[0] - 0.01
    assert share.max() < BOUGHT[1] + 0.01


def test_trade_follows_chains(demo, square):
    chains = make_chains(demo.world.industries.groups)
    inside = (chains.of_group[:, None] == chains.of_group) & chains.chained[:, None]
    assert inside.mean() < 0.05
    assert 0.3 < square[inside].sum() / square.sum() < 0.5
    itself = np.eye(len(square), dtype=bool)
    shares = square / square.sum(axis=0)
    assert shares[inside & ~itself].mean() > 5 * shares[~inside].mean()


def test_general_branches_sell_to_everybody(demo, square):
    chains = make_chains(demo.world.industries.groups)
    assert (square[chains.chained] == 0).mean() > 0.2
    assert (square[~chains.chained] > 0).mean() > 0.95


def test_groups_without_sites_trade_nothing(small):
    state, industries = small.state(2010), small.world.industries
    there = np.bincount(industries.group[state.industry], minlength=len(industries.groups)) > 0
    assert not there.all()
    table = input_output_table(small)
    groups = np.array(industries.groups)
    traded = table[table["value"] > 0]
    assert set(traded["supplier"]) | set(traded["user"]) <= set(groups[there])


@pytest.mark.parametrize(
    ("years", "year"),
    [(range(2006, 2016), 2015), (range(2009, 2013), 2010), (range(2011, 2015), 2014)],
)
def test_large_tables_are_of_the_last_round_year(years, year):
    assert benchmark_year(years) == year


def test_another_seed_trades_otherwise():
    plan = CountryPlan(establishments=300, provinces=2, cities=4)
    tables = [input_output_table(generate_country(plan, seed=seed)) for seed in (1, 1, 2)]
    assert tables[0].equals(tables[1])
    assert not tables[0].equals(tables[2])
