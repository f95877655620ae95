import pandas as pd
import pytest

TABLE = """region,industry,period,value
a,X,2010,30
a,Y,2010,20
b,X,2010,10
b,Y,2010,140
c,X,2010,5
a,X,2015,60
a,Y,2015,20
b,X,2015,10
b,Y,2015,110
"""
MAPPING = """
measure = "employment"
unit = "persons"
[columns]
region = "region"
industry = "industry"
period = "period"
value = "value"
"""


@pytest.fixture
def table(tmp_path, sandan):
    sandan("init", ".", "--name", "Hanul")
    (tmp_path / "jobs.toml").write_text(MAPPING)
    (tmp_path / "jobs.csv").write_text(TABLE)
    done = sandan("import", "generic", "jobs.csv", "--as-of", "2015-12-31", "--option", "mapping=jobs.toml")
    assert done.returncode == 0, done.stderr
    return tmp_path


def test_location_quotients_of_one_date(table, sandan):
    done = sandan("observe", "location-quotient", "--region", "a", "--to", "2015", "--csv", "made/lq.csv")
    assert done.returncode != 0
    (table / "made").mkdir()
    done = sandan("observe", "location-quotient", "--region", "a", "--to", "2015", "--csv", "made/lq.csv")
    assert done.returncode == 0, done.stderr
    written = pd.read_csv(table / "made" / "lq.csv").set_index("industry")["location_quotient"]
    assert written.to_dict() == pytest.approx({"X": (60 / 80) / (70 / 200), "Y": (20 / 80) / (130 / 200)})
    assert "2.1429" in done.stdout
    assert "places in the sample: 2" in done.stdout


@pytest.mark.usefixtures("table")
def test_location_quotients_of_two_dates_use_common_places(sandan):
    done = sandan("observe", "location-quotient", "--region", "a", "--from", "2010", "--to", "2015")
    assert done.returncode == 0, done.stderr
    assert "3.0000" in done.stdout
    assert "places left out, absent at one of the dates: 1" in done.stdout


def test_shift_share_adds_up_to_the_change(table, sandan):
    done = sandan(
        "observe", "shift-share", "--region", "a", "--from", "2010", "--to", "2015", "--csv", "s.csv"
    )
    assert done.returncode == 0, done.stderr
    parts = pd.read_csv(table / "s.csv").set_index("industry")
    assert parts.loc["all", ["start", "end", "change", "national"]].tolist() == [50, 80, 30, 0]
    added = parts[["national", "industry_mix", "not_explained_by_mix", "new_in_all_regions"]].sum(axis=1)
    assert added.tolist() == pytest.approx(parts["change"].tolist())


def test_a_cell_that_nobody_knows_gives_no_quotient(table, sandan):
    text = TABLE.replace("a,Y,2015,20", "a,Y,2015,*")
    (table / "hidden.csv").write_text(text)
    done = sandan(
        *("import", "generic", "hidden.csv", "--as-of", "2015-12-31", "--edition", "revised"),
        *("--option", "mapping=jobs.toml"),
    )
    assert done.returncode == 0, done.stderr
    done = sandan("observe", "location-quotient", "--region", "a", "--to", "2015", "--csv", "lq.csv")
    written = pd.read_csv(table / "lq.csv").set_index("industry")
    assert written["location_quotient"].isna().all()
    assert written["status"].to_dict() == {"X": "reported", "Y": "suppressed"}
    assert "cells without a number: 1" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "z", "--from", "2010", "--to", "2015"), "no place 'z'"),
        (("--region", "a", "--from", "2011", "--to", "2015"), "in 2010, 2015, but not in 2011"),
        (("--region", "a", "--from", "2015", "--to", "2010"), "must be before the last"),
        (("--region", "a", "--from", "2010", "--to", "2015", "--measure", "tons"), "--measure says 'tons'"),
    ],
)
@pytest.mark.usefixtures("table")
def test_questions_without_an_answer_are_refused(sandan, words, said):
    done = sandan("observe", "shift-share", *words)
    assert done.returncode != 0
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_workspace_without_a_table_says_so(sandan):
    sandan("init", ".", "--name", "Hanul")
    done = sandan("observe", "location-quotient", "--region", "a", "--to", "2015")
    assert "no snapshot of the kind industry_table" in done.stderr
