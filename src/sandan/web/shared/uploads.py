"""Files that people hand in: what they may be, told by name, first bytes and size together."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from sandan.errors import SourceError

__all__ = ["KINDS", "Kind", "Upload", "check_upload", "plain_name"]

MIB = 2**20
HEAD = 64 * 1024
LONGEST_NAME = 200


class Upload(Protocol):
    """What is needed of a file that was handed in."""

    name: str | None
    size: int | None
    file: BinaryIO

    def seek(self, offset: int, /) -> int:
        """Go to a place in the file."""

    def read(self, size: int = -1, /) -> bytes:
        """Read from there."""


@dataclass(frozen=True)
class Kind:
    """A kind of file: how its names end, how large it may be, and whether its bytes are what they say."""

    key: str
    endings: frozenset[str]
    content_type: str
    most_bytes: int
    fits: Callable[[Upload, bytes], bool]


def _begins(*beginnings: bytes) -> Callable[[Upload, bytes], bool]:
    def fits(upload: Upload, head: bytes) -> bool:
        return head.startswith(beginnings)

    return fits


def _zip_with(*members: str, mimetype: bytes = b"") -> Callable[[Upload, bytes], bool]:
    """Look into the list of an archive, never unpack it: ``mimetype`` stands first and uncompressed."""

    def fits(upload: Upload, head: bytes) -> bool:
        if not head.startswith(b"PK\x03\x04") or mimetype not in head[:200]:
            return False
        try:
            with zipfile.ZipFile(upload.file) as archive:
                return set(members) <= set(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False

    return fits


def _is_text(upload: Upload, head: bytes) -> bool:
    """Take text in the two encodings of Korean offices; a character may be cut at the end of the head."""
    if b"\0" in head:
        return False
    return any(_decodes(head, encoding) for encoding in ("utf-8", "cp949"))


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        head.decode(encoding)
    except UnicodeDecodeError as error:
        return len(head) == HEAD and error.start >= HEAD - 4
    return True


def _webp(upload: Upload, head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


_ALL = (
    Kind("pdf", frozenset({"pdf"}), "application/pdf", 50 * MIB, _begins(b"%PDF-")),
    Kind("png", frozenset({"png"}), "image/png", 20 * MIB, _begins(b"\x89PNG\r\n\x1a\n")),
    Kind("jpeg", frozenset({"jpg", "jpeg"}), "image/jpeg", 20 * MIB, _begins(b"\xff\xd8\xff")),
    Kind("webp", frozenset({"webp"}), "image/webp", 20 * MIB, _webp),
    Kind(
        "hwp",
        frozenset({"hwp"}),
        "application/x-hwp",
        50 * MIB,
        _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"HWP Document File"),
    ),
    Kind(
        "hwpx",
        frozenset({"hwpx"}),
        "application/hwp+zip",
        50 * MIB,
        _zip_with("mimetype", mimetype=b"application/hwp+zip"),
    ),
    Kind(
        "xlsx",
        frozenset({"xlsx"}),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        50 * MIB,
        _zip_with("[Content_Types].xml", "xl/workbook.xml"),
    ),
    Kind("csv", frozenset({"csv"}), "text/csv", 50 * MIB, _is_text),
    Kind("txt", frozenset({"txt"}), "text/plain", 20 * MIB, _is_text),
)

KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})


def check_upload(upload: Upload, allowed: Mapping[str, Kind] = KINDS) -> Kind:
    """Name the kind of a file, or refuse it; the file is left at its beginning."""
    name = plain_name(upload.name)
    ending = PurePath(name).suffix.removeprefix(".").lower()
    kind = next((one for one in allowed.values() if ending in one.endings), None)
    if kind is None:
        known = ", ".join(sorted(ending for one in allowed.values() for ending in one.endings))
        raise SourceError(
            _("“%(name)s” may not be handed in: names of files must end in %(known)s. Convert the file.")
            % {"name": name, "known": known}
        )
    size = upload.size or 0
    if size == 0:
        raise SourceError(_("“%(name)s” is empty. Choose the file again.") % {"name": name})
    if size > kind.most_bytes:
        raise SourceError(
            _(
                "“%(name)s” has %(size)s MiB, but a file of this kind may have %(most)s. Hand in the part "
                "that matters."
            )
            % {"name": name, "size": f"{size / MIB:.1f}", "most": kind.most_bytes // MIB}
        )
    upload.seek(0)
    head = upload.read(HEAD)
    fits = kind.fits(upload, head)
    upload.seek(0)
    if not fits:
        raise SourceError(
            _(
                "The content of “%(name)s” is not what its name says. Open it, save it as what its name "
                "says, and hand it in again."
            )
            % {"name": name}
        )
    return kind


def plain_name(name: str | None) -> str:
    """Keep of a name what people wrote: no folders, no invisible characters, not too long."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    visible = "".join(char for char in last if char.isprintable()).strip(" .")
    stem, dot, ending = visible.rpartition(".")
    if len(visible) <= LONGEST_NAME:
        return visible or "file"
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if dot and len(ending) < 10
        else visible[:LONGEST_NAME]
    )
