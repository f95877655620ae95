"""The list of a backup: every member with its size and hash, what the database holds, who made it when."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sandan.errors import BackupError
from sandan.web.administration.archive.databases import Contents
from sandan.web.audit.chain import Head

__all__ = ["DUMP", "FILES", "MANIFEST", "SEAL", "SQLITE", "Manifest", "Member", "first_difference"]

FORMAT = "sandan-backup"
VERSION = 1
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
SQLITE, DUMP = "database.sqlite3", "database.dump"
FILES = "workspace/"


@dataclass(frozen=True)
class Member:
    """A file of a backup."""

    sha256: str
    bytes: int


@dataclass(frozen=True)
class Manifest:
    """What a backup says that it holds."""

    office: str
    made_at: str
    sandan: str
    database: str
    """``sqlite`` or ``postgresql``."""
    contents: Contents
    members: Mapping[str, Member]

    def to_bytes(self) -> bytes:
        said: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "office": self.office,
            "made_at": self.made_at,
            "sandan": self.sandan,
            "database": self.database,
            "rows": dict(self.contents.rows),
            "trail": str(self.contents.head),
            "members": {name: asdict(member) for name, member in self.members.items()},
        }
        return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"

    @classmethod
    def from_bytes(cls, raw: bytes, seal: bytes) -> "Manifest":
        if hashlib.sha256(raw).hexdigest() != seal.decode("ascii", "replace").strip():
            raise BackupError(
                f"{MANIFEST} is not as it was written, so nothing is restored. Take another backup."
            )
        try:
            return cls._from(json.loads(raw))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise BackupError(f"{MANIFEST} lacks {error}; no Sandan wrote it. Do not restore it.") from error

    @classmethod
    def _from(cls, said: dict[str, Any]) -> "Manifest":
        if (said["format"], said["version"]) != (FORMAT, VERSION):
            raise BackupError(
                f"This is a {said['format']} of version {said['version']}, but this Sandan reads version "
                f"{VERSION}. Restore it with the Sandan that made it, {said['sandan']}."
            )
        return cls(
            office=said["office"],
            made_at=said["made_at"],
            sandan=said["sandan"],
            database=said["database"],
            contents=Contents(said["rows"], Head.read(said["trail"])),
            members={name: Member(**one) for name, one in said["members"].items()},
        )


def first_difference(said: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Say where two lists differ, one line for the first place; nothing if they are the same."""
    for name in sorted(set(said) | set(found)):
        if name not in found:
            return f"{name} is missing"
        if name not in said:
            return f"{name} is not in the list"
        if said[name] != found[name]:
            return f"{name} is {found[name]} instead of {said[name]}"
    return ""
