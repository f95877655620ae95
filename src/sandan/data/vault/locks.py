"""Locks between processes that end with the process that holds them, even when it is killed."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sandan.errors import VaultError

__all__ = ["is_held", "lock"]


@contextmanager
def lock(path: Path, *, wait_s: float = 600.0) -> Iterator[None]:
    """Hold the lock of a path until the block ends.

    Parameters
    ----------
    path : Path
        An empty file beside what is protected; made if it is not there.
    wait_s : float
        How long to wait for another holder, in seconds.

    Returns
    -------
    context manager
        The lock is held inside it.

    Raises
    ------
    VaultError
        If another process or thread still holds the lock after ``wait_s``.

    Notes
    -----
    An exclusive transaction of SQLite on an empty file: a lock of the operating system that works
    on every platform, and that the system itself takes back from a killed process. The file stays
    empty; SQLite is the lock and stores nothing.

    References
    ----------
    SQLite documentation, File Locking And Concurrency In SQLite Version 3.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, lock(Path(folder) / "lock"):
    ...     is_held(Path(folder) / "lock")
    True
    """
    with closing(sqlite3.connect(path, timeout=wait_s, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise VaultError(
                f"{path} could not be locked for {wait_s:.0f} seconds ({error}): another import holds it, or "
                "the folder cannot be written. Wait for the other, or correct the permissions."
            ) from error
        yield


def is_held(path: Path) -> bool:
    """Tell whether somebody holds the lock of a path.

    Parameters
    ----------
    path : Path
        The file that was given to :func:`lock`.

    Returns
    -------
    bool
        True while a living process holds it.

    Raises
    ------
    OSError
        Never for a lock that is held or free; only if the folder cannot be read.

    Notes
    -----
    Tries to take the lock without waiting, and gives it back at once.

    References
    ----------
    SQLite documentation, File Locking And Concurrency In SQLite Version 3.

    Examples
    --------
    >>> is_held(Path("/nowhere/lock"))
    False
    """
    if not path.exists():
        return False
    try:
        with lock(path, wait_s=0):
            return False
    except VaultError:
        return True
