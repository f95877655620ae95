"""A folder of arrays: where long computations keep what is finished."""

import io
import os
import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path

import numpy as np

from sandan.errors import VaultError
from sandan.types import FloatArray

__all__ = ["ArrayFolder"]

_KEY = re.compile(r"[A-Za-z0-9._-]{1,200}")


class ArrayFolder(MutableMapping[str, FloatArray]):
    """Arrays by name in files of one folder, each written whole or not at all.

    Parameters
    ----------
    folder : Path
        Made when something is kept for the first time.

    Raises
    ------
    KeyError
        If a name is not there.
    VaultError
        If a name could not be that of a file, or a file is not whole.

    Examples
    --------
    >>> from tempfile import mkdtemp
    >>> kept = ArrayFolder(Path(mkdtemp()))
    >>> kept["piece-0"] = np.array([1.0, 2.0])
    >>> kept["piece-0"].tolist(), list(kept)
    ([1.0, 2.0], ['piece-0'])
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise VaultError(f"{key!r} cannot be the name of a kept array; use letters, digits and '._-'.")
        return self._folder / f"{key}.npy"

    def __getitem__(self, key: str) -> FloatArray:
        path = self._path(key)
        if not path.is_file():
            raise KeyError(key)
        try:
            return np.asarray(np.load(path, allow_pickle=False))
        except (ValueError, EOFError) as error:
            raise VaultError(
                f"{path} is not a whole array ({error}); delete it, and it is made again."
            ) from error

    def __setitem__(self, key: str, value: FloatArray) -> None:
        path = self._path(key)
        self._folder.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        np.save(written, value, allow_pickle=False)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        partial.write_bytes(written.getvalue())
        partial.replace(path)

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._path(key).unlink()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._path(key).is_file()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(path.stem for path in self._folder.glob("*.npy")))

    def __len__(self) -> int:
        return sum(1 for _ in self)
