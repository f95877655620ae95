"""Finding out in which encoding a file is, and handing it on as UTF-8."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from sandan.errors import EncodingError, SourceError

__all__ = ["read_text", "sniff_encoding", "text_blocks"]

BLOCK_BYTES = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
BINARY_MAGIC = {
    b"\xd0\xcf\x11\xe0": "an old Excel or Hangul document",
    b"%PDF": "a PDF document",
    b"PAR1": "a Parquet file",
    b"PK\x03\x04": "a ZIP archive",
}
UNDEFINED_IN_CP1252 = frozenset(b"\x81\x8d\x8f\x90\x9d")
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_DAMAGE_SHARE = 0.2
_CONTROL_SHARE = 0.02


def sniff_encoding(head: bytes) -> str:
    r"""Say in which encoding a file is written, from its first bytes.

    Parameters
    ----------
    head : bytes
        The beginning of the file, or a later block if all before it was ASCII; it may end in
        the middle of a character.

    Returns
    -------
    str
        A Python codec: ``utf-8-sig``, ``utf-16``, ``utf-8``, ``cp949``, ``cp1252`` or ``latin-1``.

    Raises
    ------
    EncodingError
        If the bytes are those of a binary file, or of UTF-8 or CP949 with a few damaged bytes.

    Notes
    -----
    A byte-order mark decides. Then UTF-8 and CP949 are tried in this order. If one of them fails,
    but less than a fifth of its characters beyond ASCII are unreadable, then the file is damaged
    rather than in another encoding. CP949 must also consist mainly of the syllables of KS X 1001,
    because pairs such as "Ål" are rare syllables of its extension. What remains is Western
    European: ``cp1252`` if it uses the bytes 0x80-0x9F, else ``latin-1``.

    References
    ----------
    Yergeau, F. (2003), RFC 3629, UTF-8. Microsoft (1998), code page 949.

    Examples
    --------
    >>> [sniff_encoding(text) for text in (b"a,b", "성남".encode("cp949"), b"Th\xfcringen")]
    ['utf-8', 'cp949', 'latin-1']
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    _refuse_binary(head)
    for encoding in ("utf-8", "cp949"):
        good, damaged = _weigh(head, encoding)
        if damaged == 0:
            return encoding
        if damaged < _DAMAGE_SHARE * (good + damaged):
            raise _damaged(head, encoding, 0)
    high = set(head) & set(range(0x80, 0xA0))
    return "cp1252" if high and not high & UNDEFINED_IN_CP1252 else "latin-1"


def _refuse_binary(head: bytes) -> None:
    for magic, what in BINARY_MAGIC.items():
        if head.startswith(magic):
            raise EncodingError(f"The file is {what}, but text was expected; save it as CSV or XLSX.")
    strange = len(_CONTROL.findall(head))
    if strange > _CONTROL_SHARE * len(head) + 1:
        raise EncodingError(
            f"{strange} of the first {len(head)} bytes are control characters, so the file is binary, "
            "but text was expected; save it as CSV or XLSX."
        )


def _weigh(head: bytes, encoding: str) -> tuple[int, int]:
    """Count the characters beyond ASCII that the encoding reads, and those that it does not."""
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    beyond = [char for char in text if char > "\x7f"]
    damaged = beyond.count("\ufffd")
    good = len(beyond) - damaged
    if encoding == "cp949":
        common = len("".join(beyond).replace("\ufffd", "").encode("euc_kr", errors="ignore")) // 2
        if 2 * common < good:
            return 0, good + damaged
    return good, damaged


def _damaged(block: bytes, encoding: str, offset: int) -> EncodingError:
    try:
        codecs.getincrementaldecoder(encoding)().decode(block)
    except UnicodeDecodeError as error:
        value = block[error.start]
        return EncodingError(
            f"The file is in {encoding}, but byte {offset + error.start} (0x{value:02X}) does not belong to "
            "it; the file is damaged there, so fetch it again or mend that place."
        )
    raise AssertionError(encoding)


def raw_blocks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, unpacked if they are gzip by their first bytes."""
    with path.open("rb") as plain:
        packed = plain.read(2) == GZIP_MAGIC
    try:
        with gzip.open(path) if packed else path.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                yield block
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise SourceError(
            f"{path.name} starts like a gzip file but cannot be unpacked ({error}); fetch it again."
        ) from error


def text_blocks(path: Path, encoding: str | None = None) -> tuple[str, Iterator[str]]:
    """Find the encoding of a file and decode it piece by piece.

    Parameters
    ----------
    path : Path
        A text file, plain or packed with gzip.
    encoding : str, optional
        A Python codec, if it is known; otherwise it is found from the first bytes beyond ASCII.

    Returns
    -------
    tuple of (str, iterator of str)
        The encoding, and the text in order.

    Raises
    ------
    EncodingError
        If the encoding is unknown to Python or does not fit; while iterating, if a later byte
        does not fit, naming its position.
    SourceError
        If the file starts like gzip but cannot be unpacked.

    Notes
    -----
    Only ASCII before the first byte above 127 says nothing, so the search goes on until there is
    one: a file whose first Korean letter stands after a megabyte is still read as CP949.

    References
    ----------
    Python documentation, ``codecs.IncrementalDecoder``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "korean.csv")
    ...     _ = path.write_bytes("지역,값".encode("cp949"))
    ...     encoding, blocks = text_blocks(path)
    ...     (encoding, "".join(blocks))
    ('cp949', '지역,값')
    """
    blocks = raw_blocks(path)
    kept: list[bytes] = []
    if encoding is None:
        encoding = "utf-8"
        for block in blocks:
            kept.append(block)
            encoding = sniff_encoding(block)
            if encoding != "utf-8" or not block.isascii():
                break
    try:
        "".encode(encoding)
        decoder = codecs.getincrementaldecoder(encoding)()
    except LookupError as error:
        raise EncodingError(
            f"`encoding` is {encoding!r}, which is no text encoding; use utf-8, cp949 or latin-1."
        ) from error
    return encoding, _decoded(chain(kept, blocks), decoder, encoding)


def _decoded(blocks: Iterator[bytes], decoder: codecs.IncrementalDecoder, encoding: str) -> Iterator[str]:
    offset = 0
    for block in chain(blocks, [b""]):
        waiting = decoder.getstate()[0]
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            raise EncodingError(
                f"The file is in {encoding}, but byte {offset - len(waiting) + start} does not belong to it; "
                "the file is damaged there, so fetch it again or mend that place."
            ) from error
        offset += len(block)
        if text:
            yield text


def read_text(path: Path, encoding: str | None = None) -> str:
    r"""Read a whole text file of any encoding that Sandan knows.

    Parameters
    ----------
    path : Path
        A text file, plain or packed with gzip.
    encoding : str, optional
        A Python codec, if it is known.

    Returns
    -------
    str
        The text without a byte-order mark.

    Raises
    ------
    EncodingError, SourceError
        As :func:`text_blocks`.

    Notes
    -----
    The pieces of :func:`text_blocks`, joined. For long tables use
    :func:`sandan.data.reading.delimited.read_delimited`, which never holds all of it.

    References
    ----------
    As :func:`sniff_encoding`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "a.csv")
    ...     _ = path.write_bytes(b"\xef\xbb\xbfa,b")
    ...     read_text(path)
    'a,b'
    """
    return "".join(text_blocks(path, encoding)[1])
