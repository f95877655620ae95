from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.placebos.in_space import placebos_in_space


def _words(done):
    return " ".join(done.stdout.split())


def test_compare_gives_what_the_library_gives(tmp_path, panel, sandan):
    done = sandan("evaluate", "compare", *panel, "--start", "2011", "--log", "--csv", "all.csv")
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(tmp_path / "panel.csv", dtype={"area": str})
    wide = 100 * np.log(table.pivot_table(index="area", columns="year", values="jobs"))
    fit = partial(weighted_comparison, design="synthetic_did")
    test = placebos_in_space(treated_panel(wide, treated="00", start=2011), fit)
    written = pd.read_csv(tmp_path / "all.csv", dtype={"unit": str}).set_index("unit")
    assert (len(written), written["treated"].sum(), written.index[0]) == (24, 1, "00")
    np.testing.assert_allclose(written["effect"].iloc[0], test.comparison.estimate)
    np.testing.assert_allclose(written.loc[test.placebos.index, "ratio"], test.placebos["ratio"])
    assert "placebo rank 1 of 24" in _words(done)


def test_compare_says_first_what_could_be_detected_and_last_what_else_was_tried(tmp_path, panel, sandan):
    done = sandan("evaluate", "compare", *panel, "--start", "2011", "--log", "--paths", "paths.csv")
    said = _words(done)
    order = [
        "an effect of",
        "estimate",
        "Without each donor",
        "Had it begun earlier",
        "from its announcement on",
    ]
    assert sorted(order, key=said.index) == order
    paths = pd.read_csv(tmp_path / "paths.csv")
    assert paths.columns.tolist() == ["year", "observed", "without_policy", "effect"]
    assert paths["year"].tolist() == list(range(2006, 2016))


def test_detect_says_no_estimate(tmp_path, panel, sandan):
    done = sandan("evaluate", "detect", *panel, "--start", "2011", "--log", "--csv", "power.csv")
    assert done.returncode == 0, done.stderr
    assert "estimate" not in done.stdout
    power = pd.read_csv(tmp_path / "power.csv")
    assert power["power"].iloc[-1] > 0.9
    assert power["power"].iloc[0] < 0.2


def test_too_few_donors_detect_nothing(panel, sandan):
    dropped = [word for number in range(1, 20) for word in ("--without", f"{number:02}")]
    done = sandan("evaluate", "detect", *panel, "--start", "2011", *dropped)
    assert _words(done) == "With 4 donors no effect of any size reaches p = .10."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--outcome", "wages"), "has no column 'wages'"),
        (("--treated", "99"), "'99' is not among the 24 units"),
        (("--design", "magic"), "`design` is 'magic'"),
        (("--without", "99"), "has no unit '99'"),
        (("--period", "jobs"), "is no whole number"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(panel, sandan, change, said):
    done = sandan("evaluate", "compare", *panel, "--start", "2011", *change)
    assert done.returncode not in (0, None)
    assert said in " ".join(done.stderr.split())


def test_unit_that_stands_twice_and_number_without_a_logarithm_are_refused(tmp_path, panel, sandan):
    table = pd.read_csv(tmp_path / "panel.csv", dtype={"area": str})
    for broken, said in (
        (pd.concat([table, table.iloc[:1]]), "stands twice"),
        (table.assign(jobs=table["jobs"].where(table.index > 0, 0)), "have no logarithm"),
    ):
        broken.to_csv(tmp_path / "panel.csv", index=False)
        done = sandan("evaluate", "compare", *panel, "--start", "2011", "--log")
        assert said in " ".join(done.stderr.split())
