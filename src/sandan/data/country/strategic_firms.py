"""Counting the strategic firms of every city without writing out every firm."""

import numpy as np
import pandas as pd

from sandan.data.country.generate import Country
from sandan.data.country.industries import CLASSIFICATION
from sandan.data.country.names import enterprise_ids
from sandan.data.country.population import State
from sandan.data.strategic import strategic_industry
from sandan.types import BoolArray, IntArray


def strategic_firms(country: Country, rules: pd.DataFrame, version: str, year: int) -> IntArray:
    """Count, by city, the sites that are strategic under one version of the list."""
    places, state = country.world.places, country.state(year)
    counted = _counted(country, rules, version, state)
    city = places.district_city[state.district]
    return np.bincount(city[counted], minlength=len(places.cities)).astype(np.int64)


def _counted(country: Country, rules: pd.DataFrame, version: str, state: State) -> BoolArray:
    """Decide once for every pair of code and product, and singly for firms that the list names."""
    industries = country.world.industries
    pair = state.industry.astype(np.int64) * (len(industries.products) + 1) + state.product + 1
    pairs, place = np.unique(pair, return_inverse=True)
    code, product = np.divmod(pairs, len(industries.products) + 1)
    cases = pd.DataFrame(
        {
            "industry": np.array(industries.codes, dtype=object)[code],
            "classification": CLASSIFICATION,
            "product": np.array([None, *industries.products], dtype=object)[product],
            "enterprise": "",
        }
    )
    counted = strategic_industry(cases, rules, version=version).notna().to_numpy()[place]
    named = _named(country, rules, state)
    if len(named):
        single = cases.iloc[place[named]].reset_index(drop=True)
        single["enterprise"] = enterprise_ids(country.register.enterprise[state.number[named]]).to_pylist()
        counted[named] = strategic_industry(single, rules, version=version).notna().to_numpy()
    return counted


def _named(country: Country, rules: pd.DataFrame, state: State) -> IntArray:
    """Find the rows of the firms that the list names."""
    values = rules.loc[rules["rule"] == "enterprise", "value"]
    numbers = np.array([int(value[2:]) for value in values], dtype=np.int64)
    return np.flatnonzero(np.isin(country.register.enterprise[state.number], numbers))
