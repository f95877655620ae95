"""What each kind of figure is, in both languages, by version."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sandan.errors import DefinitionError

__all__ = ["Definition", "definition_of", "definitions"]


@dataclass(frozen=True)
class Definition:
    """The meaning of a kind of figure."""

    key: str
    version: str
    unit: str
    basis: str
    name_en: str
    name_ko: str
    meaning_en: str
    meaning_ko: str

    def name(self, language: str) -> str:
        """Return what the figure is called in this language."""
        return self.name_ko if language == "ko" else self.name_en

    def meaning(self, language: str) -> str:
        """Return what it means in this language."""
        return self.meaning_ko if language == "ko" else self.meaning_en


@cache
def definitions() -> dict[str, Definition]:
    """Read every definition of the catalog.

    Parameters
    ----------
    None

    Returns
    -------
    dict of str to Definition
        By key.

    Raises
    ------
    TypeError
        If an entry of the catalog lacks a field.

    Notes
    -----
    The catalog is ``definitions.toml``, read once.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> definitions()["location_quotient"].unit
    'ratio'
    """
    catalog = tomllib.loads(
        files("sandan.report.figures").joinpath("definitions.toml").read_text(encoding="utf-8")
    )
    return {key: Definition(key=key, **entry) for key, entry in catalog.items()}


def definition_of(key: str) -> Definition:
    """Find a definition.

    Parameters
    ----------
    key : str
        Its key in the catalog.

    Returns
    -------
    Definition
        Name, meaning, unit, basis and version.

    Raises
    ------
    DefinitionError
        If there is none of this key.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> definition_of("rank").name("ko")
    '순위'
    """
    if key not in definitions():
        raise DefinitionError(
            f"There is no definition {key!r} of a figure; known are {', '.join(definitions())}. "
            "Add one to definitions.toml."
        )
    return definitions()[key]
