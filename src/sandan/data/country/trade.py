"""Who buys from whom: the input-output table of the generated country, made along its chains."""

import numpy as np
import pandas as pd

from sandan.data.country.chains import make_chains
from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.indicators import PRICES
from sandan.data.country.industries import CLASSIFICATION
from sandan.data.country.propensities import fit_margins
from sandan.types import BoolArray, FloatArray, Rng

UNIT = "million KRW"
BENCHMARK = 5
"""Large tables are made for a year that ends in 0 or 5."""
INSIDE = 12.0
"""Odds of a sale inside a chain, beside those of a sale to any other industry of the same size."""
ITSELF = 3.0
"""What a group buys from itself, beside what it buys from another of its chain."""
SPREAD = 1.1
"""Spread of the odds of every pair, in log points."""
NO_TRADE = 0.35
"""Share of the pairs outside of chains that trade nothing."""
BOUGHT, SOLD = (0.4, 0.7), (0.3, 0.9)
"""Least and greatest share of sales that is spent on inputs, and that goes to other firms."""
ROUNDS = 60


def benchmark_year(years: range) -> int:
    """Name the year of the large tables; a country without one has them for its last year."""
    return max((year for year in years if year % BENCHMARK == 0), default=years[-1])


def input_output_table(country: Country) -> pd.DataFrame:
    """Write the sales of every group of industries to every other; pairs that trade nothing have 0."""
    groups = np.array(country.world.industries.groups, dtype=object)
    year = benchmark_year(country.years)
    supplier, user = np.indices((len(groups), len(groups)))
    return pd.DataFrame(
        {
            "supplier": groups[supplier.ravel()],
            "user": groups[user.ravel()],
            "classification": CLASSIFICATION,
            "period": year,
            "unit": UNIT,
            "value": _values(country, year).ravel(),
        }
    )


def _values(country: Country, year: int) -> FloatArray:
    """Fit the odds of all pairs to what every group buys and sells."""
    rng = stream(country.world.seed, "trade")
    sales = _sales(country, year)
    odds = _odds(rng, country.world.industries.groups)
    bought = sales * rng.uniform(*BOUGHT, len(sales))
    sold = sales * rng.uniform(*SOLD, len(sales))
    live = sales > 0
    values = np.zeros_like(odds)
    values[np.ix_(live, live)] = _fitted(odds, sold, bought, live)
    return np.round(values)


def _sales(country: Country, year: int) -> FloatArray:
    """Sum the sales of the sites of every group, in million KRW."""
    industries, state = country.world.industries, country.state(year)
    worth = industries.trait("sales_per_worker")[state.industry] * PRICES ** (year - country.years[0])
    group = industries.group[state.industry]
    sums = np.bincount(group, weights=state.workers * worth, minlength=len(industries.groups))
    return sums.astype(np.float64)


def _odds(rng: Rng, groups: tuple[str, ...]) -> FloatArray:
    """Weigh every pair: pairs inside a chain trade more and always, the rest by chance."""
    chains = make_chains(groups)
    inside = (chains.of_group[:, None] == chains.of_group) & chains.chained[:, None]
    itself = np.eye(len(groups), dtype=bool)
    odds = np.exp(SPREAD * rng.standard_normal(inside.shape))
    odds *= np.where(inside, INSIDE, 1.0) * np.where(itself, ITSELF, 1.0)
    sells_to_all = ~chains.chained[:, None] | itself
    none = (rng.random(inside.shape) < NO_TRADE) & ~inside & ~sells_to_all
    return np.where(none, 0.0, odds)


def _fitted(odds: FloatArray, sold: FloatArray, bought: FloatArray, live: BoolArray) -> FloatArray:
    rows, columns = sold[live], bought[live]
    seed_table = odds[np.ix_(live, live)] * rows[:, None] * columns
    return fit_margins(seed_table, rows * (columns.sum() / rows.sum()), columns, rounds=ROUNDS)
