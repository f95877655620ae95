from datetime import date

import pandas as pd
import pytest

from sandan.data.profiles import firms
from sandan.data.reading.headers import Header
from sandan.data.tables import check_table, contract_of
from sandan.errors import HeaderError

FRAME = pd.DataFrame(
    {
        "name": ["가", "", "합계", "나"],
        "workers": ["1,234", "5", "9", "2.5"],
        "from": ["2013-01-31", "", "", "x"],
    },
    index=[1, 2, 3, 4],
)


def test_rows_without_a_name_are_refused_and_totals_set_aside() -> None:
    sieve = firms.start(FRAME, "name")
    assert sieve.kept.tolist() == [True, False, False, True]
    assert {f.code: (f.action.value, f.rows) for f in sieve.findings} == {
        "total": ("set_aside", 1),
        "no-name": ("refused", 1),
    }


def test_counts_and_days_that_cannot_be_read_are_empty_and_reported() -> None:
    sieve = firms.start(FRAME, "name")
    workers = firms.whole_numbers(FRAME, "workers", sieve)
    days = firms.days(FRAME, "from", sieve)
    assert workers.fillna(-1).tolist() == [1234, 5, 9, -1]
    assert days.tolist() == [date(2013, 1, 31), None, None, None]
    assert {"thousands-separator", "unreadable-number", "unreadable-date"} <= {f.code for f in sieve.findings}


def test_rows_keep_the_contract_and_additional_columns_are_text() -> None:
    sieve = firms.start(FRAME, "name")
    table = firms.firm_rows(FRAME, sieve, name=FRAME["name"], extra={"note": FRAME["from"]})
    check_table(table, contract_of("firm_list"))
    assert table["row"].tolist() == [1, 4]
    assert table["note"].tolist() == ["2013-01-31", "x"]


def test_absent_columns_are_empty() -> None:
    assert firms.column(FRAME, "address").tolist() == ["", "", "", ""]
    assert firms.first_filled(FRAME, ["address", "from", "name"]).tolist() == ["2013-01-31", "", "합계", "x"]


def test_columns_about_persons_are_named_but_not_taken() -> None:
    header = Header(("name", "대표자명"), ("name", "대표자명"), 0, 1)
    (finding,) = firms.persons_left_out(header, ("대표자명", "전화번호"))
    assert finding.message == "Data about persons is not taken over: 대표자명."
    assert firms.persons_left_out(header, ("전화번호",)) == []


def test_file_without_any_of_some_columns_is_refused() -> None:
    header = Header(("name",), ("name",), 0, 1)
    with pytest.raises(HeaderError, match=r"a column with the address is missing \(road or lot\)"):
        firms.require_any(header, ("road", "lot"), "the address")
