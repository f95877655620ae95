import subprocess
from pathlib import PurePath

import pytest


@pytest.fixture(scope="module")
def tool(load):
    return load("nearby_tests")


@pytest.mark.parametrize(
    ("file", "test"),
    [
        ("src/sandan/data/codes/ksic.py", "tests/data/codes/test_ksic.py"),
        ("src/sandan/web/jobs/templates/jobs/job.html", "tests/web/jobs"),
        ("src/sandan/web/companies/models/company.py", "tests/web/companies"),
        ("tests/web/jobs/test_forms.py", "tests/web/jobs/test_forms.py"),
        ("tests/web/jobs/conftest.py", "tests/web/jobs"),
        ("tools/house_rules.py", "tests/tools/test_house_rules.py"),
        ("README.md", None),
        ("tests/conftest.py", None),
        ("tests/data/codes/test_gone.py", "tests/data/codes"),
    ],
)
def test_nearest_test_of_a_file(tool, root, file, test):
    found = set(tool.nearby([PurePath(file)], root)) - set(tool.ALWAYS)
    assert found == ({PurePath(test)} if test else set())


def test_changes_are_those_not_committed_or_else_the_last_commit(tool, tmp_path):
    def git(*words):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *words], cwd=tmp_path, check=True)

    git("init", "-q")
    for name in ("first.py", "second.py"):
        (tmp_path / name).write_text("")
        git("add", "-A")
        git("commit", "-qm", name)
    assert tool.changed(tmp_path) == [PurePath("second.py")]
    (tmp_path / "first.py").write_text("changed")
    (tmp_path / "third.py").write_text("")
    assert tool.changed(tmp_path) == [PurePath("first.py"), PurePath("third.py")]
