"""The list of venture firms: written as another office writes, with a truth that fits it."""

import pandas as pd
import pytest

from sandan.data.country.generate import generate_country
from sandan.data.country.panel import Words, panel_table
from sandan.data.country.plan import CountryPlan
from sandan.data.country.ventures import (
    COLUMNS,
    DIVISIONS,
    LEAST_WORKERS,
    MISSPELT,
    SHARE_OF_STRANGERS,
    SHORTENED,
    venture_list,
)
from sandan.operate.company_names import parse_company_name


@pytest.fixture(scope="module")
def made(demo, demo_words):
    return venture_list(demo, demo_words)


@pytest.fixture(scope="module")
def last_year(demo, demo_words):
    return panel_table(demo, demo_words, demo.years[-1]).to_pandas()


def test_list_has_the_layout_of_the_ministry(made):
    assert list(made.listed.columns) == COLUMNS
    assert (
        pd.to_datetime(made.listed["벤처유효종료일"]) > pd.to_datetime(made.listed["벤처유효시작일"])
    ).all()


def test_every_row_means_one_enterprise(made):
    assert list(made.truth["row"]) == list(range(1, len(made.listed) + 1))
    assert not made.truth["enterprise"].duplicated().any()


def test_firms_are_large_enough_and_make_inform_or_research(made, last_year):
    able = last_year[last_year["workers"] >= LEAST_WORKERS]
    able = able[able["industry"].astype(str).str[:2].isin(DIVISIONS)]
    assert set(made.truth["enterprise"]) <= set(able["enterprise"])


def test_here_is_a_main_site_in_the_focal_city(made, last_year, demo):
    focal = demo.world.places.cities[0]
    cities = last_year.groupby("enterprise")["city"].agg(set)[made.truth["enterprise"]]
    for here, of_firm in zip(made.truth["here"], cities, strict=True):
        assert focal in of_firm if here else of_firm - {focal}


def test_shares_are_near_what_is_stated(made, last_year):
    names = last_year.drop_duplicates("enterprise").set_index("enterprise")["name"]
    own = [parse_company_name(names[firm].removesuffix(" 지점")).key for firm in made.truth["enterprise"]]
    listed = [parse_company_name(name).key for name in made.listed["업체명"]]
    changed = sum(one != other for one, other in zip(own, listed, strict=True)) / len(own)
    assert 1 - made.truth["here"].mean() == pytest.approx(SHARE_OF_STRANGERS, abs=0.04)
    assert changed == pytest.approx(MISSPELT + SHORTENED, abs=0.04)


def test_city_without_such_firms_has_an_empty_list():
    country = generate_country(
        CountryPlan(establishments=100, provinces=2, cities=3, focal_share=0.02), seed=1
    )
    assert list(venture_list(country, Words.of(country)).listed.columns) == COLUMNS
