"""Reading a backup: every member is compared with the list before anything counts as read."""

import hashlib
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from sandan.errors import BackupError
from sandan.web.administration.archive.manifest import (
    DUMP,
    FILES,
    MANIFEST,
    SEAL,
    SQLITE,
    Manifest,
    Member,
    first_difference,
)

__all__ = ["read_backup"]

BLOCK = 1 << 20
LONGEST_LIST = 1 << 28


def read_backup(path: Path, into: Path | None = None) -> Manifest:
    """Check a backup as a whole, and unpack it into an empty folder if one is given.

    What was unpacked is worth something only if this returns.
    """
    members: dict[str, Member] = {}
    lists: dict[str, bytes] = {}
    with _as_backup_error(path), tarfile.open(path, "r:") as tar:
        for info in tar:
            _refuse_stranger(path, info, members)
            file = tar.extractfile(info)
            assert file is not None
            if info.name in {MANIFEST, SEAL}:
                lists[info.name] = file.read(LONGEST_LIST)
            else:
                members[info.name] = _take(file, info, into)
    return _compared(path, members, lists)


@contextmanager
def _as_backup_error(path: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError, UnicodeDecodeError, ValueError, OverflowError) as error:
        raise BackupError(f"{path} is no whole backup ({error}). Take another one.") from error
    except OSError as error:
        raise BackupError(
            f"{path} cannot be read to its end ({error.strerror or error}). Take another backup."
        ) from error


def _refuse_stranger(path: Path, info: tarfile.TarInfo, members: dict[str, Member]) -> None:
    """Take nothing that would land elsewhere, or that is not a file."""
    inside = (
        info.name.startswith(FILES) and ".." not in PurePosixPath(info.name).parts and "\\" not in info.name
    )
    known = inside or info.name in {MANIFEST, SEAL, SQLITE, DUMP}
    if not info.isreg() or not known or info.name in members:
        raise BackupError(f"{path} holds {info.name!r}, which no backup of Sandan holds. Do not restore it.")


def _take(file: IO[bytes], info: tarfile.TarInfo, into: Path | None) -> Member:
    digest = hashlib.sha256()
    if into is None:
        size = sum(_hash(piece, digest) for piece in _pieces(file))
    else:
        target = into / info.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as out:
            size = sum(_hash(piece, digest) and out.write(piece) for piece in _pieces(file))
        target.chmod(info.mode & 0o777)
    return Member(digest.hexdigest(), size)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(BLOCK):
        yield piece


def _hash(piece: bytes, digest: "hashlib._Hash") -> int:
    digest.update(piece)
    return len(piece)


def _compared(path: Path, members: dict[str, Member], lists: dict[str, bytes]) -> Manifest:
    if MANIFEST not in lists or SEAL not in lists:
        raise BackupError(f"{path} is cut off: its list, which stands last, is missing. Take another backup.")
    manifest = Manifest.from_bytes(lists[MANIFEST], lists[SEAL])
    difference = first_difference(manifest.members, members)
    if difference:
        raise BackupError(f"{path} is not as it was written: {difference}. Take another backup.")
    return manifest
