"""Calculations on two dates of a register: whether industries that were near to a city came."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.observe.complexity.backtest import BackTest, back_test
from sandan.observe.complexity.calibration import calibration, predicted_entry
from sandan.observe.complexity.hit_rates import HitRates, hit_rates
from sandan.observe.relatedness.density import excess_density, relatedness_density
from sandan.report.calculations.base import Registered
from sandan.report.calculations.related import DIAGONAL
from sandan.report.calculations.spaces import space_of

__all__ = ["FROM_BACKTEST"]

Tables = Mapping[str, pd.DataFrame]
Parameters = Mapping[str, Any]

ALL = "all"
"""All cities together, in tables that also have one city."""


@dataclass(frozen=True)
class _Test:
    """A back-test, with the score that it tested."""

    score: pd.DataFrame
    found: BackTest
    cities: int
    left_out: int


def _test(tables: Tables, parameters: Parameters, start: int, end: int) -> _Test:
    """Score with what was known at the start, and look at the end; the numbers are exact and stay inside."""
    digits = parameters["digits"]
    first, last = (space_of(tables["establishments"], period=year, digits=digits) for year in (start, end))
    cities = first.quotient.index.intersection(last.quotient.index)
    industries = first.quotient.columns.union(last.quotient.columns)
    quotients = [one.quotient.reindex(index=cities, columns=industries) for one in (first, last)]
    density = relatedness_density(first.presence, first.proximity, diagonal=DIAGONAL)
    score = density.reindex(index=cities, columns=industries)
    rules: dict[str, Any] = {
        name: parameters[name] for name in ("absent_below", "entered_from", "top", "groups", "confidence")
    }
    left_out = len(first.quotient.index.symmetric_difference(last.quotient.index))
    return _Test(score, back_test(quotients[0], quotients[1], score, **rules), len(cities), left_out)


def _asked(tables: Tables, parameters: Parameters) -> _Test:
    return _test(tables, parameters, parameters["start"], parameters["end"])


def _counts(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count what was absent, what came, and what is not known, over all cities."""
    test = _asked(tables, parameters)
    entries = test.found.entries
    return pd.DataFrame(
        {
            "cities": [test.cities],
            "cities_left_out": [test.left_out],
            "at_risk": [entries.at_risk],
            "entered": [entries.entered],
            "halfway": [entries.halfway],
            "unknown": [entries.unknown],
            "entry_rate": [100 * entries.entered / entries.at_risk],
        }
    )


def _lists(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count the hits of the city's list and of all lists, by density, by its excess, by size alone."""
    test = _asked(tables, parameters)
    excess = hit_rates(test.found.entries.table, excess_density(test.score), top=parameters["top"])
    lists = {"density": test.found.hits, "excess": excess, "popularity": test.found.popularity_hits}
    rows = [row for name, hits in lists.items() for row in _rows_of(name, hits, parameters["city"])]
    table = pd.DataFrame(rows)
    listed = table["listed"].where(table["listed"] > 0)
    return table.assign(
        hit_rate=100 * table["hits"] / listed,
        lot_rate=100 * table["expected"] / listed,
        times=table["hits"] / table["expected"].where(table["expected"] > 0),
    )


def _rows_of(name: str, hits: HitRates, city: str) -> list[dict[str, Any]]:
    columns = ["at_risk", "entries", "listed", "hits", "expected", "p_value"]
    here: dict[Any, Any] = hits.regions.reindex([city])[columns].to_dict("records")[0]
    everywhere: dict[str, Any] = {
        "at_risk": hits.regions["at_risk"].sum(),
        "entries": hits.regions["entries"].sum(),
        **{column: getattr(hits, column) for column in columns[2:]},
    }
    return [{"list": name, "area": area, **row} for area, row in ((city, here), (ALL, everywhere))]


def _areas(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Say how often an industry that came had the higher score, by score and kind of pairs."""
    return _asked(tables, parameters).found.discrimination.replace({"score": {"score": "density"}})


def _rates(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Count entries by groups of rising density."""
    rates = _asked(tables, parameters).found.rates
    shares = {name: 100 * rates[name] for name in ("lowest_score", "highest_score", "rate", "lower", "upper")}
    return rates.assign(**shares)


def _forecast(tables: Tables, parameters: Parameters) -> pd.DataFrame:
    """Compare the rates of the period before with what came in this one."""
    before = _test(tables, parameters, parameters["before"], parameters["start"])
    test = _asked(tables, parameters)
    foretold = predicted_entry(test.score, before.found.rates)
    table = calibration(
        test.found.entries.table,
        foretold,
        groups=parameters["groups"],
        confidence=parameters["confidence"],
    )
    shares = {name: 100 * table[name] for name in ("predicted", "observed", "lower", "upper")}
    return table.assign(**shares, agrees=np.where(table["agrees"], "yes", "no"))


FROM_BACKTEST = (
    Registered("backtest_counts", ("establishments",), _counts),
    Registered("backtest_lists", ("establishments",), _lists),
    Registered("backtest_areas", ("establishments",), _areas),
    Registered("backtest_rates", ("establishments",), _rates),
    Registered("backtest_forecast", ("establishments",), _forecast),
)
