import numpy as np
import pandas as pd
import pytest

from sandan.cli.observe.files import hand_out, read_file, write_csv
from sandan.errors import TableError


def test_read_file_keeps_codes_as_text_and_numbers_as_numbers(tmp_path):
    path = tmp_path / "cells.csv"
    path.write_text("\ufeffregion,industry,value\n011,0261,3\n", encoding="utf-8")
    row = read_file(path).iloc[0]
    assert (row["region"], row["industry"], row["value"]) == ("011", "0261", 3)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("cells.xlsx", "ends in '.xlsx'; give a .csv"),
        ("none.csv", "There is no file"),
        ("bad.csv", "cannot be read"),
    ],
)
def test_read_file_refuses_in_a_sentence(tmp_path, name, words):
    (tmp_path / "bad.csv").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(TableError, match=words):
        read_file(tmp_path / name)


def test_hand_out_shows_what_says_something_and_writes_everything(tmp_path, capsys):
    found = pd.DataFrame(
        {
            "place": ["a", "b", "c"],
            "nothing": 0,
            "small": [1e-5, 2e-5, np.nan],
            "jobs": [1_234_567.0, 2.0, 3.0],
        }
    )
    hand_out(found, tmp_path / "found.csv", rows=2)
    shown = capsys.readouterr().out
    assert "nothing" not in shown
    assert "1,234,567" in shown
    assert "1e-05" in shown
    assert "2 of 3 rows are shown" in shown
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "found.csv"), found)


def test_write_csv_keeps_every_digit(tmp_path):
    write_csv(pd.DataFrame({"value": [0.1 + 0.2, 1 / 3]}), tmp_path / "found.csv")
    assert (tmp_path / "found.csv").read_text().split() == ["value", repr(0.1 + 0.2), repr(1 / 3)]
