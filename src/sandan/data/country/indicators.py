"""The indicators of every city, with the breaks and stages that real series have."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.data.contracts import INDICATOR_VALUES
from sandan.data.country.chance import stream
from sandan.data.country.generate import Country
from sandan.data.country.places import FOCAL
from sandan.data.country.strategic_firms import strategic_firms
from sandan.data.missing import Stage, Status
from sandan.types import FloatArray, Rng

UNITS = {
    "population": "persons",
    "workers": "persons",
    "establishments": "establishments",
    "strategic_firms": "establishments",
    "venture_firms": "firms",
    "fiscal_independence": "percent",
    "sales": "100 million KRW",
}
FIRST_VERSION = "1"
VENTURE_RULE, FISCAL_RULE = 2012, 2014
"""First years of the second definition; in these years both are published."""
SALES_SURVEYED = 2008
SALES_REVISED, SALES_ERROR = 2010, 0.94
PRICES = 1.02
"""Growth of prices from year to year; sales are in money of their year."""
UNDERCOUNT = 0.985
"""What the provisional count of the last year finds of the final one."""
PEOPLE_PER_WORKER = 2.3
VENTURE_SHARE, VENTURE_LOSS = 0.28, 0.82
FISCAL_BASE, FISCAL_SLOPE, FISCAL_NEW_BASIS = 18.0, 9.0, 0.88
TARGETS = {"workers": (2010, 2014, 1.25), "strategic_firms": (2010, 2014, 1.5)}
"""Year of the announcement, year that it speaks of, and the promised multiple."""


@dataclass(frozen=True)
class Series:
    """The true values of one indicator under one definition: a row of cities for each year."""

    indicator: str
    version: str
    by_year: dict[int, FloatArray]


def indicator_values(country: Country, rules: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was published, by the contract ``indicator_values``, and what is true.

    The last year is provisional and finds less than there was; a revision corrects one year of
    sales; the focal city has announced targets; series break where their definition changes.
    """
    series = list(_all_series(country, rules))
    true = pd.concat([_rows(country, one, one.by_year, Stage.FINAL) for one in series], ignore_index=True)
    pieces = [piece for one in series for piece in _published(country, one)]
    published = pd.concat([*pieces, *_targets(country, series)], ignore_index=True)
    keys = list(INDICATOR_VALUES.key)
    return published.sort_values(keys, ignore_index=True), true.sort_values(keys, ignore_index=True)


def _all_series(country: Country, rules: pd.DataFrame) -> Iterator[Series]:
    states = {year: country.state(year) for year in country.years}
    places, cities = country.world.places, len(country.world.places.cities)
    city = {year: places.district_city[state.district] for year, state in states.items()}
    workers = {
        year: np.bincount(city[year], weights=state.workers, minlength=cities).astype(np.float64)
        for year, state in states.items()
    }
    yield Series("workers", FIRST_VERSION, workers)
    sites = {year: np.bincount(city[year], minlength=cities).astype(np.float64) for year in states}
    yield Series("establishments", FIRST_VERSION, sites)
    yield Series("population", FIRST_VERSION, _population(country, workers))
    yield Series("sales", FIRST_VERSION, _sales(country))
    yield from _strategic(country, rules)
    yield from _ventures(country)
    yield from _fiscal(country)


def _population(country: Country, workers: dict[int, FloatArray]) -> dict[int, FloatArray]:
    """Let people follow the jobs of the first year, and grow by a lasting rate of each city."""
    rng = stream(country.world.seed, "population")
    first = (
        workers[country.years[0]] * PEOPLE_PER_WORKER * rng.uniform(0.8, 1.3, len(workers[country.years[0]]))
    )
    rate = rng.normal(0.004, 0.006, len(first)) + 0.004 * country.world.places.capital
    return {year: np.round(first * np.exp(rate * k)) for k, year in enumerate(country.years)}


def _sales(country: Country) -> dict[int, FloatArray]:
    places, worth = country.world.places, country.world.industries.trait("sales_per_worker")
    found = {}
    for year in country.years:
        state = country.state(year)
        prices = PRICES ** (year - country.years[0])
        millions = state.workers * worth[state.industry] * prices
        city = places.district_city[state.district]
        found[year] = np.round(np.bincount(city, weights=millions, minlength=len(places.cities)) / 100)
    return found


def _strategic(country: Country, rules: pd.DataFrame) -> Iterator[Series]:
    """Count under the version in force; in the year of a change also under the one before."""
    periods = rules[["version", "valid_from", "valid_to"]].drop_duplicates()
    last = country.years[-1]
    for name, start, end in periods.itertuples(index=False):
        until = last if pd.isna(end) else min(end.year + 1, last)
        years = [year for year in country.years if start.year <= year <= until]
        counts = {year: strategic_firms(country, rules, name, year).astype(float) for year in years}
        yield Series("strategic_firms", str(name), counts)


def _ventures(country: Country) -> Iterator[Series]:
    """Draw certificates among technology firms; the second rule takes some kinds away."""
    places, industries = country.world.places, country.world.industries
    old, new = {}, {}
    for year in country.years:
        rng, state = stream(country.world.seed, "ventures", year), country.state(year)
        technology = industries.technology[industries.group[state.industry]]
        city = places.district_city[state.district[technology]]
        share = min(0.9, VENTURE_SHARE * (1 + 0.03 * (year - country.years[0])))
        held = rng.binomial(np.bincount(city, minlength=len(places.cities)), share)
        old[year], new[year] = held.astype(float), rng.binomial(held, VENTURE_LOSS).astype(float)
    yield from _broken("venture_firms", VENTURE_RULE, old, new)


def _fiscal(country: Country) -> Iterator[Series]:
    rng = stream(country.world.seed, "fiscal")
    places = country.world.places
    rank = np.log(places.weight / places.weight.min())
    base = np.clip(FISCAL_BASE + FISCAL_SLOPE * rank + rng.normal(0, 3, len(rank)), 8, 72)
    old = {year: np.round(_drifted(rng, base, k), 1) for k, year in enumerate(country.years)}
    new = {year: np.round(values * FISCAL_NEW_BASIS, 1) for year, values in old.items()}
    yield from _broken("fiscal_independence", FISCAL_RULE, old, new)


def _drifted(rng: Rng, base: FloatArray, years: int) -> FloatArray:
    return np.clip(base - 0.4 * years + rng.normal(0, 0.8, len(base)), 5, 75)


def _broken(
    indicator: str, since: int, old: dict[int, FloatArray], new: dict[int, FloatArray]
) -> Iterator[Series]:
    """Cut a series at a change of definition, with both bases in the year of the change."""
    yield Series(indicator, FIRST_VERSION, {year: v for year, v in old.items() if year <= since})
    yield Series(indicator, str(since), {year: v for year, v in new.items() if year >= since})


def _published(country: Country, series: Series) -> Iterator[pd.DataFrame]:
    """Publish a series as an office does: finals, a provisional last year, a late correction."""
    last = country.years[-1]
    finals = {year: values for year, values in series.by_year.items() if year != last}
    counted = series.indicator in {"workers", "establishments", "strategic_firms", "sales"}
    if not counted:
        yield _rows(country, series, series.by_year, Stage.FINAL)
        return
    if series.indicator == "sales" and SALES_REVISED in finals:
        right = {SALES_REVISED: finals[SALES_REVISED]}
        yield _rows(country, series, right, Stage.REVISED)
        finals[SALES_REVISED] = np.round(right[SALES_REVISED] * SALES_ERROR)
    yield _rows(country, series, finals, Stage.FINAL)
    if last in series.by_year:
        early = {last: np.round(series.by_year[last] * UNDERCOUNT)}
        yield _rows(country, series, early, Stage.PROVISIONAL)


def _rows(country: Country, series: Series, values: dict[int, FloatArray], stage: Stage) -> pd.DataFrame:
    places, cities = country.world.places, len(country.world.places.cities)
    period = np.repeat(np.array(list(values), dtype=np.int64), cities)
    value = np.concatenate([*values.values(), np.zeros(0)])
    surveyed = (series.indicator != "sales") | (period >= SALES_SURVEYED)
    return pd.DataFrame(
        {
            "indicator": series.indicator,
            "area": np.tile(np.array(places.cities, dtype=object), len(values)),
            "area_name": np.tile(np.array(places.city_names, dtype=object), len(values)),
            "period": period,
            "value": np.where(surveyed, value, np.nan),
            "unit": UNITS[series.indicator],
            "status": np.where(surveyed, Status.REPORTED, Status.NOT_SURVEYED),
            "stage": stage.value,
            "definition_version": series.version,
            "lower": np.nan,
            "upper": np.nan,
        }
    )[INDICATOR_VALUES.names]


def _targets(country: Country, series: list[Series]) -> Iterator[pd.DataFrame]:
    """Write the focal city's targets, in the definition of the year of the announcement."""
    for indicator, (said, due, multiple) in TARGETS.items():
        then = [one for one in series if one.indicator == indicator and said in one.by_year]
        if then:
            newest = max(then, key=_since)
            promised = np.round(newest.by_year[said] * multiple, -1)
            yield _rows(country, newest, {due: promised}, Stage.TARGET).iloc[[FOCAL]]


def _since(series: Series) -> int:
    return min(series.by_year)
