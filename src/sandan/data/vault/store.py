"""The vault: every table that was ever imported, unchanged, under the hash of its content."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from sandan.data.profiles.base import Profile
from sandan.data.vault.disk import sha256_of
from sandan.data.vault.importing import import_file
from sandan.data.vault.sidecar import Edition, Snapshot, snapshot_id
from sandan.errors import SnapshotMissingError, SnapshotTamperedError, VaultError

__all__ = ["Vault"]

SHORT = 12
_ID = re.compile("[0-9a-f]{64}")
SHORTEST_PREFIX = 4
_MEND = "Put it back from a backup, or move its folder out of the vault and import the original file again."


class Vault:
    """A folder of immutable snapshots; see ``docs/decisions/0003-vault.md`` for its layout.

    Everything that is read is first compared with the hash under which it was stored. A file that
    was compared once is not compared again by the same object while its size and time of change
    stay the same.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._verified: dict[Path, tuple[str, int, int, int]] = {}

    def import_file(
        self,
        profile: Profile,
        path: Path,
        *,
        as_of: date,
        edition: Edition | str = Edition.FINAL,
        options: Mapping[str, str] | None = None,
        supersedes: Sequence[str] = (),
        on_progress: Callable[[str, int, int], None] | None = None,
    ) -> Snapshot:
        """Turn a file into a snapshot; see :func:`sandan.data.vault.importing.import_file`."""
        return import_file(
            self,
            profile,
            path,
            as_of=as_of,
            edition=edition,
            options=options or {},
            supersedes=supersedes,
            on_progress=on_progress,
        )

    def snapshots(self, kind: str | None = None) -> list[Snapshot]:
        """List all snapshots, oldest import first, or those of one kind of table."""
        found = [self._sidecar(key) for key in self._ids()]
        wanted = [snapshot for snapshot in found if kind in {None, snapshot.kind}]
        return sorted(wanted, key=lambda snapshot: (snapshot.imported_at, snapshot.id))

    def current(self, kind: str | None = None) -> list[Snapshot]:
        """List the snapshots that no other edition has replaced, oldest import first."""
        found = self.snapshots()
        replaced = {key for snapshot in found for key in snapshot.supersedes}
        return [s for s in found if kind in {None, s.kind} and s.id not in replaced and not s.outdated_by]

    def get(self, key: str) -> Snapshot:
        """Return the record of a snapshot, by its identifier or the beginning of it."""
        matches = [found for found in self._ids() if found.startswith(key)]
        if len(key) < SHORTEST_PREFIX or not matches:
            raise SnapshotMissingError(
                f"The vault at {self.root} has no snapshot {key!r}; `sandan vault list` shows what it has. "
                f"Give at least {SHORTEST_PREFIX} digits, or import the file again."
            )
        if len(matches) > 1:
            raise VaultError(
                f"{key!r} is the beginning of {len(matches)} snapshots, "
                f"{', '.join(match[:SHORT] for match in matches)}; give more digits."
            )
        return self._sidecar(matches[0])

    def read(self, key: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the table of a snapshot, or some of its columns, after checking its hash."""
        path = self.parquet_path(key)
        return pd.read_parquet(path, columns=None if columns is None else list(columns))

    def parquet_path(self, key: str) -> Path:
        """Return where the table of a snapshot lies, after checking its hash."""
        snapshot = self.get(key)
        path = self.folder(snapshot.id) / "table.parquet"
        self._check_file(path, snapshot.table_sha256, f"The table of snapshot {snapshot.short}")
        return path

    def original_path(self, key: str) -> Path:
        """Return where the original bytes of a snapshot lie, after checking their hash."""
        snapshot = self.get(key)
        self._check_originals(snapshot)
        return self.place_of_original(snapshot.original_sha256)

    def check(self, snapshot: Snapshot) -> None:
        """Refuse a snapshot of which anything is missing or changed."""
        self.parquet_path(snapshot.id)
        self._check_originals(snapshot)

    def verify(self) -> pd.DataFrame:
        """Compare everything in the vault with its hash, afresh.

        One row per snapshot that is there, and per snapshot that one of them supersedes: columns
        ``snapshot``, ``state`` (``ok``, ``tampered``, ``missing``) and ``detail``.
        """
        self._verified.clear()
        ids = self._ids()
        rows = [(key, *self._state(key)) for key in ids]
        lost = sorted(self._mentioned(ids) - set(ids))
        rows += [
            (key, "missing", "Another snapshot names it, but the vault does not have it.") for key in lost
        ]
        return pd.DataFrame(rows, columns=["snapshot", "state", "detail"])

    def _state(self, key: str) -> tuple[str, str]:
        try:
            self.check(self._sidecar(key))
        except SnapshotMissingError as error:
            return "missing", str(error)
        except SnapshotTamperedError as error:
            return "tampered", str(error)
        return "ok", ""

    def _mentioned(self, ids: Sequence[str]) -> set[str]:
        readable = [self._sidecar(key) for key in ids if self._state(key)[0] == "ok"]
        return {key for snapshot in readable for key in (*snapshot.supersedes, *snapshot.outdated_by)}

    def _ids(self) -> list[str]:
        folder = self.root / "snapshots"
        return (
            sorted(path.name for path in folder.iterdir() if _ID.fullmatch(path.name))
            if folder.is_dir()
            else []
        )

    def folder(self, key: str) -> Path:
        """Return where a snapshot is kept, whether it is there or not."""
        return self.root / "snapshots" / key

    def place_of_original(self, sha256: str) -> Path:
        """Return where bytes with this hash are kept, whether they are there or not."""
        return self.root / "originals" / sha256[:2] / sha256

    def _check_originals(self, snapshot: Snapshot) -> None:
        short = snapshot.short
        name = snapshot.original_name
        self._check_file(
            self.place_of_original(snapshot.original_sha256),
            snapshot.original_sha256,
            f"The original {name} of {short}",
        )
        for option, sha256 in snapshot.option_files.items():
            self._check_file(self.place_of_original(sha256), sha256, f"The {option} file of snapshot {short}")

    def _sidecar(self, key: str) -> Snapshot:
        path = self.folder(key) / "sidecar.json"
        what = f"The sidecar of snapshot {key[:SHORT]}"
        try:
            record = json.loads(path.read_bytes())
        except FileNotFoundError as error:
            raise _missing(what, path) from error
        except ValueError as error:
            raise _tampered(what, path) from error
        if not isinstance(record, dict) or record.get("id") != key or snapshot_id(record) != key:
            raise _tampered(what, path)
        return _snapshot(record, path)

    def _check_file(self, path: Path, sha256: str, what: str) -> None:
        try:
            found = path.stat()
            seal = (sha256, found.st_size, found.st_mtime_ns, found.st_ino)
            if self._verified.get(path) == seal:
                return
            actual = sha256_of(path)
        except FileNotFoundError as error:
            raise _missing(what, path) from error
        if actual != sha256:
            raise _tampered(what, path)
        self._verified[path] = seal


def _snapshot(record: dict[str, Any], path: Path) -> Snapshot:
    """Read a sidecar whose hash is right; what cannot be read was written by another release."""
    try:
        return Snapshot.from_json(record)
    except (ValueError, KeyError, TypeError) as error:
        raise VaultError(
            f"{path} was written by Sandan {record.get('sandan_version')} in a form that this release does "
            f"not know ({error}); use that release or a later one."
        ) from error


def _missing(what: str, path: Path) -> SnapshotMissingError:
    return SnapshotMissingError(f"{what} is not at {path}. {_MEND}")


def _tampered(what: str, path: Path) -> SnapshotTamperedError:
    return SnapshotTamperedError(f"{what} is not what was stored: {path} was changed or damaged. {_MEND}")
