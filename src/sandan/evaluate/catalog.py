"""The words of the claim ledger, read once from the packaged catalog."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from sandan.errors import DefinitionError

__all__ = ["LANGUAGES", "term", "words"]

LANGUAGES = ("ko", "en")


@cache
def words() -> dict[str, Any]:
    """Return the whole catalog.

    Parameters
    ----------
    None

    Returns
    -------
    dict
        ``settings``, ``rule`` (a list), and the groups that `term` knows.

    Raises
    ------
    OSError
        If the package's own file cannot be read.

    Notes
    -----
    Read once.

    References
    ----------
    ``src/sandan/evaluate/registry/claims.toml``.

    Examples
    --------
    >>> words()["settings"]["tolerance_percent"]
    1.0
    """
    text = files("sandan.evaluate").joinpath("registry/claims.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def term(group: str, key: str, language: str) -> str:
    """Name a verdict, an outcome, a stance, a kind, a dimension or a role in a language.

    Parameters
    ----------
    group : str
        ``verdicts``, ``outcomes``, ``reasons``, ``stances``, ``kinds``, ``dimensions`` or ``roles``.
    key : str
        The word as it stands in a table.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    str
        The word for a reader; ``key`` itself if the catalog does not have it, as for kinds of
        claims that an office has made up.

    Raises
    ------
    DefinitionError
        If the language is neither of the two, or there is no such group.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``src/sandan/evaluate/registry/claims.toml``.

    Examples
    --------
    >>> term("verdicts", "not_comparable", "ko")
    '비교할 수 없음'
    """
    if language not in LANGUAGES or group not in words():
        raise DefinitionError(
            f"There is no group {group!r} in the language {language!r}; languages are ko and en, groups "
            f"{', '.join(name for name, entry in words().items() if isinstance(entry, dict))}."
        )
    entry = words()[group].get(key)
    return key if entry is None else str(entry[language])
