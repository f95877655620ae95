import pytest

from sandan.data.reading.headers import find_header, plain_name
from sandan.errors import HeaderError


def test_names_are_compared_without_blanks_case_marks_and_width() -> None:
    assert {plain_name(name) for name in (" ITL Code", "itlcode", "\ufeffITL  CODE", "ＩＴＬ code")} == {
        "itlcode"
    }


def test_leading_and_trailing_blanks_and_aliases() -> None:
    header = find_header([[" 사업장명 ", "JNNGP_CNT"]], ["사업장명", "가입자수"], {"JNNGP_CNT": "가입자수"})
    assert header.names == ("사업장명", "가입자수")
    assert (header.before, header.end) == (0, 1)


def test_header_below_notes_is_found_by_its_columns() -> None:
    records = [
        ["2024 survey", "", ""],
        [],
        ["unit:", "persons", ""],
        ["region", "jobs", "note"],
        ["11", "5", ""],
    ]
    header = find_header(records, ["region", "jobs"], {})
    assert (header.before, header.names) == (3, ("region", "jobs", "note"))


def test_header_of_two_rows_is_merged_with_the_upper_one_filled_to_the_right() -> None:
    records = [["구분", "산업시설구역", "", "입주업체"], ["", "전체면적", "분양", ""], ["1", "2", "3", "4"]]
    header = find_header(records, ["산업시설구역 분양"], {})
    assert header.names == ("구분", "산업시설구역 전체면적", "산업시설구역 분양", "입주업체")
    assert (header.before, header.rows) == (0, 2)


def test_without_columns_the_fullest_record_is_the_header() -> None:
    assert find_header([["note", ""], ["a", "b"], ["1", "2"]], [], {}).names == ("a", "b")


def test_missing_column_is_named_with_those_that_are_there() -> None:
    with pytest.raises(HeaderError, match="The columns are `region`, `job`, but `jobs` is missing"):
        find_header([["region", "job"], ["11", "5"]], ["region", "jobs"], {})


def test_needed_column_that_stands_twice_is_refused_and_another_is_numbered() -> None:
    with pytest.raises(HeaderError, match="'jobs' stands in the header twice"):
        find_header([["jobs", "jobs"]], ["jobs"], {})
    assert find_header([["jobs", "x", "x", ""]], ["jobs"], {}).names == ("jobs", "x", "x (3)", "column 4")


@pytest.mark.parametrize("records", [[], [[]], [["", ""]]])
def test_empty_file_is_refused(records: list[list[str]]) -> None:
    with pytest.raises(HeaderError, match="The file is empty"):
        find_header(records, ["region"], {})
