"""One hiding for the report and the package; an attack of its own must not undo it."""

from datetime import date

import pandas as pd
import pytest

from sandan.data.disclosure.attack import attack
from sandan.data.disclosure.suppression import rule_in_force
from sandan.data.missing import Status
from sandan.errors import DefinitionError
from sandan.report.calculations.protected import EVERYWHERE, gives_away, industry_sums_of, protected_cells

DAY = date(2015, 12, 31)


@pytest.fixture(scope="module")
def register(office):
    return office.vault.read(office.vault.current("establishments")[0].id)


@pytest.mark.parametrize("jobs", [True, False])
@pytest.mark.parametrize("digits", [2, 3])
def test_no_hidden_cell_can_be_recovered(register, digits, jobs):
    table = protected_cells(register, period=2013, digits=digits, jobs=jobs, published_on=DAY)
    hidden = table["status"] == Status.SUPPRESSED
    assert 100 < hidden.sum() < 0.9 * len(table)
    assert table.loc[hidden, ["value", "lower", "upper"]].isna().all(axis=None)
    codes = register.loc[register["period"] == 2013, "industry"].str[:digits].unique()
    found = attack(
        table,
        region_sums={EVERYWHERE: sorted(register["city"].unique())},
        industry_sums=industry_sums_of(list(codes)),
        least=1.0,
        least_width=rule_in_force(DAY).least_width,
    )
    assert len(found) == hidden.sum()
    assert set(found["verdict"]) == {"safe"}


def test_what_is_shown_is_the_sum_of_the_register(register):
    table = protected_cells(register, period=2013, digits=3, jobs=True, published_on=DAY)
    shown = table.loc[table["status"] == Status.REPORTED].set_index(["region", "industry"])["value"]
    there = register.loc[register["period"] == 2013]
    by_hand = there.groupby(["city", there["industry"].str[:3]])["workers"].sum()
    both = shown.index.intersection(by_hand.index)
    assert len(both) > 50
    assert (shown[both] == by_hand[both]).all()
    assert shown[(EVERYWHERE, "TOTAL")] == there["workers"].sum()


def test_every_cell_of_one_or_two_firms_is_hidden(register):
    table = protected_cells(register, period=2013, digits=3, jobs=True, published_on=DAY)
    there = register.loc[register["period"] == 2013]
    firms = there.groupby(["city", there["industry"].str[:3]])["enterprise"].nunique()
    status = table.set_index(["region", "industry"])["status"]
    assert (status[firms.index[firms < 3]] == Status.SUPPRESSED).all()


def test_sites_whose_jobs_are_not_known_count_in_no_cell():
    sites = pd.DataFrame(
        {"enterprise": list("abcd"), "period": 2013, "city": "X", "industry": "26112",
         "workers": [5, 5, 5, None], "status": ["reported"] * 3 + ["not_surveyed"]}
    )  # fmt: skip
    table = protected_cells(sites, period=2013, digits=2, jobs=True, published_on=DAY)
    assert table["value"].tolist() == [15.0] * 4


def test_codes_as_coarse_as_divisions_have_no_divisions_above_them():
    assert industry_sums_of(["26", "10"]) == {"TOTAL": ["10", "26"]}
    assert industry_sums_of(["C"]) == {"TOTAL": ["C"]}


def test_the_sum_of_two_firms_gives_them_away():
    sites = pd.DataFrame({"enterprise": list("aab"), "workers": [5, 5, 5], "status": "reported"})
    assert gives_away(sites, published_on=DAY)
    assert not gives_away(sites.iloc[:0], published_on=DAY)


def test_a_day_before_any_rule_is_refused(register):
    with pytest.raises(DefinitionError, match="No disclosure rule was in force on 2001-01-01"):
        protected_cells(register, period=2013, digits=2, jobs=True, published_on=date(2001, 1, 1))
