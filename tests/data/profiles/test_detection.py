"""Every sample is recognized as what it is; what is no table is recognized as nothing."""

import gzip
import runpy
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from sandan.data.profiles.detection import Candidate, recognize, sample
from sandan.errors import EncodingError

SAMPLES = runpy.run_path(str(Path(__file__).with_name("samples.py")))["SAMPLES"]


def _names(path):
    return [found.profile for found in recognize(path)]


@pytest.mark.parametrize("name", SAMPLES)
def test_recognize_sample_puts_its_profile_first_of_few(name, tmp_path):
    SAMPLES[name](tmp_path / "sample.csv")
    names = _names(tmp_path / "sample.csv")
    assert (names[0], len(set(names) - {"generic"}) <= 2) == (name, True)


@pytest.mark.parametrize("name", ["stores", "pensions", "ventures", "factories", "regions"])
def test_recognize_workbook_below_notes_finds_the_same_as_in_text(name, tmp_path):
    SAMPLES[name](tmp_path / "sample.csv")
    table = sample(tmp_path / "sample.csv")
    book = openpyxl.Workbook()
    book.active.append(["2024 survey"])
    book.active.append([])
    book.active.append(list(table.header.printed))
    for cells in table.rows.to_numpy().tolist():
        book.active.append(cells)
    book.save(tmp_path / "sample.xlsx")
    assert _names(tmp_path / "sample.xlsx") == _names(tmp_path / "sample.csv")


def test_recognize_long_file_reads_only_whole_rows_of_its_beginning(tmp_path):
    path = tmp_path / "places.csv"
    rows = [f'{10_000 + k},city,31,"시\n{k}"' for k in range(60_000)]
    path.write_text("\n".join(["code,level,parent,name_ko", *rows]), encoding="utf-8")
    best = recognize(path)[0]
    assert (best.profile, best.needs, best.rows_used == best.rows_read) == ("regions", ("system",), True)
    assert 5_000 < best.rows_read < 59_000


def test_recognize_packed_file_is_that_of_its_content(tmp_path):
    SAMPLES["stores"](tmp_path / "stores.csv")
    path = tmp_path / "stores.csv.gz"
    path.write_bytes(gzip.compress((tmp_path / "stores.csv").read_bytes()))
    assert _names(path) == ["stores", "generic"]


def test_recognize_parquet_tries_our_own_layouts(tmp_path):
    SAMPLES["sandan-register"](tmp_path / "register.csv")
    frame = pd.read_csv(tmp_path / "register.csv", dtype={"region": str, "city": str})
    frame.to_parquet(tmp_path / "register.parquet")
    assert _names(tmp_path / "register.parquet") == ["sandan-register"]


def test_recognize_rows_that_are_refused_says_why(tmp_path):
    path = tmp_path / "register.csv"
    SAMPLES["sandan-industry-table"](path)
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n31000,,C26,,someday,jobs,persons,1,reported,1,1\n", encoding="utf-8")
    assert recognize(path)[0] == Candidate(
        "sandan-industry-table",
        rows_read=1,
        refused="None of the first 1 rows could be used. `period` (calendar year) cannot be read.",
    )


def test_recognize_list_of_words_finds_nothing(tmp_path):
    (tmp_path / "words.txt").write_text("one\ntwo\nthree\n")
    assert recognize(tmp_path / "words.txt") == []


def test_recognize_json_without_shapes_says_what_is_missing(tmp_path):
    (tmp_path / "notes.json").write_text('{"a": 1}')
    (found,) = recognize(tmp_path / "notes.json")
    assert (found.profile, found.rows_used) == ("boundaries", 0)
    assert found.refused.startswith("notes.json")


def test_recognize_binary_file_is_refused(tmp_path):
    (tmp_path / "letter.csv").write_bytes(b"%PDF-1.7 \x00\x01\x02")
    with pytest.raises(EncodingError, match="a PDF document"):
        recognize(tmp_path / "letter.csv")


def test_sample_of_named_sheet_is_that_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["notes", "more"])
    sheet = book.create_sheet("자료")
    sheet.append(["지역", "값"])
    sheet.append(["성남시", 3])
    book.save(tmp_path / "a.xlsx")
    assert sample(tmp_path / "a.xlsx", sheet="자료").rows.to_numpy().tolist() == [["성남시", "3"]]
