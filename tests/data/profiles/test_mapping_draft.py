"""What is proposed for unknown headers in Korean and English, and that what is written is read back."""

import pandas as pd
import pytest

from sandan.data.profiles.mapping import read_mapping
from sandan.data.profiles.mapping_draft import (
    YEAR_COLUMNS,
    MappingDraft,
    mapping_text,
    suggest_mapping,
    type_of_cells,
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["2015", "2016년", ""], "years"),
        (["31020", "31030", "31040"], "codes"),
        (["01", "02", "10"], "codes"),
        (["C10", "C26", "F41"], "codes"),
        (["1,312", "7", "*"], "numbers"),
        (["12.5", "-3", "0"], "numbers"),
        (["성남시 수정구", "수원시"], "words"),
        (["", " "], "empty"),
    ],
)
def test_type_of_cells_is_what_most_of_them_are(cells, expected):
    assert type_of_cells(pd.Series(cells, dtype="str")) == expected


def _suggested(**columns):
    rows = pd.DataFrame(columns, dtype="str")
    return suggest_mapping(list(rows), rows)


def test_suggest_mapping_of_korean_headers_finds_all_fields():
    draft = _suggested(
        시군구코드=["31020", "31030"],
        시군구명=["성남시", "의정부시"],
        업종코드=["C10", "C26"],
        업종명=["식료품", "전자부품"],
        기준연도=["2015", "2015"],
        종사자수=["1,312", "77"],
    )
    assert draft == MappingDraft(
        columns={
            "region": "시군구코드",
            "region_name": "시군구명",
            "industry": "업종코드",
            "industry_name": "업종명",
            "period": "기준연도",
            "value": "종사자수",
        },
        constants={"measure": "employment", "unit": "persons"},
    )


def test_suggest_mapping_of_english_headers_takes_the_only_numbers_for_values():
    draft = _suggested(
        **{"Area code": ["E06", "E07"], "NACE": ["C10", "C26"], "Year": ["2015", "2016"], "Sum": ["12", "7"]}
    )
    assert draft.columns == {
        "region": "Area code",
        "industry": "NACE",
        "period": "Year",
        "value": "Sum",
    }
    assert draft.constants == {}


def test_suggest_mapping_with_a_column_per_year_takes_their_names_for_periods():
    draft = _suggested(**{"시군구": ["성남시"], "산업": ["제조업"], "2015년": ["1"], "2016년": ["2"]})
    assert (draft.columns, draft.wide) == ({"region": "시군구", "industry": "산업"}, YEAR_COLUMNS)


def test_suggest_mapping_of_words_that_mean_nothing_proposes_nothing():
    assert _suggested(qqq=["red", "blue"], zzz=["cat", "dog"]) == MappingDraft()


def test_mapping_text_is_read_as_it_was_meant(tmp_path):
    draft = MappingDraft(
        columns={"region": '시군구 "A"', "value": "값\\원"},
        constants={"measure": "jobs", "unit": "persons", "industry": "all", "period": "2015"},
        rest={"cells": {"suppressed": ["*", "x"], "decimal": ","}, "codes": {"region_width": 5}},
    )
    path = tmp_path / "jobs.toml"
    path.write_text(mapping_text(draft), encoding="utf-8")
    read = read_mapping(path)
    assert (dict(read.columns), dict(read.constants)) == (dict(draft.columns), dict(draft.constants))
    assert (read.suppressed, read.decimal, dict(read.widths)) == ({"*", "x"}, ",", {"region": 5})


def test_mapping_text_with_years_in_the_header_is_read_as_a_pattern(tmp_path):
    path = tmp_path / "jobs.toml"
    draft = MappingDraft(
        {"region": "r", "industry": "i"}, {"measure": "jobs", "unit": "persons"}, YEAR_COLUMNS
    )
    path.write_text(mapping_text(draft), encoding="utf-8")
    assert read_mapping(path).wide.fullmatch("2015 년")["period"] == "2015"
