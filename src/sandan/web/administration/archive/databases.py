"""Copying a database out and in again, and counting what is in it."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from sandan.errors import BackupError
from sandan.web.audit.chain import FIRST, Head

__all__ = [
    "Contents",
    "copy_sqlite",
    "describe_postgresql",
    "describe_sqlite",
    "dump_postgresql",
    "parts_of",
    "restore_postgresql",
]

TRAIL = "audit_event"
LAST_EVENT = f"SELECT number, hash FROM {TRAIL} ORDER BY number DESC LIMIT 1"  # noqa: S608 -- a constant


@dataclass(frozen=True)
class Contents:
    """What a database holds: rows by table, and the end of the trail."""

    rows: Mapping[str, int]
    head: Head


def copy_sqlite(source: Path, to: Path) -> Contents:
    """Copy a database in one step, as it is between two writes; writers go on meanwhile."""
    with closing(sqlite3.connect(to)) as copy:
        if source.exists():
            # A connection of its own: one that is in the midst of a write would wait for itself.
            with _as_backup_error(source.name), closing(sqlite3.connect(source, timeout=30)) as found:
                found.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
    return describe_sqlite(to)


def describe_sqlite(path: Path) -> Contents:
    """Check the file of a database and count its rows."""
    with _as_backup_error(path.name), closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as found:
        (state,) = found.execute("PRAGMA integrity_check(1)").fetchone()
        if state != "ok":
            raise BackupError(f"{path.name} is no whole database ({state}). Take another backup.")
        names = found.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        tables = sorted(name for (name,) in names)
        rows = {name: found.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608 -- names out of the database itself
        last = found.execute(LAST_EVENT).fetchone() if TRAIL in rows else None
    return Contents(rows, _head(last))


@contextmanager
def _as_backup_error(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{name} is no whole database ({error}). Take another backup.") from error


def _head(last: tuple[int, str] | None) -> Head:
    return Head(0, FIRST) if last is None else Head(*last)


def parts_of(address: str) -> dict[str, Any]:
    """Take an address of a PostgreSQL database apart."""
    shape = urlsplit(address)
    if shape.scheme not in {"postgresql", "postgres"} or not shape.path.strip("/"):
        raise BackupError(
            f"The database is {shape.scheme or address!r}, but it must be like "
            "postgresql://user:password@host/name. Correct the address."
        )
    return conninfo_to_dict(address)


def dump_postgresql(parts: Mapping[str, Any], to: Path) -> Contents:
    """Write a database with ``pg_dump`` and count its rows, both as of the same moment."""
    program = _program("pg_dump")
    with _connected(parts) as found, found.transaction():
        found.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        (snapshot,) = found.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={to}"]
        _call([program, *words], parts)
        return _describe(found)


def describe_postgresql(parts: Mapping[str, Any]) -> Contents:
    with _connected(parts) as found:
        return _describe(found)


@contextmanager
def _connected(parts: Mapping[str, Any]) -> Iterator[psycopg.Connection]:
    try:
        found = psycopg.connect(**parts, autocommit=True)
    except psycopg.OperationalError as error:
        why = str(error).strip().splitlines()[0]
        raise BackupError(
            f"The database {parts['dbname']} does not answer: {why}. Correct the address or start it."
        ) from error
    with found:
        yield found


def _describe(found: psycopg.Connection) -> Contents:
    names = found.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"
    ).fetchall()
    rows = {}
    for (name,) in names:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        ((rows[name],),) = found.execute(query).fetchall()
    last = found.execute(LAST_EVENT).fetchone() if TRAIL in rows else None
    return Contents(rows, _head(last))


def restore_postgresql(parts: Mapping[str, Any], dump: Path) -> Contents:
    """Fill an empty database with ``pg_restore``, in one transaction."""
    program = _program("pg_restore")
    if describe_postgresql(parts).rows:
        raise BackupError(
            f"The database {parts['dbname']} holds tables already, and a restore overwrites nothing. "
            "Make an empty database and name that."
        )
    words = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    _call([program, *words, f"--dbname={parts['dbname']}", str(dump)], parts)
    return describe_postgresql(parts)


def _program(name: str) -> str:
    found = which(name)
    if found is None:
        raise BackupError(
            f"The program {name} is not on this machine, and the database is PostgreSQL. "
            "Install the client programs of PostgreSQL, in the version of the server or newer."
        )
    return found


def _call(words: list[str], parts: Mapping[str, Any]) -> None:
    """Call a program of PostgreSQL; the password goes through the environment, where nobody lists it."""
    names = {
        "dbname": "PGDATABASE",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "host": "PGHOST",
        "port": "PGPORT",
    }
    given = {names[key]: str(value) for key, value in parts.items() if key in names}
    done = subprocess.run(words, env=os.environ | given, capture_output=True, text=True, check=False)  # noqa: S603 -- our own words
    if done.returncode != 0:
        why = done.stderr.strip().splitlines()[:1] or ["no reason given"]
        raise BackupError(f"{Path(words[0]).name} failed: {why[0]}. Mend that and try again.")
