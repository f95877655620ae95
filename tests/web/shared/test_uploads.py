import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from sandan.errors import SourceError
from sandan.web.shared.uploads import HEAD, KINDS, MIB, check_upload, plain_name


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def archive(**members):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return data.getvalue()


HWPX = archive(mimetype="application/hwp+zip", **{"Contents__section0.xml": "<x/>"})
XLSX = archive(**{"[Content_Types].xml": "<x/>", "xl__workbook.xml": "<x/>"})
GOOD = {
    "보도자료.pdf": (b"%PDF-1.7\n", "pdf"),
    "scan.PNG": (b"\x89PNG\r\n\x1a\n....", "png"),
    "photo.jpeg": (b"\xff\xd8\xff\xe0", "jpeg"),
    "photo.jpg": (b"\xff\xd8\xff\xe0", "jpeg"),
    "photo.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp"),
    "공문.hwp": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "hwp"),
    "공문.hwpx": (HWPX, "hwpx"),
    "표.xlsx": (XLSX, "xlsx"),
    "표.csv": ("구분,값\n".encode(), "csv"),
    "표-오래된.csv": ("구분,값\n".encode("cp949"), "csv"),
    "메모.txt": ("메모".encode(), "txt"),
}


def _by_name(value):
    """Name a case by its words: bytes that hold a time would name it otherwise in every process."""
    return value if isinstance(value, str) else "bytes"


@pytest.mark.parametrize("name", GOOD)
def test_file_that_is_what_its_name_says_is_taken(name):
    content, kind = GOOD[name]
    upload = SimpleUploadedFile(name, content)
    assert check_upload(upload).key == kind
    assert upload.read() == content


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_kind_takes_a_web_page_or_a_program(kind):
    ending = min(KINDS[kind].endings)
    programs = (b"MZ\x90\x00\x03\x00\x00\x00", b"\x7fELF\x02\x01\x01\x00\x00")
    for content in programs if kind in {"csv", "txt"} else (*programs, b"<!DOCTYPE html><script>"):
        with pytest.raises(SourceError, match="is not what its name says"):
            check_upload(SimpleUploadedFile(f"a.{ending}", content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", HWPX),
        ("a.hwpx", XLSX),
        ("a.xlsx", XLSX[:40]),
        ("a.hwpx", archive(**{"word__document.xml": "application/hwp+zip"})),
        ("a.txt", b"a\0b"),
        ("a.txt", b"\xff\xfe\xfd\xff"),
        ("a.webp", b"RIFF\x00\x00\x00\x00WAVEfmt "),
    ],
    ids=_by_name,
)
def test_archives_and_texts_are_looked_into(name, content):
    with pytest.raises(SourceError, match="is not what its name says"):
        check_upload(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("name", ["a.exe", "a.html", "a.svg", "a.pdf.exe", "pdf", ".pdf", "a.docm", ""])
def test_other_endings_are_refused_with_those_that_may(name):
    with pytest.raises(SourceError, match="must end in csv, hwp, hwpx, jpeg, jpg, pdf, png, txt, webp, xlsx"):
        check_upload(_named(name, b"%PDF-1.7"))


def _named(name, content):
    upload = SimpleUploadedFile("x", content)
    upload._name = name
    return upload


def test_empty_and_too_large_files_are_refused():
    with pytest.raises(SourceError, match=r"“a\.pdf” is empty"):
        check_upload(SimpleUploadedFile("a.pdf", b""))
    large = SimpleUploadedFile("a.pdf", b"%PDF-")
    large.size = 50 * MIB + 1
    with pytest.raises(SourceError, match=r"has 50\.0 MiB, but a file of this kind may have 50"):
        check_upload(large)
    large.size = 50 * MIB
    assert check_upload(large).key == "pdf"


def test_character_cut_at_the_end_of_what_is_read_is_no_fault():
    text = "가" * HEAD
    for encoding in ("utf-8", "cp949"):
        assert check_upload(SimpleUploadedFile("a.txt", b"x" + text.encode(encoding))).key == "txt"


def test_only_allowed_kinds_are_taken():
    allowed = {"csv": KINDS["csv"]}
    with pytest.raises(SourceError, match="must end in csv"):
        check_upload(SimpleUploadedFile("a.pdf", b"%PDF-"), allowed)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\서류\\보도 자료.hwp", "보도 자료.hwp"),
        ("a\u202efdp.exe\n", "afdp.exe"),
        ("", "file"),
        (None, "file"),
        ("...", "file"),
        ("가" * 300 + ".pdf", "가" * 196 + ".pdf"),
        ("b" * 300, "b" * 200),
    ],
)
def test_plain_name_keeps_what_people_wrote_and_nothing_else(given, kept):
    assert plain_name(given) == kept
