import pytest

from sandan.cli.evaluate.standing import _pairs
from sandan.errors import DefinitionError

GENERATED = ("--registry", "generated_country")


@pytest.fixture
def asked(sandan, office):
    """Ask the office of the small country."""

    def ask(*words):
        return sandan("--workspace", str(office.root), "evaluate", *words)

    return ask


def test_peers_are_ranked_with_what_sets_them_apart(asked):
    done = asked(
        "peers", "G10000", "--year", "2010", "--before", "2009", "--count", "3", "--weight", "size=2"
    )
    assert done.returncode == 0, done.stderr
    assert "How many of the list stay" in done.stdout
    assert done.stdout.count("G1") >= 3


def test_targets_have_a_verdict(asked):
    done = asked("targets", "G10000", *GENERATED, "--baseline", "workers=2010", "--as-of", "2013")
    assert done.returncode == 0, done.stderr
    assert "other_definition" in done.stdout


def test_jobs_are_counted_and_their_total_checked(asked):
    done = asked("jobs", "G10000", "--year", "2013")
    assert done.returncode == 0, done.stderr
    assert "once_over_all_kinds" in done.stdout
    assert "adds_up_only_with_person_days" in done.stdout


def test_scenario_says_that_it_is_arithmetic(asked):
    done = asked(
        "scenario",
        "G10000",
        *GENERATED,
        "--from",
        "2010",
        "--to",
        "2013",
        "--indicator",
        "venture_firms",
        "--version",
        "1",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Arithmetic, not a forecast")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "One changed condition is worked out at a time"),
        (("--without", "X", "--version", "1"), "One changed condition"),
        (("--peers", "friends"), "There is no stored set 'friends'"),
    ],
)
def test_scenario_without_one_condition_is_refused(asked, words, message):
    done = asked("scenario", "G10000", "--from", "2010", "--to", "2013", *words)
    assert done.returncode != 0
    assert message in " ".join(done.stderr.split())


def test_pair_that_is_none_is_refused():
    assert _pairs(["size=2", "growth=0.5"]) == [("size", "2"), ("growth", "0.5")]
    with pytest.raises(DefinitionError, match="'size' is not NAME=NUMBER"):
        _pairs(["size"])
