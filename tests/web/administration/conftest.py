"""Offices to back up: a folder with a database, files and a vault, and somebody who keeps on writing."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager

import pytest

from sandan.data.workspace import create_workspace
from sandan.evaluate.registration.store import FOLDER
from sandan.web.administration.archive.writing import Source, make_backup

HASH = "cd" * 32
SCHEMA = """
CREATE TABLE audit_event (number INTEGER PRIMARY KEY, hash TEXT NOT NULL);
CREATE TABLE pair_one (number INTEGER PRIMARY KEY);
CREATE TABLE pair_two (number INTEGER PRIMARY KEY);
"""
WRITER = """
import sqlite3, sys
found = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
number = 100
while True:
    number += 1
    found.execute("BEGIN IMMEDIATE")
    found.execute("INSERT INTO pair_one VALUES (?)", (number,))
    found.execute("INSERT INTO pair_two VALUES (?)", (number,))
    found.execute("INSERT INTO audit_event VALUES (?, ?)", (number, f"{number:064x}"))
    found.execute("COMMIT")
    if number == 150:
        print("writing", flush=True)
"""


@pytest.fixture
def office(tmp_path):
    workspace = create_workspace(tmp_path / "office", name="하늘시 산업진흥원")
    root = workspace.root
    (root / "vault" / "snapshots" / "ab").mkdir(parents=True)
    (root / "vault" / "snapshots" / "ab" / "table.parquet").write_bytes(os.urandom(300_000))
    (root / "files").mkdir()
    (root / "files" / "사업계획서 최종.hwpx").write_bytes("계획".encode() * 1000)
    (root / "files" / "empty").write_bytes(b"")
    (root / "comparison_sets.toml").write_text("[sets]\n")
    for kept in (f"{HASH}.json", f"runs/{HASH}/R-1.json"):
        (root / FOLDER / kept).parent.mkdir(parents=True, exist_ok=True)
        (root / FOLDER / kept).write_text("{}\n")
    for left_out in (
        "secret.key",
        "cache/static/a.css",
        "backups/old.tar",
        "vault/lock",
        "vault/incoming/x/y",
    ):
        (root / left_out).parent.mkdir(parents=True, exist_ok=True)
        (root / left_out).write_text("not in a backup")
    with closing(sqlite3.connect(root / "sandan.sqlite3")) as found:
        found.execute("PRAGMA journal_mode = WAL")
        found.executescript(SCHEMA)
        found.execute("INSERT INTO audit_event VALUES (7, ?)", ("ab" * 32,))
        found.commit()
    return workspace


@pytest.fixture
def back_up(office, tmp_path):
    """Return a maker of backups of the office."""

    def make(name="b.tar"):
        return make_backup(office, Source(sqlite=office.root / "sandan.sqlite3"), tmp_path / name)

    return make


@pytest.fixture
def writing(office):
    """Return a context in which another process writes all the time."""

    @contextmanager
    def go():
        words = [sys.executable, "-c", WRITER, str(office.root / "sandan.sqlite3")]
        process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout.readline() == "writing\n"
            yield process
        finally:
            process.kill()
            process.communicate()

    return go
