"""Where an import is built: a folder of its own that no reader sees."""

import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sandan.data.vault.disk import storing
from sandan.data.vault.locks import is_held, lock

__all__ = ["incoming_folder"]


@contextmanager
def incoming_folder(vault_root: Path) -> Iterator[Path]:
    """Give a new folder to build in, and remove those of imports that were killed.

    Parameters
    ----------
    vault_root : Path
        The folder of the vault; made if it is not there.

    Returns
    -------
    context manager of Path
        An empty folder on the file system of the vault; removed at the end with what is left in it.

    Raises
    ------
    VaultError
        If the vault cannot be written.

    Notes
    -----
    A folder is in use while the lock beside it is held, and the operating system takes the lock
    from a process that ends, however it ends. Folder and lock are made under the lock of the
    vault, so that no other import takes a new folder for a leftover.

    References
    ----------
    ``docs/decisions/0003-vault.md``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as root, incoming_folder(Path(root)) as folder:
    ...     folder.is_dir(), folder.parent.name
    (True, 'incoming')
    """
    incoming = vault_root / "incoming"
    folder = incoming / uuid.uuid4().hex
    with ExitStack() as at_end:
        with storing(vault_root):
            incoming.mkdir(parents=True, exist_ok=True)
        with lock(vault_root / "lock"), storing(vault_root):
            _remove_leftovers(incoming)
            at_end.callback(_lock_of(folder).unlink, missing_ok=True)
            at_end.enter_context(lock(_lock_of(folder)))
            folder.mkdir()
            at_end.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def _lock_of(folder: Path) -> Path:
    return folder.with_suffix(".lock")


def _remove_leftovers(incoming: Path) -> None:
    for folder in {path.with_suffix("") for path in incoming.iterdir()}:
        if not is_held(_lock_of(folder)):
            shutil.rmtree(folder, ignore_errors=True)
            _lock_of(folder).unlink(missing_ok=True)
