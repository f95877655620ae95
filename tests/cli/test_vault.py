import pytest

from sandan.data.workspace import open_workspace


@pytest.fixture
def stored(sandan, workspace, import_words):
    assert sandan(*import_words).returncode == 0
    (snapshot,) = open_workspace(workspace).vault.snapshots()
    return snapshot


def test_list_shows_what_is_current(sandan, workspace, import_words, stored):
    with (workspace / "jobs.csv").open("a") as file:
        file.write("99999,100,2000,1\n")
    assert sandan(*import_words, "--edition", "revised").returncode == 0
    rows = [line.split() for line in sandan("vault", "list").stdout.splitlines() if "jobs.csv" in line]
    assert [(row[2], row[4], row[5], row[6]) for row in rows] == [
        ("generic", "final", "12", "no"),
        ("generic", "revised", "13", "yes"),
    ]
    assert stored.short not in sandan("vault", "list", "--current").stdout


def test_show_tells_source_hashes_and_warnings(sandan, stored):
    told = sandan("vault", "show", stored.short).stdout
    for fact in (
        stored.id,
        stored.original_sha256,
        stored.table_sha256,
        stored.source,
        *stored.not_to_be_read_as,
    ):
        assert fact in told


def test_verify_is_silent_about_nothing(sandan, workspace, stored):
    done = sandan("vault", "verify")
    assert done.returncode == 0
    assert done.stdout.endswith("All 1 snapshots are as they were stored.\n")
    path = open_workspace(workspace).vault.parquet_path(stored.id)
    path.chmod(0o644)
    path.write_bytes(b"x")
    done = sandan("vault", "verify")
    assert done.returncode == 17
    assert "tampered" in done.stdout
    assert f"error [vault]: 1 of 1 snapshots are not as they were stored ({stored.short})" in done.stderr


@pytest.mark.usefixtures("workspace")
def test_snapshot_that_is_not_there_is_an_error_of_the_vault(sandan):
    done = sandan("vault", "show", "0123456789")
    assert done.returncode == 17
    assert done.stderr.startswith("error [vault-snapshot-missing]: ")
