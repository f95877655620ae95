"""Everything that a report says, in two languages, from one catalog each."""

import string
import tomllib
from functools import lru_cache
from importlib import resources

from sandan.errors import ReportError
from sandan.report.document import Inline, Paragraph, Tone
from sandan.report.wording.numbers import LANGUAGES

__all__ = ["Wording", "catalog", "wording_in"]


@lru_cache(maxsize=2)
def catalog(language: str) -> dict[str, str]:
    """Read all sentences of a language.

    Parameters
    ----------
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    dict of str to str
        Templates by ``section.key``.

    Raises
    ------
    ReportError
        If Sandan does not speak the language.

    Notes
    -----
    The catalogs are TOML, read once.

    References
    ----------
    ``src/sandan/report/wording``.

    Examples
    --------
    >>> catalog("ko")["overview.title"]
    '우리는 어떤 도시인가'
    """
    if language not in LANGUAGES:
        raise ReportError(
            f"`language` is {language!r}, but reports are written in 'ko' or 'en'; use one of them."
        )
    text = resources.files("sandan.report.wording").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{section}.{key}": template
        for section, keys in tomllib.loads(text).items()
        for key, template in keys.items()
    }


class Wording:
    """The sentences of one language, with numbers put in as figures."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._templates = catalog(language)

    def template(self, key: str) -> str:
        """Return a sentence with its open places."""
        if key not in self._templates:
            raise ReportError(
                f"The catalog {self.language!r} has no sentence {key!r}; add it to both catalogs."
            )
        return self._templates[key]

    def text(self, key: str, **words: str) -> str:
        """Return a sentence of words only."""
        return self.template(key).format(**words)

    def inlines(self, key: str, **parts: Inline) -> tuple[Inline, ...]:
        """Return a sentence in which numbers stay figures."""
        content: list[Inline] = []
        for words, name, _, _ in string.Formatter().parse(self.template(key)):
            content += [words] if words else []
            content += [] if name is None else [parts[name]]
        return _join_words(content)

    def paragraph(self, key: str, *, tone: Tone = Tone.BODY, **parts: Inline) -> Paragraph:
        """Return a sentence as a paragraph."""
        return Paragraph(self.inlines(key, **parts), tone)


def _join_words(content: list[Inline]) -> tuple[Inline, ...]:
    joined: list[Inline] = []
    for inline in content:
        last = joined[-1] if joined else None
        if isinstance(inline, str) and isinstance(last, str):
            joined[-1] = last + inline
        else:
            joined.append(inline)
    return tuple(joined)


def wording_in(language: str) -> Wording:
    """Return the sentences of a language.

    Parameters
    ----------
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    Wording
        The catalog with its ways to fill it.

    Raises
    ------
    ReportError
        If there is no such catalog.

    Notes
    -----
    Both catalogs have the same keys and the same open places; a test holds them equal.

    References
    ----------
    ``src/sandan/report/wording``.

    Examples
    --------
    >>> wording_in("en").text("overview.title")
    'Who are we?'
    """
    return Wording(language)
