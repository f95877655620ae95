"""The words of the interface, which stand around the content of a report, in both languages."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from sandan.errors import ReportError

__all__ = ["words_of"]


def words_of(language: str) -> Mapping[str, str]:
    """Return the interface words of a language.

    Parameters
    ----------
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    mapping of str to str
        The words, the same keys in each language.

    Raises
    ------
    ReportError
        If Sandan does not speak the language.

    Notes
    -----
    The catalog is ``words.toml``, read once.

    References
    ----------
    BCP 47 (2009), Tags for Identifying Languages.

    Examples
    --------
    >>> words_of("ko")["contents"]
    '차례'
    """
    catalog = _catalog()
    if language not in catalog:
        raise ReportError(
            f"Reports can be written in {' and '.join(sorted(catalog))}, but the language asked for is "
            f"{language!r}. Ask for one of these."
        )
    return catalog[language]


@cache
def _catalog() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("sandan.report.wording").joinpath("words.toml").read_text(encoding="utf-8"))
