"""Many units on the command line: what the library says, in words."""

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.effects.cells import aggregated
from sandan.evaluate.effects.firm_level import support_effect
from sandan.evaluate.effects.staggered import group_time_effects
from sandan.evaluate.panels.rounds import rounds_table


def _words(done):
    return " ".join(done.stdout.split())


@pytest.fixture
def many(tmp_path):
    """Return a file of 120 firms, of which 30 begin in 2010 and 30 in 2012; the effect is 0.5."""
    rng = np.random.default_rng(5)
    cohorts = np.repeat([2010, 2012, 0], [30, 30, 60])
    years = np.arange(2006, 2015)
    values = rng.normal(0, 1, (120, 1)) + rng.normal(0, 0.2, (120, 9))
    values += 0.5 * ((cohorts[:, None] > 0) & (years >= cohorts[:, None]))
    table = pd.DataFrame(
        {"firm": np.repeat(np.arange(120), 9), "year": np.tile(years, 120), "log": values.ravel()}
    )
    table["since"] = np.repeat(np.where(cohorts > 0, cohorts, np.nan), 9)
    table.to_csv(tmp_path / "many.csv", index=False)
    return ["many.csv", "--unit", "firm", "--period", "year", "--outcome", "log", "--cohort", "since"]


@pytest.fixture
def rounds(tmp_path):
    """Return a file of 200 firms and the applications of 2012; 60 are chosen, 10 of the others leave."""
    rng = np.random.default_rng(6)
    jobs = np.exp(rng.normal(2.5, 0.5, (200, 1)) + rng.normal(0, 0.1, (200, 4)))
    jobs[:60, 3] *= 1.3
    table = pd.DataFrame(jobs, columns=range(2009, 2013)).rename_axis("unit").reset_index()
    table = table.melt("unit", var_name="period", value_name="jobs")
    gone = (table["period"] == 2012) & table["unit"].between(190, 199)
    table.loc[~gone].to_csv(tmp_path / "jobs.csv", index=False)
    asked = pd.DataFrame({"unit": range(200), "period": 2012, "selected": np.arange(200) < 60})
    asked.to_csv(tmp_path / "asked.csv", index=False)
    return ["jobs.csv", "--applications", "asked.csv", "--outcome", "jobs"]


def test_staggered_gives_what_the_library_gives(tmp_path, many, sandan):
    done = sandan("evaluate", "staggered", *many, "--how", "group", "--csv", "groups.csv")
    assert done.returncode == 0, done.stderr
    names = {"firm": "unit", "year": "period", "log": "outcome", "since": "cohort"}
    table = pd.read_csv(tmp_path / "many.csv").rename(columns=names)
    found = aggregated(group_time_effects(table), "group")
    written = pd.read_csv(tmp_path / "groups.csv")
    np.testing.assert_allclose(written["estimate"], found.parts["estimate"])
    said = _words(done)
    assert f"estimate {found.estimate:.4g}" in said
    assert "no proof of like trends" in said


def test_event_study_says_of_what_one_coefficient_is_made(many, sandan):
    said = _words(sandan("evaluate", "event-study", *many))
    assert "staggered_dates" in said
    assert "later_vs_earlier" in said


def test_sensitivity_says_where_the_sign_is_lost(many, sandan):
    done = sandan("evaluate", "sensitivity", *many, "--departure", "smooth", "--size", "0", "--event", "0")
    assert done.returncode == 0, done.stderr
    assert "The sign is lost at a departure (smooth) of" in _words(done)


def test_firms_stand_beside_the_refused(tmp_path, rounds, sandan):
    done = sandan("evaluate", "firms", *rounds, "--class", "10", "--csv", "rounds.csv")
    assert done.returncode == 0, done.stderr
    table = rounds_table(
        pd.read_csv(tmp_path / "jobs.csv"),
        pd.read_csv(tmp_path / "asked.csv"),
        outcome="jobs",
        controls="refused",
    )
    found = support_effect(table).effect
    said = _words(done)
    assert f"estimate {found.estimate:.4g}" in said
    assert "left:10" in said
    assert "for firms that stay either way" in said
    assert "[10.0, inf)" in said
    assert len(pd.read_csv(tmp_path / "rounds.csv")) == 200


def test_absent_columns_are_named(many, rounds, sandan):
    assert "has no column 'begin'" in " ".join(
        sandan("evaluate", "staggered", *many[:-1], "begin").stderr.split()
    )
    assert "'company'" in " ".join(sandan("evaluate", "firms", *rounds, "--unit", "company").stderr.split())
