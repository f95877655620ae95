import shutil

import pytest

from sandan.data.workspace import open_workspace
from sandan.report.publish import FORMATS


@pytest.fixture
def shown(demonstration, tmp_path):
    """A copy of what the command wrote."""
    shutil.copytree(demonstration / "demo", tmp_path / "shown")
    return open_workspace(tmp_path / "shown")


@pytest.mark.slow
def test_the_demonstration_is_complete_and_verifies(demonstration, shown):
    written = {path.name for path in shown.reports_dir.iterdir()}
    assert written == {f"G10000-2010-2013-{lang}.{form}" for lang in ("ko", "en") for form in FORMATS}
    said = (demonstration / "said").read_text(encoding="utf-8").split()
    assert sorted(said) == sorted(str(demonstration / "demo" / "reports" / name) for name in written)
    assert (shown.vault.verify()["state"] == "ok").all()


@pytest.mark.slow
def test_a_figure_of_the_demonstration_is_made_again(sandan, shown):
    book = next(shown.figures_dir.glob("*.jsonl")).read_text(encoding="utf-8")
    again = sandan("--workspace", "shown", "replay", book.split('"id": "')[1][:14])
    assert "The replay gives the same value." in again.stdout


@pytest.mark.slow
def test_a_second_demonstration_writes_the_same_bytes(sandan, shown):
    before = {path.name: path.read_bytes() for path in shown.reports_dir.iterdir()}
    assert sandan("demo", "shown").returncode == 0
    assert {path.name: path.read_bytes() for path in shown.reports_dir.iterdir()} == before


def test_the_workspace_of_somebody_else_is_refused(sandan, tmp_path):
    assert sandan("init", "office", "--name", "Hanul").returncode == 0
    done = sandan("demo", "office")
    assert done.returncode == 20
    assert "'Hanul' and not a demonstration" in done.stderr
    assert not list(tmp_path.rglob("*.parquet"))


def test_a_folder_in_use_is_refused(sandan, tmp_path):
    (tmp_path / "sandan.toml").write_text("mine")
    done = sandan("demo", ".")
    assert done.returncode != 0
    assert done.stderr.startswith("error [workspace]: ")
    assert (tmp_path / "sandan.toml").read_text() == "mine"
    assert not list(tmp_path.rglob("*.parquet"))
