from datetime import date

import pandas as pd
import pytest

from sandan.data.profiles.registry import profile_of
from sandan.data.workspace import create_workspace
from sandan.errors import ReportError
from sandan.report.choosing import choose_measure, choose_snapshot

ROWS = "code,level,name_ko,system\n{code},city,가,statistics\n"


@pytest.fixture
def vault(tmp_path):
    vault = create_workspace(tmp_path / "w", name="Two lists").vault
    for code in ("11010", "21010"):
        path = tmp_path / f"{code}.csv"
        path.write_text(ROWS.format(code=code), encoding="utf-8")
        vault.import_file(profile_of("regions"), path, as_of=date(2020, 1, 1))
    return vault


def test_several_snapshots_are_never_guessed_between(vault):
    with pytest.raises(ReportError, match="2 snapshots of the kind regions"):
        choose_snapshot(vault, "regions")


def test_a_named_snapshot_is_taken(vault):
    wanted = vault.current("regions")[1]
    assert choose_snapshot(vault, "regions", [wanted]) == wanted


def test_none_of_a_kind_is_none(vault):
    assert choose_snapshot(vault, "industry_table") is None


def test_one_of_several_measures_must_be_named():
    table = pd.DataFrame({"measure": ["firms", "jobs"]})
    assert choose_measure(table, "jobs") == "jobs"
    with pytest.raises(ReportError, match="firms, jobs"):
        choose_measure(table, None)
