"""Four panels with a known event: what others published of them, and what we find."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.designs.covariates import control_by_predictors
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.in_space import placebos_in_space

BASQUE = "Basque Country (Pais Vasco)"
WHOLE_COUNTRY = 1
SCHOOLING = ["school.illit", "school.prim", "school.med", "school.high", "school.post.high"]


@pytest.fixture(scope="module")
def panels(shared):
    return shared / "data" / "policy-panels"


def _means(table, place, column, first, last):
    return table.loc[table["year"].between(first, last)].groupby(place)[column].mean()


def _basque_predictors(table):
    def mean(column, first, last):
        return _means(table, "regionname", column, first, last)

    schooling = pd.DataFrame({name: mean(name, 1964, 1969) for name in SCHOOLING})
    schooling["school.high"] += schooling.pop("school.post.high")
    percent = 100 * schooling.div(schooling.sum(axis=1), axis=0)
    sectors = {name: mean(name, 1961, 1969) for name in table.columns if name.startswith("sec.")}
    others = {"invest": mean("invest", 1964, 1969), "density": mean("popdens", 1969, 1969)}
    return pd.DataFrame(sectors | others | {"gdp": mean("gdpcap", 1960, 1969)}).join(percent)


def _basque_panel(table):
    gdp = table.pivot_table(index="regionname", columns="year", values="gdpcap")
    return treated_panel(gdp.loc[:, 1960:].rename(columns=int), treated=BASQUE, start=1970)


def test_basque_country_is_catalonia_and_madrid(panels):
    table = pd.read_csv(panels / "basque.csv").query("regionno != @WHOLE_COUNTRY")
    found = control_by_predictors(
        _basque_panel(table), _basque_predictors(table), rng=np.random.default_rng(1), starts=2
    ).comparison
    # Abadie and Gardeazabal (2003), and what the authors' own program prints.
    weights = found.unit_weights.nlargest(2)
    assert weights.to_dict() == pytest.approx({"Cataluna": 0.8508, "Madrid (Comunidad De)": 0.1492}, abs=2e-4)
    assert found.error_before**2 == pytest.approx(0.008864629, abs=1e-6)
    assert found.error_before**2 <= 0.0090
    assert found.effects.loc[1975:, "effect"].mean() == pytest.approx(-0.69956, abs=1e-4)


def test_basque_gap_is_that_of_the_authors_program_in_every_year(panels, shared):
    table = pd.read_csv(panels / "basque.csv").query("regionno != @WHOLE_COUNTRY")
    found = control_by_predictors(
        _basque_panel(table), _basque_predictors(table), rng=np.random.default_rng(1), starts=2
    ).comparison
    published = pd.read_csv(shared / "reference" / "evaluation" / "basque_gap_R.csv").set_index("year")
    later = published.loc[1960:].iloc[:, 0]
    assert found.effects.loc[later.index, "effect"].to_numpy() == pytest.approx(later.to_numpy(), abs=1e-3)


def test_west_germany_lost_after_reunification(panels):
    table = pd.read_csv(panels / "germany.csv")
    gdp = table.pivot_table(index="country", columns="year", values="gdp")
    panel = treated_panel(gdp, treated="West Germany", start=1991)
    found = weighted_comparison(panel, design="synthetic_control")
    # Abadie, Diamond and Hainmueller (2015) with predictors: about 1,600 dollars a year, 3,400 in 2003.
    assert found.estimate == pytest.approx(-1600, abs=150)
    assert found.effects.at[2003, "effect"] == pytest.approx(-3400, abs=150)
    assert found.unit_weights["Austria"] == found.unit_weights.max()
    test = placebos_in_space(
        panel, partial(weighted_comparison, design="synthetic_control"), statistic="ratio"
    )
    assert (test.rank, test.of, test.p) == (1, 17, 1 / 17)


def test_tax_cut_of_kansas_cannot_be_told_from_chance(panels):
    table = pd.read_csv(panels / "kansas.csv.gz")
    quarters = (4 * table["year_qtr"]).round().astype(int)
    logs = table.assign(quarter=quarters).pivot_table(index="state", columns="quarter", values="lngdpcapita")
    panel = treated_panel(logs, treated="Kansas", start=4 * 2012 + 1)
    test = placebos_in_space(panel, partial(weighted_comparison, design="synthetic_control"))
    found = test.comparison
    # The documentation of augsynth prints -0.029 and a distance of 0.083 before.
    assert found.estimate == pytest.approx(-0.029, abs=0.0006)
    assert found.error_before * np.sqrt(panel.before) == pytest.approx(0.083, abs=0.0006)
    assert test.of == 50
    assert test.p > 0.1
