"""Writing a backup: under another name until it was read back and found whole."""

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sandan import __version__
from sandan.data.workspace import Workspace
from sandan.errors import BackupError
from sandan.web.administration.archive.databases import Contents, copy_sqlite, dump_postgresql
from sandan.web.administration.archive.manifest import DUMP, FILES, MANIFEST, SEAL, SQLITE, Manifest, Member
from sandan.web.administration.archive.reading import read_backup
from sandan.web.audit.chain import Head

__all__ = ["Made", "Source", "file_name", "make_backup"]

LEFT_OUT = ("backups", "cache", "secret.key", "sandan.sqlite3", "sandan.sqlite3-wal", "sandan.sqlite3-shm")
"""The key of this installation signs cookies and nothing that is kept; a restored office makes its own."""
AT_WORK = (Path("vault", "incoming"), Path("vault", "lock"))

OnProgress = Callable[[int, int], None]


@dataclass(frozen=True)
class Source:
    """Where the database of the office is: a file of SQLite, or a server."""

    sqlite: Path | None = None
    postgresql: Mapping[str, Any] | None = None

    def copy(self, folder: Path) -> tuple[str, Path, Contents]:
        if self.sqlite is not None:
            return "sqlite", folder / SQLITE, copy_sqlite(self.sqlite, folder / SQLITE)
        return "postgresql", folder / DUMP, dump_postgresql(self.postgresql or {}, folder / DUMP)


@dataclass(frozen=True)
class Made:
    """A backup that was written and read back."""

    path: Path
    bytes: int
    sha256: str
    members: int
    head: Head


def file_name(now: datetime) -> str:
    return f"sandan-{now:%Y%m%d-%H%M%S}.tar"


def make_backup(
    workspace: Workspace, source: Source, target: Path, *, on_progress: OnProgress | None = None
) -> Made:
    """Write the office into one file.

    The database comes first: whatever it refers to is in the vault and among the files already, and
    both are read after it.
    """
    target = target.resolve()
    if target.exists():
        raise BackupError(f"{target} is there already, and a backup overwrites nothing. Choose another name.")
    with _workplace(target) as folder:
        kind, copy, contents = source.copy(folder)
        files = dict(_files(workspace.root))
        _refuse_without_room(folder, copy, files)
        unfinished = folder / "backup.tar"
        members = _write(unfinished, {copy.name: copy} | files, on_progress)
        _close(unfinished, _manifest(workspace, kind, contents, members))
        read_backup(unfinished)
        made = _made(unfinished, target, len(members), contents.head)
        unfinished.replace(target)
    return made


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """Give a folder beside the target, so that the finished file only has to be renamed."""
    try:
        folder = tempfile.TemporaryDirectory(prefix=".sandan-backup-", dir=target.parent)
    except OSError as error:
        raise BackupError(
            f"{target.parent} cannot be written ({error.strerror}). Choose a folder that is there and yours."
        ) from error
    with folder as name:
        yield Path(name)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """List what people and Sandan keep in the workspace, through links to other disks."""
    met: set[Path] = set()
    for top, folders, names in os.walk(root, followlinks=True):
        here = Path(top)
        inside = here.relative_to(root)
        folders[:] = sorted(name for name in folders if _kept(inside / name) and _first(here / name, met))
        for name in sorted(names):
            if _kept(inside / name) and (here / name).is_file():
                yield FILES + (inside / name).as_posix(), here / name


def _kept(inside: Path) -> bool:
    return inside not in AT_WORK and inside.parts[0] not in LEFT_OUT and not inside.parts[0].startswith(".")


def _first(folder: Path, met: set[Path]) -> bool:
    real = folder.resolve()
    new = real not in met
    met.add(real)
    return new


def _refuse_without_room(folder: Path, copy: Path, files: Mapping[str, Path]) -> None:
    needed = copy.stat().st_size + sum(path.stat().st_size for path in files.values() if path.exists())
    free = shutil.disk_usage(folder).free
    if free < needed * 1.01:
        raise BackupError(
            f"{folder.parent} has {free:,} bytes free, but the backup needs {needed:,}. Choose another disk."
        )


class _Hashed:
    """Hashes what is read through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.digest.update(piece)
        return piece


def _write(path: Path, files: Mapping[str, Path], on_progress: OnProgress | None) -> dict[str, Member]:
    members: dict[str, Member] = {}
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT, dereference=True) as tar,
    ):
        for done, (name, found) in enumerate(files.items()):
            if on_progress is not None:
                on_progress(done, len(files))
            members[name] = _add(tar, name, found)
    return members


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Member:
    try:
        with path.open("rb") as file:
            info = tar.gettarinfo(arcname=name, fileobj=file)
            info.uid = info.gid = 0
            info.uname = info.gname = ""
            info.type = tarfile.REGTYPE
            hashed = _Hashed(file)
            tar.addfile(info, hashed)
    except OSError as error:
        raise BackupError(
            f"{path} could not be read to its end ({error.strerror or error}): it may have changed. "
            "Start the backup again."
        ) from error
    return Member(hashed.digest.hexdigest(), info.size)


def _manifest(workspace: Workspace, kind: str, contents: Contents, members: Mapping[str, Member]) -> bytes:
    return Manifest(
        office=workspace.settings.name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        sandan=__version__,
        database=kind,
        contents=contents,
        members=members,
    ).to_bytes()


def _close(path: Path, manifest: bytes) -> None:
    """Add the list and its seal last: a file that was cut off anywhere lacks them."""
    seal = hashlib.sha256(manifest).hexdigest().encode() + b"\n"
    with tarfile.open(path, "a", format=tarfile.PAX_FORMAT) as tar:
        for name, content in ((MANIFEST, manifest), (SEAL, seal)):
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(content), 0o600
            tar.addfile(info, io.BytesIO(content))
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _made(path: Path, target: Path, members: int, head: Head) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(target, path.stat().st_size, digest, members, head)
