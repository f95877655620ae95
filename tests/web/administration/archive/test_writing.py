import hashlib
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from sandan.errors import BackupError
from sandan.web.administration.archive.restoring import restore_backup
from sandan.web.administration.archive.writing import Source, make_backup
from sandan.web.audit.chain import Head

HASH = "cd" * 32


def _names(path):
    with tarfile.open(path) as tar:
        return tar.getnames()


def test_backup_holds_what_is_kept_and_not_what_belongs_to_the_machine(back_up):
    made = back_up()
    assert _names(made.path) == [
        "database.sqlite3",
        "workspace/comparison_sets.toml",
        "workspace/sandan.toml",
        f"workspace/evaluations/{HASH}.json",
        f"workspace/evaluations/runs/{HASH}/R-1.json",
        "workspace/files/empty",
        "workspace/files/사업계획서 최종.hwpx",
        "workspace/vault/snapshots/ab/table.parquet",
        "manifest.json",
        "manifest.sha256",
    ]
    assert (made.members, made.head) == (8, Head(7, "ab" * 32))
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    assert oct(made.path.stat().st_mode & 0o777) == "0o600"


def test_backup_leaves_nothing_beside_it(back_up, tmp_path):
    back_up()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.tar", "office"]


def test_backup_overwrites_nothing(back_up, tmp_path):
    (tmp_path / "b.tar").write_text("mine")
    with pytest.raises(BackupError, match="is there already, and a backup overwrites nothing"):
        back_up()
    assert (tmp_path / "b.tar").read_text() == "mine"


def test_backup_into_a_folder_that_is_not_there_is_refused(back_up):
    with pytest.raises(BackupError, match="nowhere cannot be written"):
        back_up("nowhere/b.tar")


def test_backup_without_room_is_refused_before_it_writes(back_up, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: _Disk)
    with pytest.raises(BackupError, match="has 1,000 bytes free, but the backup needs"):
        back_up()
    assert [path.name for path in tmp_path.iterdir()] == ["office"]


class _Disk:
    free = 1_000


def test_backup_follows_links_to_other_disks_once(office, back_up, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "report.pdf").write_bytes(b"pdf")
    shutil.rmtree(office.root / "reports")
    (office.root / "reports").symlink_to(tmp_path / "disk")
    (tmp_path / "disk" / "loop").symlink_to(tmp_path / "disk")
    assert [name for name in _names(back_up().path) if "reports" in name] == ["workspace/reports/report.pdf"]


def test_backup_keeps_hard_links_as_files(office, back_up, tmp_path):
    os.link(office.root / "comparison_sets.toml", office.root / "files" / "same.toml")
    restore_backup(back_up().path, tmp_path / "r")
    assert (tmp_path / "r" / "files" / "same.toml").read_text() == "[sets]\n"


def test_backup_while_others_write_is_of_one_moment(back_up, writing, tmp_path):
    with writing() as process:
        backups = [back_up(f"{number}.tar") for number in range(5)]
        assert process.poll() is None
    ends = []
    for made in backups:
        restored = restore_backup(made.path, tmp_path / made.path.stem)
        with closing(sqlite3.connect(restored.root / "sandan.sqlite3")) as found:
            one, two, trail = (
                found.execute(f"SELECT count(*), max(number) FROM {name}").fetchone()
                for name in ("pair_one", "pair_two", "audit_event")
            )
        assert one == two == (trail[0] - 1, trail[1])
        ends.append(made.head.number)
    assert ends == sorted(set(ends))


def test_backup_of_a_broken_database_is_refused(office, back_up):
    path = office.root / "sandan.sqlite3"
    raw = bytearray(path.read_bytes())
    raw[4096:4200] = b"\xff" * 104
    path.write_bytes(raw)
    with pytest.raises(BackupError, match="is no whole database"):
        back_up()


def test_backup_without_pg_dump_says_what_to_install(office, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="The program pg_dump is not on this machine"):
        make_backup(office, Source(postgresql={"dbname": "x"}), tmp_path / "b.tar")
    assert not Path(tmp_path / "b.tar").exists()
