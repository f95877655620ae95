import pandas as pd
import pytest

from sandan.observe.change.change_account import FLOWS
from sandan.report.assemble import open_case
from sandan.report.calculations.establishments import account_of
from sandan.report.sections.account import parameters_of

FOCAL = "G10000"


@pytest.fixture
def told(sandan, office):
    def run(*words):
        return sandan("--workspace", str(office.root), "account", FOCAL, *words)

    return run


@pytest.fixture(scope="module")
def known(office):
    case = open_case(office, FOCAL, start=2011, end=2012, language="en")
    tables = {role: case.shelf.read(case.snapshots[role].id) for role in ("establishments", "rules")}
    return account_of(tables, parameters_of(case)).units


def cells(output):
    lines = [line.split() for line in output.splitlines() if line.strip()]
    return [line for line in lines[2:] if line]


def test_the_account_adds_up(told):
    done = told("--from", "2010", "--to", "2013")
    assert done.returncode == 0
    lines = {line[0]: line[1] for line in cells(done.stdout)}
    number = {line: int(shown.replace(",", "")) for line, shown in lines.items()}
    assert number["start"] + sum(number[line] for line in FLOWS) == number["end"]
    assert not lines["start"].startswith("+")
    assert lines["births"].startswith("+")


@pytest.mark.parametrize("line", ["births", "deaths", "moves_in", "moves_out", "definition_in"])
def test_the_list_of_a_line_names_its_establishments(told, known, line):
    """The lines themselves are held to the recorded events in tests/report/test_from_establishments.py."""
    done = told("--from", "2011", "--to", "2012", "--line", line)
    assert done.returncode == 0
    listed = {row[0] for row in cells(done.stdout) if row[0].startswith("GE")}
    assert listed == set(known.loc[known["line"] == line, "unit"])


def test_births_are_the_recorded_births(told, small_country_files):
    events = pd.read_parquet(small_country_files / "truth" / "events.parquet")
    born = events.loc[(events["year"] == 2012) & (events["kind"] == "birth")]
    here = set(born.loc[born["to_region"].str.startswith(FOCAL[:5]), "establishment"])
    listed = {row[0] for row in cells(told("--from", "2011", "--to", "2012", "--line", "births").stdout)}
    assert listed
    assert {one for one in listed if one.startswith("GE")} <= here


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--from", "2010", "--to", "2013", "--line", "luck"),
            "`line` is 'luck', but the lines of an account are",
        ),
        (("--from", "2013", "--to", "2010"), "the first year"),
        (("--from", "1990", "--to", "1995"), "but not in 1990"),
        (("--from", "2010", "--to", "2020"), "2020"),
    ],
)
def test_what_cannot_be_accounted_for_ends_with_a_sentence(told, words, sentence):
    done = told(*words)
    assert done.returncode == 19
    assert done.stderr.startswith("error [report]: ")
    assert sentence in done.stderr


def test_without_rules_it_says_what_to_import(sandan, workspace_with, planted_register):
    workspace = workspace_with(establishments=planted_register)
    done = sandan("--workspace", str(workspace.root), "account", "A", "--from", "2010", "--to", "2013")
    assert done.returncode == 19
    assert "strategic-industry rules that are in force at both dates; import them first" in done.stderr
