"""Search text for Korean: pairs of characters as tokens, phrases of them as queries."""

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Phrase", "fts5_query", "index_text", "query_phrases", "tsquery", "tsvector"]

LAST_POSITION = 16_383
"""PostgreSQL numbers no token beyond this one; words further on are found, their neighbors are not."""

_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Phrase:
    """Tokens that must stand next to each other; the last one may be the beginning of a longer one."""

    tokens: tuple[str, ...]
    open_end: bool


def index_text(text: str) -> str:
    """Write a text as the tokens that go into a full-text index.

    Parameters
    ----------
    text : str
        Whatever shall be found: names, addresses, notes, several of them joined by blanks.

    Returns
    -------
    str
        Tokens separated by blanks, in the order of the text.

    Raises
    ------
    Nothing
        A text without letters or digits has no tokens.

    Notes
    -----
    After NFKC and case folding, each run of letters and digits becomes one token per character: the
    character with its successor, and the last character alone. So every character begins exactly one
    token, which is how a query of a single syllable is answered. With SQLite use
    ``tokenize="unicode61 remove_diacritics 0"``; for PostgreSQL take `tsvector`.

    References
    ----------
    ``docs/methods/korean-search.md``.

    Examples
    --------
    >>> index_text("성남산업 R&D")
    '성남 남산 산업 업 r d'
    """
    return " ".join(token for run in _runs(text) for token in _tokens(run))


def query_phrases(query: str) -> list[Phrase]:
    """Read what somebody typed as phrases that must all occur.

    Parameters
    ----------
    query : str
        Words separated by blanks; quotes, operators and brackets have no meaning.

    Returns
    -------
    list of Phrase
        One for each word that has a letter or a digit, repeated ones once.

    Raises
    ------
    Nothing
        A query of punctuation has no phrases; show everything or nothing, as the page needs.

    Notes
    -----
    A word matches where its characters occur in this order with nothing between them, inside longer
    words too; punctuation in a word (``124-81``, ``R&D``) stands for any punctuation or blank there. A
    word, or the rest behind its last punctuation, of one character is the beginning of a token.

    References
    ----------
    ``docs/methods/korean-search.md``.

    Examples
    --------
    >>> query_phrases('"성남산업" 업')
    [Phrase(tokens=('성남', '남산', '산업'), open_end=False), Phrase(tokens=('업',), open_end=True)]
    """
    phrases = (_phrase(_runs(word)) for word in _plain(query).split())
    return list(dict.fromkeys(phrase for phrase in phrases if phrase.tokens))


def fts5_query(query: str) -> str:
    """Write a query for ``MATCH`` of SQLite's FTS5.

    Parameters
    ----------
    query : str
        As somebody typed it.

    Returns
    -------
    str
        Empty if there is nothing to look for; do not ask then.

    Raises
    ------
    Nothing
        Every token stands in quotes and holds only letters and digits.

    Notes
    -----
    Phrases are joined by ``AND``; the last token of an open phrase is a prefix.

    References
    ----------
    SQLite, FTS5 extension, section 3 (full-text query syntax).

    Examples
    --------
    >>> print(fts5_query("성남산업 업"))
    "성남 남산 산업" AND "업" *
    """
    return " AND ".join(
        f'"{" ".join(phrase.tokens)}"{" *" if phrase.open_end else ""}' for phrase in query_phrases(query)
    )


def tsquery(query: str) -> str:
    """Write a query as the text of a PostgreSQL ``tsquery``.

    Parameters
    ----------
    query : str
        As somebody typed it.

    Returns
    -------
    str
        To be passed as a parameter and cast, ``%s::tsquery``; empty if there is nothing to look for.

    Raises
    ------
    Nothing
        Every token stands in quotes and holds only letters and digits.

    Notes
    -----
    The cast takes tokens as they are, without the parser and dictionaries of a text-search configuration.

    References
    ----------
    PostgreSQL documentation, section 8.11.2 (tsquery).

    Examples
    --------
    >>> print(tsquery("성남산업 업"))
    ('성남' <-> '남산' <-> '산업') & ('업':*)
    """
    return " & ".join(f"({_neighbors(phrase)})" for phrase in query_phrases(query))


def tsvector(text: str) -> str:
    """Write a text as the text of a PostgreSQL ``tsvector``.

    Parameters
    ----------
    text : str
        Whatever shall be found.

    Returns
    -------
    str
        To be passed as a parameter and cast, ``%s::tsvector``.

    Raises
    ------
    Nothing
        A text without letters or digits is an empty vector.

    Notes
    -----
    The tokens of `index_text` with their positions from 1. PostgreSQL keeps 256 positions of a token and
    none beyond 16,383: in longer texts words are still found, phrases may not be.

    References
    ----------
    PostgreSQL documentation, section 8.11.1 (tsvector).

    Examples
    --------
    >>> print(tsvector("성남 성남"))
    '남':2,4 '성남':1,3
    """
    places: dict[str, list[str]] = {}
    for position, token in enumerate(index_text(text).split(), start=1):
        places.setdefault(token, []).append(str(min(position, LAST_POSITION)))
    return " ".join(f"'{token}':{','.join(found)}" for token, found in sorted(places.items()))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _runs(text: str) -> list[str]:
    return _RUN.findall(_plain(text))


def _tokens(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run))]


def _phrase(runs: list[str]) -> Phrase:
    if not runs:
        return Phrase((), open_end=False)
    before = [token for run in runs[:-1] for token in _tokens(run)]
    last = _tokens(runs[-1])
    open_end = len(last) == 1
    return Phrase((*before, *(last if open_end else last[:-1])), open_end)


def _neighbors(phrase: Phrase) -> str:
    quoted = [f"'{token}'" for token in phrase.tokens]
    return " <-> ".join(quoted) + (":*" if phrase.open_end else "")
