"""Which files may come in: by name, size and bytes; archives that would burst are refused."""

import gzip
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from sandan.data.reading.encodings import sniff_encoding
from sandan.errors import EncodingError

__all__ = ["ACCEPTED", "LARGEST", "LARGEST_UNPACKED", "check_file"]

LARGEST = 512 * 2**20
LARGEST_UNPACKED = 4 * 2**30
"""Bytes of an upload, and of what is packed in it."""

HEAD, PIECE = 1 << 16, 1 << 20
MIB = 2**20


def check_file(file: UploadedFile) -> None:
    """Refuse a file that is not one of those that Sandan reads, with a sentence for a form."""
    ending = PurePath(file.name or "").suffix.lower()
    if ending not in ACCEPTED:
        raise ValidationError(
            _("“%(name)s” ends in “%(ending)s”, but Sandan reads %(accepted)s; save it as one of these.")
            % {"name": file.name, "ending": ending, "accepted": ", ".join(ACCEPTED)}
        )
    if not file.size:
        raise ValidationError(_("“%(name)s” is empty; fetch it again.") % {"name": file.name})
    if file.size > LARGEST:
        raise ValidationError(
            _("“%(name)s” has %(size)d MiB, but %(limit)d MiB are the most; divide it or leave out columns.")
            % {"name": file.name, "size": file.size // MIB, "limit": LARGEST // MIB}
        )
    file.seek(0)
    ACCEPTED[ending](file.file, file.name or "")
    file.seek(0)


def _text(file: BinaryIO, name: str) -> None:
    head = file.read(HEAD)
    if head.startswith(b"\x1f\x8b"):
        file.seek(0)
        _packed(file, name)
        return
    _refuse_no_text(head, name)


def _refuse_no_text(head: bytes, name: str) -> None:
    try:
        sniff_encoding(head)
    except EncodingError as error:
        raise ValidationError(
            _("“%(name)s” does not hold the text that its name promises. %(why)s")
            % {"name": name, "why": error}
        ) from error


def _shapes(file: BinaryIO, name: str) -> None:
    head = file.read(HEAD)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise ValidationError(
            _("“%(name)s” is no JSON: it does not begin with “{”. Save it as GeoJSON or TopoJSON again.")
            % {"name": name}
        )
    _refuse_no_text(head, name)


def _workbook(file: BinaryIO, name: str) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ValidationError(
            _("“%(name)s” is no workbook that can be opened; save it as XLSX again.") % {"name": name}
        ) from error
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise ValidationError(
            _("“%(name)s” is an archive, but no workbook; unpack it and upload the table in it.")
            % {"name": name}
        )
    _refuse_bursting(sum(part.file_size for part in parts), name)


def _packed(file: BinaryIO, name: str) -> None:
    """Unpack without keeping anything, as the size that an archive states of itself proves nothing."""
    unpacked, head = 0, b""
    try:
        with gzip.open(file) as inside:
            while piece := inside.read(PIECE):
                head = head or piece[:HEAD]
                unpacked += len(piece)
                _refuse_bursting(unpacked, name)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ValidationError(_("“%(name)s” cannot be unpacked; fetch it again.") % {"name": name}) from error
    _refuse_no_text(head, name)


def _parquet(file: BinaryIO, name: str) -> None:
    begins = file.read(4)
    file.seek(-4, 2)
    if (begins, file.read(4)) != (b"PAR1", b"PAR1"):
        raise ValidationError(
            _("“%(name)s” is no whole Parquet file: its first and last bytes are not PAR1. Fetch it again.")
            % {"name": name}
        )


def _refuse_bursting(unpacked: int, name: str) -> None:
    if unpacked > LARGEST_UNPACKED:
        raise ValidationError(
            _("“%(name)s” would unpack to more than %(limit)d MiB; upload a part of it.")
            % {"name": name, "limit": LARGEST_UNPACKED // MIB}
        )


ACCEPTED: Mapping[str, Callable[[BinaryIO, str], None]] = {
    ".csv": _text,
    ".tsv": _text,
    ".txt": _text,
    ".xlsx": _workbook,
    ".parquet": _parquet,
    ".geojson": _shapes,
    ".topojson": _shapes,
    ".json": _shapes,
    ".toml": _text,
    ".gz": _packed,
}
"""Endings of names, and what the bytes under each have to be."""
