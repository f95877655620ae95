"""What may come in, and the sentences for what may not."""

import gzip
import io
import zipfile

import openpyxl
import pandas as pd
import pytest
from django.core.exceptions import ValidationError

from sandan.web.imports import checks
from sandan.web.imports.checks import check_file
from web.imports.factories import CODES, sent


def _workbook():
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.save(out)
    return out.getvalue()


def _archive(name, content=b"x"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def _parquet():
    out = io.BytesIO()
    pd.DataFrame({"a": [1]}).to_parquet(out)
    return out.getvalue()


def _by_name(value):
    """Name a case by its words: bytes that hold a time would name it otherwise in every process."""
    return value if isinstance(value, str) else "bytes"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("codes.csv", CODES.encode("cp949")),
        ("CODES.CSV", CODES.encode()),
        ("codes.csv.gz", gzip.compress(CODES.encode())),
        ("codes.csv", gzip.compress(CODES.encode())),
        ("codes.xlsx", _workbook()),
        ("register.parquet", _parquet()),
        ("places.geojson", b'\xef\xbb\xbf {"type": "FeatureCollection", "features": []}'),
        ("rules.toml", b'classification = "KSIC10"'),
    ],
    ids=_by_name,
)
def test_check_file_that_is_what_its_name_says_is_let_in(name, content):
    file = sent(content, name)
    check_file(file)
    assert file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "letter.hwp",
            b"x",
            (
                "“letter.hwp” ends in “.hwp”, but Sandan reads .csv, .tsv, .txt, .xlsx, .parquet, .geojson, "
                ".topojson, .json, .toml, .gz; save it as one of these."
            ),
        ),
        ("nothing.csv", b"", "“nothing.csv” is empty; fetch it again."),
        (
            "letter.csv",
            b"%PDF-1.7",
            (
                "“letter.csv” does not hold the text that its name promises. "
                "The file is a PDF document, but text was expected; save it as CSV or XLSX."
            ),
        ),
        ("a.xlsx", b"a,b", "“a.xlsx” is no workbook that can be opened; save it as XLSX again."),
        (
            "a.xlsx",
            _archive("a.csv"),
            "“a.xlsx” is an archive, but no workbook; unpack it and upload the table in it.",
        ),
        ("a.csv.gz", b"\x1f\x8b\x08broken", "“a.csv.gz” cannot be unpacked; fetch it again."),
        (
            "a.parquet",
            b"PAR1 cut off",
            "“a.parquet” is no whole Parquet file: its first and last bytes are not PAR1. Fetch it again.",
        ),
        (
            "a.geojson",
            b"a,b\n",
            "“a.geojson” is no JSON: it does not begin with “{”. Save it as GeoJSON or TopoJSON again.",
        ),
    ],
    ids=_by_name,
)
def test_check_file_that_is_something_else_is_refused(name, content, sentence, in_english):
    with pytest.raises(ValidationError) as refused:
        check_file(sent(content, name))
    assert refused.value.messages == [sentence]


def test_check_file_beyond_the_limit_is_refused(monkeypatch, in_english):
    monkeypatch.setattr(checks, "LARGEST", 2 * 2**20)
    with pytest.raises(ValidationError) as refused:
        check_file(sent(b"x" * (3 * 2**20), "big.csv"))
    assert refused.value.messages == [
        "“big.csv” has 3 MiB, but 2 MiB are the most; divide it or leave out columns."
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bomb.xlsx", _archive("xl/workbook.xml", b"0" * (2**21))),
        ("bomb.csv.gz", gzip.compress(b"0" * (2**21))),
        ("bomb.csv", gzip.compress(b"0" * (2**21))),
    ],
    ids=_by_name,
)
def test_check_file_that_would_burst_is_refused(name, content, monkeypatch, in_english):
    monkeypatch.setattr(checks, "LARGEST_UNPACKED", 2**20)
    with pytest.raises(ValidationError) as refused:
        check_file(sent(content, name))
    assert refused.value.messages == [f"“{name}” would unpack to more than 1 MiB; upload a part of it."]
