"""Getting bytes onto the disk for good: copied while they are hashed, written through, moved in one step."""

import hashlib
import os
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sandan.errors import SourceError, VaultError

__all__ = ["Copied", "copy_in", "move_to", "replace_file", "sha256_of", "storing", "to_disk"]

BLOCK = 1 << 20


@dataclass(frozen=True)
class Copied:
    """A foreign file as it was copied: where the copy is, and what it holds."""

    path: Path
    sha256: str
    size: int
    lines: int


@contextmanager
def storing(vault_root: Path) -> Iterator[None]:
    """Say in one sentence why a vault cannot be written.

    Parameters
    ----------
    vault_root : Path
        The folder of the vault.

    Returns
    -------
    context manager
        What happens inside it writes to the vault.

    Raises
    ------
    VaultError
        If the operating system refuses: no room, no permission, a file where a folder should be.

    Notes
    -----
    Foreign files are read outside of such a block, or their errors would name the vault.

    References
    ----------
    Python documentation, ``OSError``.

    Examples
    --------
    >>> with storing(Path("vault")):
    ...     raise PermissionError(13, "Permission denied")
    Traceback (most recent call last):
    ...
    sandan.errors.VaultError: The vault at vault cannot be written (Permission denied), so nothing was
    imported. Make room or correct the permissions, then import the file again.
    """
    try:
        yield
    except OSError as error:
        raise VaultError(
            f"The vault at {vault_root} cannot be written ({error.strerror or error}), so nothing was "
            "imported. Make room or correct the permissions, then import the file again."
        ) from error


def copy_in(source: Path, target: Path, *, on_bytes: Callable[[int, int], None]) -> Copied:
    """Copy a foreign file to the disk and hash what is copied.

    Parameters
    ----------
    source : Path
        An ordinary file that is not empty.
    target : Path
        A file that is not there yet.
    on_bytes : callable
        Called after each block with the bytes that are done and the size of the file.

    Returns
    -------
    Copied
        Path of the copy, SHA-256, size in bytes, number of line ends.

    Raises
    ------
    SourceError
        If the source is not there, is empty, is no file, or cannot be read.
    OSError
        If the target cannot be written.

    Notes
    -----
    The hash is that of the bytes written, so a source that changes meanwhile does no harm.

    References
    ----------
    FIPS 180-4 (2015), Secure Hash Standard.

    Examples
    --------
    >>> copy_in(Path("/nowhere"), Path("copy"), on_bytes=print)
    Traceback (most recent call last):
    ...
    sandan.errors.SourceError: /nowhere cannot be read (No such file or directory); check its name and
    permissions.
    """
    size = _size_of(source)
    digest, done, lines = hashlib.sha256(), 0, 0
    with _opened(source) as read, target.open("xb") as written:
        while block := read(BLOCK):
            digest.update(block)
            written.write(block)
            done += len(block)
            lines += block.count(b"\n")
            on_bytes(done, size)
        written.flush()
        to_disk(written.fileno())
    return Copied(target, digest.hexdigest(), done, lines)


def _size_of(source: Path) -> int:
    try:
        found = source.stat()
    except OSError as error:
        raise _unreadable(source, error) from error
    if not stat.S_ISREG(found.st_mode):
        what = "a folder" if stat.S_ISDIR(found.st_mode) else "not an ordinary file"
        raise SourceError(f"{source} is {what}, but an import reads one file; name the file.")
    if found.st_size == 0:
        raise SourceError(
            f"{source} is empty (0 bytes), so there is nothing to import; fetch the file again."
        )
    return found.st_size


@contextmanager
def _opened(source: Path) -> Iterator[Callable[[int], bytes]]:
    """Give a read function whose failures name the source, not the vault."""
    try:
        file = source.open("rb")
    except OSError as error:
        raise _unreadable(source, error) from error

    def read(size: int) -> bytes:
        try:
            return file.read(size)
        except OSError as error:
            raise _unreadable(source, error) from error

    with file:
        yield read


def _unreadable(source: Path, error: OSError) -> SourceError:
    return SourceError(f"{source} cannot be read ({error.strerror}); check its name and permissions.")


def sha256_of(path: Path) -> str:
    """Hash the bytes of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        64 hexadecimal digits.

    Raises
    ------
    OSError
        If the file cannot be read.

    Notes
    -----
    SHA-256 over all bytes, read in pieces.

    References
    ----------
    FIPS 180-4 (2015), Secure Hash Standard.

    Examples
    --------
    >>> import os
    >>> sha256_of(Path(os.devnull))[:12]
    'e3b0c44298fc'
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_disk(file_or_folder: int | Path) -> None:
    """Wait until an open file, or the names in a folder, are on the disk and not only in memory.

    Parameters
    ----------
    file_or_folder : int or Path
        Descriptor of an open file, or a folder.

    Returns
    -------
    None
        After this, a power cut does not undo what was written.

    Raises
    ------
    OSError
        If the disk refuses, for example because it is full.

    Notes
    -----
    ``fsync``. Where folders cannot be opened (Windows) the file system's own journal keeps names.

    References
    ----------
    POSIX.1-2017, ``fsync``.

    Examples
    --------
    >>> to_disk(Path())
    """
    if isinstance(file_or_folder, int):
        os.fsync(file_or_folder)
    elif os.name == "posix":
        descriptor = os.open(file_or_folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def move_to(source: Path, target: Path) -> None:
    """Rename a file or folder to its final place, in one step that survives a power cut.

    Parameters
    ----------
    source : Path
        What is ready, on the same file system.
    target : Path
        Its place; missing folders above it are made.

    Returns
    -------
    None
        The target is there in full; before, it was not there or was the same.

    Raises
    ------
    OSError
        If the target is a folder with something in it, or cannot be written.

    Notes
    -----
    ``rename`` and then ``fsync`` of the folder that holds the new name.

    References
    ----------
    POSIX.1-2017, ``rename``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ready, place = Path(folder) / "ready", Path(folder) / "ab" / "abcd"
    ...     _ = ready.write_text("done")
    ...     move_to(ready, place)
    ...     place.read_text()
    'done'
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    to_disk(target.parent.parent)
    source.replace(target)
    to_disk(target.parent)


def replace_file(path: Path, content: bytes) -> Path:
    """Put a file in its place in one step, safe on disk before it is seen.

    Parameters
    ----------
    path : Path
        Its place, in a folder that is there.
    content : bytes
        What the file shall hold.

    Returns
    -------
    Path
        The same path.

    Raises
    ------
    OSError
        If the folder cannot be written; then what was there before is there still.

    Notes
    -----
    Written under another name beside it, with a dot before it, and renamed (`move_to`).

    References
    ----------
    POSIX.1-2017, ``rename``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     replace_file(Path(folder) / "file", b"done").read_bytes()
    b'done'
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            to_disk(file.fileno())
        move_to(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    return path
