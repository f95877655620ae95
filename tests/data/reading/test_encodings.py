import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.reading.encodings import BLOCK_BYTES, read_text, sniff_encoding, text_blocks
from sandan.errors import EncodingError, SourceError

KOREAN = "지역,산업,값\n성남시,반도체,12\n수원시,소프트웨어,7\n"


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        ("a,b\n", "ascii", "utf-8"),
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN, "utf-8-sig", "utf-8-sig"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "utf-16", "utf-16"),
        ("Baden-Württemberg,Thüringen", "latin-1", "latin-1"),
        ("crops – other", "cp1252", "cp1252"),
        ("Ålborg,Århus,Örebro", "latin-1", "latin-1"),
        ("Île-de-France,Rhône", "latin-1", "latin-1"),
        ("뷁,똠방각하", "cp949", "cp949"),
    ],
)
def test_encoding_is_found_and_the_text_is_whole(tmp_path: Path, text: str, written: str, found: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(written))
    assert sniff_encoding(path.read_bytes()) == found
    assert read_text(path) == text


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xB000), min_size=1), st.integers(0, 3))
def test_head_that_ends_within_a_character_is_no_damage(text: str, cut: int) -> None:
    head = ("값" * 10 + text).encode()
    assert sniff_encoding(head[: len(head) - cut]) == "utf-8"


def test_file_that_begins_in_ascii_is_sniffed_where_it_stops_being_ascii(tmp_path: Path) -> None:
    path = tmp_path / "late.csv"
    path.write_bytes(b"a,b\n" * (BLOCK_BYTES // 4) + KOREAN.encode("cp949"))
    assert text_blocks(path)[0] == "cp949"
    assert read_text(path).endswith(KOREAN)


@pytest.mark.parametrize(("encoding", "byte"), [("utf-8", 0xFF), ("cp949", 0xFF)])
def test_damage_far_below_names_its_position(tmp_path: Path, encoding: str, byte: int) -> None:
    path = tmp_path / "damaged.csv"
    before = (KOREAN * 60_000).encode(encoding)
    path.write_bytes(before + bytes([byte]) + b",\n" + KOREAN.encode(encoding))
    with pytest.raises(EncodingError, match=f"in {encoding}, but byte {len(before)} "):
        read_text(path)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_damage_in_the_head_is_damage_and_no_other_encoding(encoding: str) -> None:
    head = (KOREAN * 3).encode(encoding) + b"\xff," + (KOREAN * 3).encode(encoding)
    with pytest.raises(EncodingError, match=f"in {encoding}, but byte {len((KOREAN * 3).encode(encoding))} "):
        sniff_encoding(head)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (b"\xd0\xcf\x11\xe0abc", "old Excel"),
        (b"%PDF-1.4", "PDF"),
        (b"PAR1", "Parquet"),
        (bytes(range(1, 9)) * 20, "control characters"),
    ],
)
def test_binary_file_is_refused_by_what_it_is(head: bytes, said: str) -> None:
    with pytest.raises(EncodingError, match=said):
        sniff_encoding(head)


def test_gzip_is_known_by_its_bytes_and_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(gzip.compress(KOREAN.encode("cp949")))
    assert read_text(path) == KOREAN


def test_gzip_that_breaks_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(KOREAN.encode() * 100)[:-9])
    with pytest.raises(SourceError, match="cannot be unpacked"):
        read_text(path)


def test_encoding_that_python_does_not_know_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a")
    with pytest.raises(EncodingError, match="'klingon', which is no text encoding"):
        text_blocks(path, "klingon")
    with pytest.raises(EncodingError, match="no text encoding"):
        text_blocks(path, "hex")


def test_latin_1_table_of_the_real_files_is_read_whole(shared: Path) -> None:
    path = shared / "data/uk-ons-gva/SIClookup.csv"
    encoding, blocks = text_blocks(path)
    assert encoding == "latin-1"
    assert "".join(blocks).count("\n") == 730


def test_cp949_table_of_the_real_files_is_read_whole(shared: Path) -> None:
    encoding, blocks = text_blocks(shared / "data/kr-admin-codes-cp949/propertiesTable.tsv")
    assert encoding == "cp949"
    assert "성남시분당구" in "".join(blocks)
