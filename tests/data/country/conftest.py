"""Countries of several sizes, each made once."""

import pytest

from sandan.data.country.generate import Country, generate_country
from sandan.data.country.panel import Words
from sandan.data.country.plan import SCALES, CountryPlan

SMALL = CountryPlan(
    establishments=400, provinces=2, cities=6, first_year=2009, last_year=2012, focal_share=0.3
)


@pytest.fixture(scope="session")
def small() -> Country:
    return generate_country(SMALL, seed=1)


@pytest.fixture(scope="session")
def small_words(small: Country) -> Words:
    return Words.of(small)


@pytest.fixture(scope="session")
def demo() -> Country:
    return generate_country(SCALES["demo"], seed=7)


@pytest.fixture(scope="session")
def demo_words(demo: Country) -> Words:
    return Words.of(demo)
