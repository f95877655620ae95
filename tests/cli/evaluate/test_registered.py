from functools import partial

import numpy as np
import pandas as pd
import pytest

from cli.evaluate.conftest import SPECIFICATION
from command_line import run_here
from sandan.evaluate.registration.store import runs, specifications

RATES = """
[rates.deadweight]
lower = 0.3
central = 0.5
upper = 0.6
origin = "assumed"
source = "survey"
[rates.displacement]
lower = 0.1
central = 0.25
upper = 0.4
origin = "estimated"
source = "study"
"""


@pytest.fixture
def evaluate(office_of_policy):
    return partial(run_here, office_of_policy.root, "evaluate")


@pytest.fixture
def registered(evaluate, office_of_policy):
    done = evaluate("register", "spec.toml", "--by", "Kim")
    assert done.returncode == 0, done.stderr
    (fixed,) = specifications(office_of_policy.root)
    return fixed


def test_register_adds_author_and_moment_and_says_whether_the_data_were_there(evaluate, office_of_policy):
    done = evaluate("register", "spec.toml", "--by", "Kim")
    (fixed,) = specifications(office_of_policy.root)
    assert (fixed.author, fixed.place) == ("Kim", "C00")
    assert f"{fixed.id} is registered." in done.stdout
    assert "could have seen the outcome" in done.stdout
    before = (office_of_policy.root / "spec.toml").read_text(encoding="utf-8")
    (office_of_policy.root / "early.toml").write_text(
        before + 'registered_at = "2011-01-04T09:00:00+09:00"\nauthor = "Lee"\n', encoding="utf-8"
    )
    done = evaluate("register", "early.toml")
    assert "could have seen" not in done.stdout
    assert "2 registered, 0 run, 0 times in all" in done.stdout
    assert [one.author for one in specifications(office_of_policy.root)] == ["Lee", "Kim"]
    assert fixed.id in evaluate("specifications").stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [("place = ", "is not TOML"), ("place = 'C00'", "lacks"), (None, "cannot be read")],
)
def test_file_that_is_no_specification_is_refused(evaluate, office_of_policy, text, said):
    if text is not None:
        (office_of_policy.root / "bad.toml").write_text(text)
    done = evaluate("register", "bad.toml")
    assert (said in " ".join(done.stderr.split()), specifications(office_of_policy.root)) == (True, [])


def test_ladder_prints_all_rungs_and_keeps_the_run_once(evaluate, registered, office_of_policy):
    root = office_of_policy.root
    done = evaluate("ladder", registered.id, "--by", "Lee", "--threads", "2", "--csv", "rungs.csv")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert said.startswith("There is evidence of an effect: between ")
    assert "no coordinates in the register" in said
    table = pd.read_csv(root / "rungs.csv").set_index("rung")
    assert len(table) == 8
    assert table.loc["target_minus_rest", "lower"] < 30 < table.loc["target_minus_rest", "upper"]
    evaluate("ladder", registered.hash, "--by", "Kim")
    (kept,) = runs(root, registered.id)
    assert (kept.by, kept.finding, set(kept.snapshots)) == ("Lee", "effect", {"establishments", "places"})
    np.testing.assert_allclose([one.estimate for one in kept.rungs], table["estimate"])


def test_ladder_of_registered_rates_has_a_net(evaluate, office_of_policy):
    (office_of_policy.root / "net.toml").write_text(SPECIFICATION + RATES, encoding="utf-8")
    assert evaluate("register", "net.toml").returncode == 0
    (fixed,) = specifications(office_of_policy.root)
    assert evaluate("ladder", fixed.id).returncode == 0
    (kept,) = runs(office_of_policy.root, fixed.id)
    gross, net = (np.expm1(one.estimate / 100) for one in (kept.rungs[0], kept.rungs[-1]))
    assert net == pytest.approx(gross * 0.5 * 0.75)


def test_rates_that_nobody_answers_for_are_refused(evaluate, office_of_policy):
    wrong = RATES.replace('origin = "assumed"', 'origin = "hoped"')
    (office_of_policy.root / "net.toml").write_text(SPECIFICATION + wrong, encoding="utf-8")
    assert "'hoped'" in evaluate("register", "net.toml").stderr
    assert specifications(office_of_policy.root) == []


def test_ladder_without_data_or_specification_says_what_is_missing(evaluate, registered, workspace_with):
    assert "No specification 'S-0'" in evaluate("ladder", "S-0").stderr
    empty = workspace_with("empty").root
    (empty / "spec.toml").write_text(SPECIFICATION, encoding="utf-8")
    assert "is registered" in run_here(empty, "evaluate", "register", "spec.toml").stdout
    done = run_here(empty, "evaluate", "ladder", specifications(empty)[0].id)
    assert "needs a table of the kind establishments" in done.stderr
