import gzip
import json
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.profiles.seongnam_join import DISTRICTS, DONGS, names_of_codes, refuse_wrong_join
from sandan.errors import JoinError


def frame(*rows: tuple[str, str, str]) -> tuple[pd.Series, pd.Series, pd.Series]:
    districts, codes, names = zip(*rows, strict=True)
    return pd.Series(districts), pd.Series(codes), pd.Series(names)


def test_right_names_pass() -> None:
    rows = frame(("분당구", "740", "삼평동"), ("중원구", "510", "성남동"))
    refuse_wrong_join(*rows, pd.Series([1.0, 2.0]))


def test_wrong_names_are_counted_by_district_and_the_largest_is_shown() -> None:
    rows = frame(("분당구", "740", "백현동"), ("분당구", "750", "금곡동"), ("중원구", "510", "성남동"))
    with pytest.raises(
        JoinError, match=r"^2 of 2 rows of 분당구 .* code 750 is 판교동 \(9 workers\)"
    ) as refusal:
        refuse_wrong_join(*rows, pd.Series([float("nan"), 9.0, 3.0]))
    assert "by position" not in str(refusal.value)


def test_code_that_is_none_has_no_name() -> None:
    assert names_of_codes(pd.Series(["분당구", "강남구"]), pd.Series(["999", "740"])).tolist() == ["", ""]


def test_names_of_bundang_are_those_of_the_census_tracts(shared: Path) -> None:
    with gzip.open(shared / "data/kr-bundang-tracts/census_tracts_pangyo.geojson.gz") as file:
        tracts = [feature["properties"] for feature in json.load(file)["features"]]
    names = {str(tract["adm_cd"])[5:8]: tract["adm_nm"] for tract in tracts}
    assert names == DONGS["분당구"]


def test_all_names_are_those_of_the_code_table(shared: Path) -> None:
    path = shared / "data/kr-admin-codes-cp949/propertiesTable.tsv"
    table = pd.read_csv(path, sep="\t", encoding="cp949", dtype=str)
    for district, code in DISTRICTS.items():
        here = table[table["adm_cd8"].str.startswith(code)].sort_values("adm_cd2")
        assert dict(zip(here["adm_cd8"].str[5:], here["emd_nm"], strict=True)) == DONGS[district]
        assert here["emd_nm"].tolist() == list(DONGS[district].values())
