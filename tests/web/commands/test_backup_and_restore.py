"""Backup, restore and the audit of the trail as people start them: processes on a real office."""

import pytest

from office_process import Office, make_office
from postgresql_server import new_database
from sandan.data.workspace import create_workspace

PEOPLE = """
from sandan.web.accounts import actions
token = actions.setup_link().split("/")[-2]
actions.set_up(token=token, name="김하늘", email="a@example.org", password="correct horse battery")
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request, tmp_path):
    address = "" if request.param == "sqlite" else new_database()
    made = make_office(tmp_path / "office", database=address)
    made.python(PEOPLE)
    (made.root / "reports" / "report.html").write_text("report")
    return made


def _end(said):
    return next(line.rpartition(" ")[2] for line in said.splitlines() if "nd of the trail" in line)


@pytest.mark.slow
def test_office_is_given_back_with_its_trail(office, tmp_path):
    made = office.run("backup", str(tmp_path))
    assert made.returncode == 0, made.stderr
    (file,) = tmp_path.glob("sandan-*.tar")
    given = ["--database", new_database()] if office.database else []
    done = office.run("restore", str(file), str(tmp_path / "restored"), *given)
    assert done.returncode == 0, done.stderr
    restored = type(office)(tmp_path / "restored", given[-1] if given else "", office.settings)
    assert restored.rows("SELECT name FROM accounts_person") == [("김하늘",)]
    assert (restored.root / "reports" / "report.html").read_text() == "report"
    verified = restored.run("audit", "verify", "--expect", _end(made.stdout))
    assert (verified.returncode, _end(verified.stdout)) == (0, _end(made.stdout))
    # The backup was noted after it was made, so the office itself has gone on by one event.
    assert office.rows("SELECT action FROM audit_event ORDER BY number") == [
        ("person.set_up",),
        ("backup.made",),
    ]
    assert office.run("audit", "verify", "--expect", _end(made.stdout)).returncode == 0
    assert (
        restored.run("audit", "verify", "--expect", _end(office.run("audit", "verify").stdout)).returncode
        == 1
    )


def test_restore_refusal_is_a_sentence_with_its_code(tmp_path):
    (tmp_path / "b.tar").write_bytes(b"x" * 2000)
    done = Office(tmp_path).run("restore", str(tmp_path / "b.tar"), str(tmp_path / "r"))
    assert (done.returncode, done.stderr.startswith("error [backup]:")) == (22, True)
    assert done.stderr.endswith("more: docs/reference/errors.md#backup\n")


def test_backup_of_a_workspace_without_pages(tmp_path):
    root = create_workspace(tmp_path / "plain", name="Hanul").root
    done = Office(root).run("backup", str(tmp_path / "b.tar"))
    assert (done.returncode, done.stderr) == (0, "")
    assert Office(root).run("restore", str(tmp_path / "b.tar"), str(tmp_path / "r")).returncode == 0
