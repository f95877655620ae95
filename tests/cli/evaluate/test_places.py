import numpy as np
import pandas as pd
import pytest


@pytest.fixture
def cells(tmp_path):
    """Write cells of 1 km around a site at (10.5, 10.5) whose inner ring gains 40 log points."""
    rng = np.random.default_rng(5)
    x, y = (one.ravel() + 0.5 for one in np.meshgrid(np.arange(44), np.arange(44)))
    gain = 0.4 * (np.hypot(x - 10.5, y - 10.5) < 3)
    rows = [
        pd.DataFrame(
            {
                "unit": [f"c{number}" for number in range(len(x))],
                "period": year,
                "outcome": 20 * np.exp(rng.normal(0, 0.1, len(x)) + gain * (year > 2011)),
                "x": x,
                "y": y,
            }
        )
        for year in range(2010, 2014)
    ]
    pd.concat(rows).to_csv(tmp_path / "cells.csv", index=False)
    return ["cells.csv", "--x", "10.5", "--y", "10.5", "--start", "2012", "--breaks", "0,3,6,10"]


@pytest.fixture
def applications(tmp_path):
    rng = np.random.default_rng(6)
    score = rng.normal(65, 8, 800).round(1)
    growth = 0.5 * (score >= 70) + rng.normal(0, 0.2, 800)
    table = pd.DataFrame(
        {"score": score, "cut_off": 70.0, "growth": growth, "workers": rng.normal(9, 2, 800)}
    )
    table.to_csv(tmp_path / "applications.csv", index=False)
    return ["applications.csv", "--outcome", "growth"]


def test_rings_give_the_net_first(tmp_path, cells, sandan):
    done = sandan("evaluate", "rings", *cells, "--csv", "rings.csv")
    assert done.returncode == 0, done.stderr
    parts = pd.read_csv(tmp_path / "rings.csv").set_index("ring")
    assert parts.index.tolist() == ["net", "0-3", "3-6"]
    assert parts.loc["0-3", "estimate"] == pytest.approx(40, abs=5)
    assert "placebo sites" in done.stdout


def test_cutoff_shows_the_jump_and_what_should_be_none(tmp_path, applications, sandan):
    done = sandan("evaluate", "cutoff", *applications, "--before", "workers", "--csv", "jump.csv")
    assert done.returncode == 0, done.stderr
    parts = pd.read_csv(tmp_path / "jump.csv").set_index("times")
    assert parts.loc[1.0, "lower"] < 0.5 < parts.loc[1.0, "upper"]
    for said in ("Density", "what was so before", "nothing was decided", "Other bandwidths"):
        assert said in done.stdout


def test_cutoff_may_be_one_number(tmp_path, applications, sandan):
    by_column, by_number = (
        sandan("evaluate", "cutoff", *applications, "--cutoff", one).stdout for one in ("cut_off", "70")
    )
    assert by_column == by_number


def test_what_cannot_be_compared_is_refused_in_a_sentence(cells, applications, sandan):
    for done, said in (
        (sandan("evaluate", "rings", *cells[:-1], "near,far"), "`breaks` is 'near,far'"),
        (sandan("evaluate", "cutoff", *applications, "--score", "points"), "has no column 'points'"),
        (sandan("evaluate", "cutoff", *applications, "--cutoff", "line"), "has no column 'line'"),
    ):
        assert done.returncode not in (0, None)
        assert said in " ".join(done.stderr.split())
