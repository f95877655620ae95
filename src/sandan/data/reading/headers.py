"""Finding the header of a table: below notes, over two rows, under other names."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sandan.errors import HeaderError

__all__ = ["Header", "find_header", "plain_name"]

ROWS_SEARCHED = 60
_BLANKS = re.compile(r"[\s\ufeff\u200b]+")


@dataclass(frozen=True)
class Header:
    """The column names of a table and where its data begins.

    ``names`` are final names; ``printed`` those in the file; ``rows`` is the number of records of
    the header itself (1 or 2), ``before`` the number of records above it.
    """

    names: tuple[str, ...]
    printed: tuple[str, ...]
    before: int
    rows: int

    @property
    def end(self) -> int:
        """The number of records before the first one of data."""
        return self.before + self.rows


def plain_name(name: str) -> str:
    """Reduce a column name to what two spellings of it share.

    Parameters
    ----------
    name : str
        A column name as printed.

    Returns
    -------
    str
        Composed Unicode, lower case, without blanks and byte-order marks.

    Raises
    ------
    TypeError
        If ``name`` is not text.

    Notes
    -----
    Unicode form NFKC, case folded, all white space removed.

    References
    ----------
    Unicode Standard Annex 15, normalization forms.

    Examples
    --------
    >>> plain_name(" 사업장명 "), plain_name("ITL  Code")
    ('사업장명', 'itlcode')
    """
    return _BLANKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def find_header(
    records: Sequence[Sequence[str]], columns: Sequence[str], aliases: Mapping[str, str]
) -> Header:
    """Find the header among the first records of a table.

    Parameters
    ----------
    records : sequence of sequences of str
        The first records of the file.
    columns : sequence of str
        Names that the header must have; if there are none, the first record that is filled like
        most of the others is the header.
    aliases : mapping of str to str
        Other names of columns and what they are called here.

    Returns
    -------
    Header
        Final names, printed names, position.

    Raises
    ------
    HeaderError
        If no record has all the columns, or one of them stands there twice.

    Notes
    -----
    Names are compared by :func:`plain_name`. Single records are tried first, then two records on
    top of each other, the upper one filled to the right across merged cells.

    References
    ----------
    ``docs/reference/profiles.md`` lists the headers of every profile.

    Examples
    --------
    >>> find_header([["2024 survey"], ["code ", "Jobs"]], ["region", "jobs"], {"code": "region"}).names
    ('region', 'jobs')
    """
    called = {plain_name(name): name for name in columns}
    called |= {plain_name(other): name for other, name in aliases.items()}
    tried = list(_candidates(records))
    if not tried:
        raise HeaderError("The file is empty, but a header was expected; fetch it again.")
    if not columns:
        return _named(_first_full(tried), called, columns)
    for candidate in tried:
        header = _named(candidate, called, columns)
        if set(columns) <= set(header.names):
            return header
    best = max((_named(c, called, columns) for c in tried), key=lambda h: _match(h, columns))
    missing = [name for name in columns if name not in best.names]
    raise HeaderError(
        f"The columns are {_listed(best.printed)}, but {_listed(missing)} "
        f"{'is' if len(missing) == 1 else 'are'} missing; check that this is the file of the profile."
    )


def _candidates(records: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, list[str]]]:
    first = [[cell.strip() for cell in record] for record in records[:ROWS_SEARCHED]]
    for number, cells in enumerate(first):
        if any(cells):
            yield number, 1, cells
    for number, (upper, lower) in enumerate(pairwise(first)):
        if len(upper) == len(lower) and any(upper) and any(lower):
            yield number, 2, _merged(upper, lower)


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    names, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or group
        names.append(" ".join(part for part in (group, below) if part))
    return names


def _first_full(tried: Sequence[tuple[int, int, list[str]]]) -> tuple[int, int, list[str]]:
    """Return the first single record that is filled like most of the others."""
    single = [candidate for candidate in tried if candidate[1] == 1]
    filled = [sum(map(bool, cells)) for _, _, cells in single]
    typical = sorted(filled)[len(filled) // 2]
    return next(c for c, count in zip(single, filled, strict=True) if count >= typical)


def _match(header: Header, columns: Sequence[str]) -> tuple[int, int]:
    return (len(set(header.names) & set(columns)), len([name for name in header.printed if name]))


def _named(
    candidate: tuple[int, int, list[str]], called: Mapping[str, str], columns: Sequence[str]
) -> Header:
    number, rows, cells = candidate
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = called.get(plain_name(cell), _BLANKS.sub(" ", cell).strip()) or f"column {place}"
        if name in names and name in columns:
            raise HeaderError(
                f"The column {name!r} stands in the header twice ({_listed(cells)}); leave one of them out."
            )
        names.append(name if name not in names else f"{name} ({place})")
    return Header(tuple(names), tuple(cells), number, rows)


def _listed(names: Sequence[str]) -> str:
    shown = [f"`{name[:40]}`" for name in names[:12]]
    return ", ".join(shown) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
