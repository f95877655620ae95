"""Finding out what a file is: every profile tries its beginning, and those that can read it are ranked."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sandan.data.profiles.base import Profile
from sandan.data.profiles.registry import PROFILES
from sandan.data.quality import Chunk
from sandan.data.reading.delimited import read_delimited
from sandan.data.reading.encodings import text_blocks
from sandan.data.reading.headers import Header
from sandan.data.reading.workbooks import is_workbook, workbook_blocks
from sandan.errors import DefinitionError, HeaderError, SourceError

__all__ = ["Candidate", "Sample", "recognize", "sample"]

HEAD_CHARACTERS = 1 << 18
"""So much of a text is tried; a table is cut below its last whole row."""

LEAST_COLUMNS = 2
PARQUET_MAGIC = b"PAR1"
SHAPES, ANYTHING = "boundaries", "generic"

TOLD: Mapping[str, Mapping[str, str]] = {
    "boundaries": {"system": "statistics", "level": "city", "valid_from": "2000"},
    "classification": {"classification": "KSIC10"},
    "concordance": {"source": "KSIC10", "target": "KSIC11"},
    "regions": {"system": "statistics"},
}
"""What a file may leave to the person who imports it; with these words the profile can be tried."""


@dataclass(frozen=True)
class Candidate:
    """A profile that can read a file.

    ``rows_read`` and ``rows_used`` count the rows that were tried, ``columns`` the columns of the
    profile's table that these rows filled. ``needs`` are options that have to be told. ``refused``
    is the sentence of a profile whose columns are there, but which does not take the rows.
    """

    profile: str
    rows_read: int = 0
    rows_used: int = 0
    columns: int = 0
    needs: tuple[str, ...] = ()
    refused: str = ""

    @property
    def rank(self) -> tuple[bool, int, int]:
        """How well it fits; the greatest comes first."""
        return (not self.refused, self.columns, self.rows_used)


@dataclass(frozen=True)
class Sample:
    """The beginning of a table as text: its columns, some rows below them, and how it is written."""

    header: Header
    rows: pd.DataFrame
    encoding: str


def recognize(path: Path) -> list[Candidate]:
    r"""Find the profiles that can read a file, the best first.

    Parameters
    ----------
    path : Path
        A file that somebody got.

    Returns
    -------
    list of Candidate
        Profiles that could read the first rows, by the number of columns that they filled; then
        those whose columns are there although they refuse the rows; last ``generic``, if the file
        is a table at all. Empty if the file is nothing that Sandan knows.

    Raises
    ------
    EncodingError, SourceError
        If the bytes are no text, workbook or Parquet file that can be opened.

    Notes
    -----
    No list of signatures is kept: each profile reads a copy of the beginning, which is what
    it would do in the import itself. An option that the file may leave open is tried with a
    plausible word and then named in ``needs``.

    References
    ----------
    ``docs/reference/profiles.md`` describes every profile.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "codes.csv")
    ...     _ = path.write_text("ksic10_cd,ksic11_cd\n26111,26112\n")
    ...     [found.profile for found in recognize(path)]
    ['concordance', 'generic']
    """
    if _starts_with(path, PARQUET_MAGIC):
        return _ranked(_tried(profile, path) for profile in PROFILES.values() if _in_own_layout(profile))
    with tempfile.TemporaryDirectory() as folder:
        head, text = _head(path, Path(folder))
        return _ranked(_tried(profile, head) for profile in _possible(text)) + _as_any_table(head)


def sample(path: Path, *, sheet: str | None = None) -> Sample:
    r"""Read the beginning of a table as text.

    Parameters
    ----------
    path : Path
        CSV or TSV, plain or packed, or XLSX.
    sheet : str, optional
        Name of the sheet of a workbook; the first one if it is not given.

    Returns
    -------
    Sample
        The header where it was found, the rows below it, the encoding.

    Raises
    ------
    EncodingError, HeaderError, SourceError
        If the file is no table.

    Notes
    -----
    The header is the first row that is filled like most of the others.

    References
    ----------
    ``sandan.data.reading.headers``.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "jobs.csv")
    ...     _ = path.write_text("Survey of 2024\n\n시군구,종사자수\n성남시,12\n", encoding="cp949")
    ...     found = sample(path)
    ...     (found.header.names, found.rows.iloc[0].tolist(), found.encoding)
    (('시군구', '종사자수'), ['성남시', '12'], 'cp949')
    """
    with tempfile.TemporaryDirectory() as folder:
        head, _ = _head(path, Path(folder), sheet)
        piece = next(read_delimited(head))
    encoding = "utf-8" if is_workbook(path) else text_blocks(path)[0]
    return Sample(piece.header, piece.frame, encoding)


def _starts_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _in_own_layout(profile: Profile) -> bool:
    return profile.name.startswith("sandan-")


def _head(path: Path, folder: Path, sheet: str | None = None) -> tuple[Path, str]:
    """Write the beginning of a file as UTF-8 under its own name; what is no table is taken whole."""
    text = _beginning(workbook_blocks(path, sheet) if is_workbook(path) else text_blocks(path)[1])
    head = folder / path.name
    head.write_text(text, encoding="utf-8", newline="")
    return head, text


def _beginning(blocks: Iterator[str]) -> str:
    text = next(blocks, "")
    if _is_shapes(text):
        return text + "".join(blocks)
    while len(text) <= HEAD_CHARACTERS and (block := next(blocks, "")):
        text += block
    return text if len(text) <= HEAD_CHARACTERS else _whole_rows(text[:HEAD_CHARACTERS])


def _whole_rows(text: str) -> str:
    """Cut a text at the end of a row; a line break inside quotes is none."""
    end = text.rfind("\n") + 1
    while end and text.count('"', 0, end) % 2:
        end = text.rfind("\n", 0, end - 1) + 1
    return text[:end] or text


def _is_shapes(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t").startswith("{")


def _possible(text: str) -> list[Profile]:
    if _is_shapes(text):
        return [PROFILES[SHAPES]]
    return [profile for name, profile in PROFILES.items() if name not in {SHAPES, ANYTHING}]


def _tried(profile: Profile, path: Path) -> Candidate | None:
    """Let a profile read a file; nothing if the file is not one of its own."""
    found = _attempt(profile, path, {})
    told = TOLD.get(profile.name)
    if found is not None and found.refused and told:
        second = _attempt(profile, path, told)
        return found if second is None or second.refused else second
    return found


def _attempt(profile: Profile, path: Path, options: Mapping[str, str]) -> Candidate | None:
    try:
        chunk = next(iter(profile.read(path, options)))
    except (HeaderError, DefinitionError):
        return None
    except SourceError as error:
        return Candidate(profile.name, refused=str(error))
    if not len(chunk.table):
        return Candidate(profile.name, rows_read=chunk.rows_read, refused=_nothing_used(chunk))
    filled = int(chunk.table.notna().any().sum())
    return Candidate(profile.name, chunk.rows_read, chunk.rows_used, filled, tuple(options))


def _nothing_used(chunk: Chunk) -> str:
    why = max(chunk.findings, key=lambda finding: finding.rows, default=None)
    return f"None of the first {chunk.rows_read} rows could be used. {why.message if why else ''}".strip()


def _ranked(found: Iterable[Candidate | None]) -> list[Candidate]:
    return sorted((one for one in found if one is not None), key=lambda one: one.rank, reverse=True)


def _as_any_table(head: Path) -> list[Candidate]:
    """Offer the profile that reads anybody's table, if the file has rows below a header."""
    try:
        piece = next(read_delimited(head))
    except SourceError:
        return []
    if len(piece.header.names) < LEAST_COLUMNS or piece.frame.empty:
        return []
    return [Candidate(ANYTHING, rows_read=piece.rows_read, needs=("mapping",))]
