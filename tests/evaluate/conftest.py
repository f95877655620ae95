"""Small tables of claims, evidence and indicator values for tests."""

import numpy as np
import pandas as pd
import pytest

from sandan.data.contracts import CLAIMS, EVIDENCE, INDICATOR_VALUES
from sandan.data.country.definitions import definition_text
from sandan.data.country.generate import generate_country
from sandan.data.country.indicators import indicator_values
from sandan.data.country.plan import CountryPlan
from sandan.data.strategic_rules import parse_definition


def _claims(*rows):
    base = {
        "claim": "K1",
        "subject": "jobs",
        "said": "1000 jobs",
        "value": 1000.0,
        "value_before": np.nan,
        "unit": "persons",
        "period": "2013",
        "place": "here",
        "kind": "level",
        "source": "A",
    }
    return pd.DataFrame([base | row for row in rows or ({},)], columns=CLAIMS.names)


def _evidence(*rows):
    base = {
        "claim": "K1",
        "value": 1000.0,
        "unit": "persons",
        "period": "2013",
        "measures": "jobs",
        "stance": "same",
        "differs_in": None,
        "source": "B",
    }
    filled = [base | {"measures": f"jobs {place}"} | row for place, row in enumerate(rows)]
    return pd.DataFrame(filled, columns=EVIDENCE.names)


def _values(*rows):
    base = {
        "indicator": "workers",
        "area": "A",
        "area_name": None,
        "period": 2013,
        "value": np.nan,
        "unit": "persons",
        "status": "reported",
        "stage": "final",
        "definition_version": "1",
        "lower": np.nan,
        "upper": np.nan,
    }
    table = pd.DataFrame([base | row for row in rows], columns=INDICATOR_VALUES.names)
    return table.astype({"value": float, "lower": float, "upper": float})


@pytest.fixture(scope="session")
def make_claims():
    return _claims


@pytest.fixture(scope="session")
def make_evidence():
    return _evidence


@pytest.fixture(scope="session")
def make_values():
    return _values


@pytest.fixture(scope="session")
def published():
    plan = CountryPlan(
        establishments=2000, provinces=2, cities=8, first_year=2006, last_year=2015, focal_share=0.3
    )
    country = generate_country(plan, seed=3)
    table, _ = indicator_values(country, parse_definition(definition_text(country)))
    return table
