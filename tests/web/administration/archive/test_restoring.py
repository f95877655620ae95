import json
import sqlite3
import tomllib
from contextlib import closing

import psycopg
import pytest

from postgresql_server import new_database
from sandan.data.workspace import open_workspace
from sandan.errors import BackupError
from sandan.web.administration.archive import reading, restoring
from sandan.web.administration.archive.databases import parts_of
from sandan.web.administration.archive.restoring import restore_backup, with_database
from sandan.web.administration.archive.writing import Source, make_backup
from sandan.web.audit.chain import Head

HASH = "cd" * 32


def _contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_restore_gives_the_same_twice(office, back_up, tmp_path):
    path = back_up().path
    one, other = (_contents(restore_backup(path, tmp_path / name).root) for name in ("one", "other"))
    assert one == other
    assert sorted(one) == [
        "comparison_sets.toml",
        f"evaluations/{HASH}.json",
        f"evaluations/runs/{HASH}/R-1.json",
        "files/empty",
        "files/사업계획서 최종.hwpx",
        "sandan.sqlite3",
        "sandan.toml",
        "vault/snapshots/ab/table.parquet",
    ]
    kept = {name: raw for name, raw in _contents(office.root).items() if name in one and "sqlite" not in name}
    assert {name: one[name] for name in kept} == kept
    assert open_workspace(tmp_path / "one").settings.name == "하늘시 산업진흥원"


def test_restore_into_an_empty_folder(back_up, tmp_path):
    (tmp_path / "r").mkdir()
    assert restore_backup(back_up().path, tmp_path / "r").root == tmp_path / "r"


def test_restore_over_something_is_refused(back_up, tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "mine").write_text("mine")
    with pytest.raises(BackupError, match="is not empty, and a restore overwrites nothing"):
        restore_backup(back_up().path, tmp_path / "r")
    assert [path.name for path in (tmp_path / "r").iterdir()] == ["mine"]


def test_restore_that_is_refused_leaves_nothing(back_up, tmp_path):
    path = back_up().path
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(BackupError, match="not as it was written"):
        restore_backup(path, tmp_path / "r")
    assert sorted(found.name for found in tmp_path.iterdir()) == ["b.tar", "office"]


@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        ("INSERT INTO pair_one VALUES (1)", "pair_one is 1 instead of 0"),
        ("DROP TABLE pair_two", "pair_two is missing"),
        ("UPDATE audit_event SET hash = 'x'", "the end of the trail is 7:x instead of 7:abab"),
    ],
)
def test_restore_of_a_database_that_is_not_what_the_list_says_is_refused(
    back_up, tmp_path, monkeypatch, statement, difference
):
    def read_and_change(path, into):
        manifest = reading.read_backup(path, into)
        with closing(sqlite3.connect(into / "database.sqlite3")) as found:
            found.execute(statement)
            found.commit()
        return manifest

    monkeypatch.setattr(restoring, "read_backup", read_and_change)
    with pytest.raises(BackupError, match=f"is not what its list says: {difference}"):
        restore_backup(back_up().path, tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_restore_of_sqlite_into_a_named_database_is_refused(back_up, tmp_path):
    with pytest.raises(BackupError, match="holds a SQLite database, so --database has no meaning"):
        restore_backup(back_up().path, tmp_path / "r", database="postgresql://x/y")


@pytest.mark.parametrize(
    "settings",
    [
        '[workspace]\nname = "x"\n',
        '[workspace]\nname = "x"\n\n[web] # here\nhttps = true\n',
        '[workspace]\nname = "x"\n[web]\ndatabase = "postgresql://old/live"\nhttps = true\n',
    ],
)
def test_with_database_names_the_new_one_and_keeps_the_rest(settings):
    before, after = tomllib.loads(settings), tomllib.loads(with_database(settings, "postgresql://u:p@new/x"))
    assert after == before | {"web": before.get("web", {}) | {"database": "postgresql://u:p@new/x"}}


def _fill(address):
    with psycopg.connect(address) as found:
        found.execute("CREATE TABLE audit_event (number bigint PRIMARY KEY, hash text NOT NULL)")
        found.execute('CREATE TABLE "Odd Name" (text text)')
        found.execute("INSERT INTO audit_event SELECT n, repeat('ab', 32) FROM generate_series(1, 9) n")
        found.execute("INSERT INTO \"Odd Name\" VALUES ('한글')")


@pytest.fixture
def postgresql_backup(office, tmp_path):
    address = new_database()
    _fill(address)
    return make_backup(office, Source(postgresql=parts_of(address)), tmp_path / "b.tar")


def test_restore_of_postgresql_into_an_empty_database(postgresql_backup, tmp_path):
    target = new_database()
    restored = restore_backup(postgresql_backup.path, tmp_path / "r", database=target)
    assert restored.manifest.contents.rows == {"Odd Name": 1, "audit_event": 9}
    assert postgresql_backup.head == Head(9, "ab" * 32)
    with psycopg.connect(target) as found:
        assert found.execute('SELECT text FROM "Odd Name"').fetchall() == [("한글",)]
    assert open_workspace(restored.root).settings.web == {"database": target}
    assert not (restored.root / "sandan.sqlite3").exists()


def test_restore_of_postgresql_into_a_filled_database_is_refused(postgresql_backup, tmp_path):
    target = new_database()
    _fill(target)
    with pytest.raises(BackupError, match="holds tables already, and a restore overwrites nothing"):
        restore_backup(postgresql_backup.path, tmp_path / "r", database=target)
    assert not (tmp_path / "r").exists()


def test_restore_of_postgresql_without_a_database_says_how(postgresql_backup, tmp_path):
    with pytest.raises(BackupError, match="Make an empty one and name it with --database"):
        restore_backup(postgresql_backup.path, tmp_path / "r")


def test_backup_of_an_unknown_postgresql_database_says_why(office, tmp_path):
    parts = parts_of(new_database()) | {"dbname": "nobody"}
    with pytest.raises(BackupError, match='database "nobody" does not exist'):
        make_backup(office, Source(postgresql=parts), tmp_path / "b.tar")
    assert json.dumps(sorted(path.name for path in tmp_path.iterdir())) == '["office"]'
