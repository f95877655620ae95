"""Restoring a backup: into a new folder, which appears only when everything in it was found right."""

import re
import secrets
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sandan.data.workspace import SETTINGS_FILE
from sandan.errors import BackupError
from sandan.web.administration.archive.databases import (
    Contents,
    describe_sqlite,
    parts_of,
    restore_postgresql,
)
from sandan.web.administration.archive.manifest import DUMP, FILES, SQLITE, Manifest, first_difference
from sandan.web.administration.archive.reading import read_backup

__all__ = ["Restored", "restore_backup", "with_database"]

FOLDERS = ("vault", "figures", "reports", "files")


@dataclass(frozen=True)
class Restored:
    """An office that was given back."""

    root: Path
    manifest: Manifest


def restore_backup(path: Path, into: Path, *, database: str = "") -> Restored:
    """Give an office back as it was; ``database`` names an empty PostgreSQL database if it used one."""
    _refuse_taken(into)
    into = into.resolve()
    staging = into.parent / f".{into.name}.restoring-{secrets.token_hex(4)}"
    staging.mkdir(mode=0o700, parents=True)
    try:
        manifest = read_backup(path, staging)
        _compare(path, manifest, _database(manifest, staging, database))
        office = _laid_out(staging, database)
        if into.exists():
            into.rmdir()
        office.rename(into)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Restored(into, manifest)


def _refuse_taken(into: Path) -> None:
    if into.exists() and not (into.is_dir() and not any(into.iterdir())):
        raise BackupError(f"{into} is not empty, and a restore overwrites nothing. Name a new folder.")


def _database(manifest: Manifest, staging: Path, database: str) -> Contents:
    if manifest.database == "sqlite":
        if database:
            raise BackupError(
                "The backup holds a SQLite database, so --database has no meaning here. Leave it out."
            )
        return describe_sqlite(staging / SQLITE)
    if not database:
        raise BackupError(
            "The backup holds a PostgreSQL database. Make an empty one and name it with --database."
        )
    return restore_postgresql(parts_of(database), staging / DUMP)


def _compare(path: Path, manifest: Manifest, found: Contents) -> None:
    said = {**manifest.contents.rows, "the end of the trail": str(manifest.contents.head)}
    difference = first_difference(said, {**found.rows, "the end of the trail": str(found.head)})
    if difference:
        raise BackupError(
            f"The database in {path} is not what its list says: {difference}. Take another backup; "
            "a PostgreSQL database that was filled meanwhile has to be dropped."
        )


def _laid_out(staging: Path, database: str) -> Path:
    """Make what was unpacked into the folder of a workspace."""
    office = staging / FILES
    office.mkdir(exist_ok=True)
    for name in FOLDERS:
        (office / name).mkdir(exist_ok=True)
    if database:
        settings = office / SETTINGS_FILE
        settings.write_text(
            with_database(settings.read_text(encoding="utf-8-sig"), database), encoding="utf-8"
        )
    else:
        (staging / SQLITE).rename(office / "sandan.sqlite3")
    return office


def with_database(settings: str, address: str) -> str:
    """Let the settings name a database: a restored office must never open the one that it was copied from."""
    line = f'database = "{address}"'
    if re.search(r"^\s*database\s*=", settings, flags=re.MULTILINE):
        written = re.sub(r"^\s*database\s*=.*$", lambda _: line, settings, count=1, flags=re.MULTILINE)
    elif re.search(r"^\[web\]", settings, flags=re.MULTILINE):
        written = re.sub(
            r"^\[web\].*$", lambda head: f"{head[0]}\n{line}", settings, count=1, flags=re.MULTILINE
        )
    else:
        written = f"{settings.rstrip()}\n\n[web]\n{line}\n"
    if tomllib.loads(written).get("web", {}).get("database") != address:
        raise BackupError(f"The address {address!r} cannot be written into sandan.toml. Correct it.")
    return written
