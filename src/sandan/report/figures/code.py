"""Which code made a number: the release of Sandan and a fingerprint of its source files."""

import hashlib
from functools import lru_cache
from pathlib import Path

import sandan

__all__ = ["code_fingerprint"]

FINGERPRINT_DIGITS = 16


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Name the source code that is running by its content.

    Parameters
    ----------
    None

    Returns
    -------
    str
        Sixteen hexadecimal digits; the same for the same source files, whatever the folder.

    Raises
    ------
    OSError
        If the package's own files cannot be read.

    Notes
    -----
    ``sha256(path, newline, bytes, ... )[:16]`` over the package's ``.py`` and ``.toml`` files in
    the order of their paths.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> len(code_fingerprint())
    16
    """
    folder = Path(sandan.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".toml"}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\n")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:FINGERPRINT_DIGITS]
