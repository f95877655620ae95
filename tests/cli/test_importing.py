import random
import shutil
import subprocess
import sys
import time
from datetime import date

import pytest

from sandan.data.profiles.registry import PROFILES
from sandan.data.workspace import open_workspace

KILLS = 25


def test_import_says_what_happened_to_the_rows(sandan, workspace, import_words):
    done = sandan(*import_words)
    (snapshot,) = open_workspace(workspace).vault.snapshots()
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        f"jobs.csv is snapshot {snapshot.short}: 12 rows of industry_table.\n"
        "Rows: 12 read, 12 used (0 repaired), 0 refused, 0 set aside; the table has 12.\n"
    )
    assert done.stderr == ""


@pytest.mark.usefixtures("workspace")
def test_second_import_says_that_it_is_there(sandan, import_words):
    sandan(*import_words)
    done = sandan(*import_words)
    assert done.returncode == 0
    assert done.stdout.startswith("jobs.csv was in the vault already: snapshot ")


def test_revised_edition_says_what_it_supersedes(sandan, workspace, import_words, long_file):
    sandan(*import_words)
    (old,) = open_workspace(workspace).vault.snapshots()
    long_file(workspace / "jobs.csv", 13)
    refused = sandan(*import_words)
    assert refused.returncode == 17
    assert f"--supersedes {old.short}" in refused.stderr
    done = sandan(*import_words, "--edition", "revised")
    assert f"It supersedes {old.short}." in done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (
            ["import", "generic", "nowhere.csv", "--as-of", "2015-12-31", "--option", "mapping=jobs.toml"],
            12,
            "error [source]: nowhere.csv cannot be read (No such file or directory)",
        ),
        (
            ["import", "generic", ".", "--as-of", "2015-12-31"],
            12,
            "is a folder, but an import reads one file",
        ),
        (["import", "generic", "jobs.csv", "--as-of", "yesterday"], 2, "'yesterday'"),
        (
            ["import", "generic", "jobs.csv", "--as-of", "2015-12-31", "--option", "mapping"],
            2,
            "is not KEY=VALUE",
        ),
        (["import", "generic", "jobs.csv", "--as-of", "2015-12-31", "--edition", "draft"], 2, "draft"),
        (["import", "generic", "jobs.csv"], 2, "--as-of"),
    ],
)
@pytest.mark.usefixtures("workspace")
def test_wrong_call_is_refused_with_the_word_that_is_wrong(sandan, words, status, said):
    done = sandan(*words)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_import_that_is_killed_at_any_moment_leaves_a_whole_workspace(
    sandan, workspace, import_words, long_file, tmp_path_factory
):
    """Each kill hits a fresh copy of a workspace that holds one earlier snapshot."""
    assert sandan(*import_words).returncode == 0
    earlier = open_workspace(workspace).vault.snapshots()
    long_file(workspace / "jobs.csv", 25_000)
    import_words[4] = "2016-12-31"

    def started():
        """Copy the workspace, start the import, and wait until it works in the vault."""
        copy = tmp_path_factory.mktemp("killed") / "office"
        shutil.copytree(workspace, copy)
        command = [sys.executable, "-c", "from sandan.cli import main; main()", *import_words]
        process = subprocess.Popen(command, cwd=copy, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        while process.poll() is None and not list((copy / "vault" / "incoming").iterdir()):
            time.sleep(0.001)
        return copy, process

    whole, process = started()
    began = time.monotonic()
    assert process.wait() == 0, process.stderr.read()
    process.stderr.close()
    lasts = time.monotonic() - began
    (expected,) = (s for s in open_workspace(whole).vault.snapshots() if s not in earlier)

    moments = random.Random(20260101)
    found = {"leftover": 0, "finished": 0, "nothing": 0}
    for _ in range(KILLS):
        copy, process = started()
        time.sleep(moments.uniform(0, 1.02 * lasts))
        process.kill()
        process.wait()
        process.stderr.close()
        vault = open_workspace(copy).vault
        assert set(vault.verify()["state"]) == {"ok"}
        assert vault.snapshots()[:1] == earlier
        assert vault.read(earlier[0].id)["value"].size == 12
        there = {s.id for s in vault.snapshots()} - {earlier[0].id}
        assert there <= {expected.id}
        left = [path for path in (copy / "vault" / "incoming").iterdir() if path.is_dir()]
        found["finished" if there else "leftover" if left else "nothing"] += 1
        again = vault.import_file(
            PROFILES["generic"],
            copy / "jobs.csv",
            as_of=date(2016, 12, 31),
            options={"mapping": str(copy / "jobs.toml")},
        )
        assert again.id == expected.id
        assert list((copy / "vault" / "incoming").iterdir()) == []
        shutil.rmtree(copy)
    assert found["leftover"] >= KILLS // 5, found


def test_two_processes_that_import_one_file_at_once_get_one_snapshot(workspace, import_words, long_file):
    long_file(workspace / "jobs.csv", 20_000)
    command = [sys.executable, "-c", "from sandan.cli import main; main()", *import_words]
    both = [subprocess.Popen(command, cwd=workspace, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    (snapshot,) = open_workspace(workspace).vault.snapshots()
    assert all(snapshot.short in words for words in told)
    assert open_workspace(workspace).vault.verify()["state"].tolist() == ["ok"]
