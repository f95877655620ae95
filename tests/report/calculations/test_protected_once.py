from datetime import date

import pytest

from sandan.report.calculations.protected import protected_cells
from sandan.report.calculations.protected_once import open_in, protected_once

ABOUT = {"period": 2013, "digits": 3, "jobs": True}


def test_table_is_that_of_the_hiding_and_is_worked_out_once(planted_register, monkeypatch):
    first = protected_once(planted_register, **ABOUT, published_on="2015-12-31")
    there = protected_cells(planted_register, **ABOUT, published_on=date(2015, 12, 31))
    assert first.equals(there)
    monkeypatch.setattr(
        "sandan.report.calculations.protected_once.protected_cells", lambda *_, **__: pytest.fail("again")
    )
    again = protected_once(planted_register.copy(), **ABOUT, published_on="2015-12-31")
    assert again.equals(first)
    with pytest.raises(pytest.fail.Exception):
        protected_once(planted_register, **ABOUT, published_on="2015-12-30")


def test_what_a_caller_changes_stays_with_the_caller(planted_register):
    first = protected_once(planted_register, **ABOUT, published_on="2015-12-31")
    first["value"] = -1.0
    assert (protected_once(planted_register, **ABOUT, published_on="2015-12-31")["value"] != -1.0).any()


def test_number_is_open_only_if_its_totals_are(planted_register):
    table = protected_once(planted_register, **ABOUT, published_on="2015-12-31")
    told = open_in(table, "261", with_totals=True)
    cells = table.set_index(["region", "industry"])["status"].eq("reported")
    wanted = {
        city: all(cells[pair] for pair in ((city, "261"), (city, "TOTAL"), ("all", "261"), ("all", "TOTAL")))
        for city in "ABCD"
    }
    assert told.to_dict() == wanted
