from pathlib import Path

import pandas as pd
import pytest

from sandan.data.profiles.classifications import CLASSIFICATION, CONCORDANCE
from sandan.data.quality import Chunk
from sandan.data.tables import check_table, contract_of
from sandan.errors import HeaderError, SourceError

LIST = '분류코드,항목명\nA,"농업, 임업 및 어업 (01 ~ 03)"\n01.0,농업\n01,농업\n,없음\n'
REVISIONS = "cd,nm,digit,ksic_C\nA,농업,1,C9\nA,농업,1,C10\n"
TREE = "ksic1_cd,ksic1_nm,ksic2_cd,ksic2_nm,ksic_C\nA,농업(01~03),01,작물,C10\nA,농업(01~03),02,임업,C10\n"
PAIRS = (
    "ksic9_cd,ksic9_nm,ksic10_cd,detail\n26110,집적회로,26111,세분\n26110,집적회로,26112,\n"
    "26110,집적회로,26112,\n,,1,\n"
)


def read(folder: Path, profile: str, text: str, **options: str) -> Chunk:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    used = {"classification": CLASSIFICATION, "concordance": CONCORDANCE}[profile]
    (chunk,) = used.read(path, options)
    check_table(chunk.table, contract_of(profile))
    return chunk


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in chunk.findings if f.rows}


def test_plain_list_with_its_traps(tmp_path: Path) -> None:
    chunk = read(tmp_path, "classification", LIST, classification="KSIC9")
    assert chunk.table[["classification", "code", "name_ko"]].to_numpy().tolist() == [
        ["KSIC9", "A", "농업, 임업 및 어업"],
        ["KSIC9", "01", "농업"],
    ]
    assert chunk.table["parent"].fillna("").tolist() == ["", "A"]
    assert found(chunk) == {
        "no-code": ("refused", 1),
        "repeated-row": ("set_aside", 1),
        "mended-code": ("repaired", 1),
        "range-in-name": ("repaired", 1),
    }
    assert chunk.rows_used == 2


def test_revision_is_asked_for_unless_the_file_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not name its revision"):
        read(tmp_path, "classification", LIST)
    chunk = read(tmp_path, "classification", REVISIONS)
    assert chunk.table["classification"].tolist() == ["KSIC9", "KSIC10"]


def test_tree_is_taken_apart_with_parents_first(tmp_path: Path) -> None:
    chunk = read(tmp_path, "classification", TREE)
    assert chunk.table[["code", "parent", "name_ko"]].fillna("").to_numpy().tolist() == [
        ["A", "", "농업"],
        ["01", "A", "작물"],
        ["02", "A", "임업"],
    ]
    assert (chunk.rows_read, chunk.rows_used) == (2, 2)


def test_workbook_is_read_like_text(tmp_path: Path) -> None:
    path = tmp_path / "ksco.xlsx"
    table = pd.DataFrame({"분류코드": ["2", "21"], "분류명": ["전문가", "과학 전문가"], "영문명": ["a", "b"]})
    table.to_excel(path, index=False)
    (chunk,) = CLASSIFICATION.read(path, {"classification": "KSCO7"})
    assert chunk.table[["classification", "code", "name_en"]].to_numpy().tolist() == [
        ["KSCO7", "2", "a"],
        ["KSCO7", "21", "b"],
    ]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", PAIRS])
def test_table_without_codes_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(HeaderError, match="a column with the code is missing"):
        read(tmp_path, "classification", text, classification="KSIC9")


def test_pairs_name_their_revisions_in_the_header(tmp_path: Path) -> None:
    chunk = read(tmp_path, "concordance", PAIRS)
    assert chunk.table.iloc[:, :4].to_numpy().tolist() == [
        ["KSIC9", "KSIC10", "26110", "26111"],
        ["KSIC9", "KSIC10", "26110", "26112"],
    ]
    assert chunk.table["weight"].isna().all()
    assert found(chunk) == {"no-code": ("refused", 1), "repeated-row": ("set_aside", 1)}


def test_plain_pairs_with_weights_need_their_revisions(tmp_path: Path) -> None:
    text = "source,target,weight\na,x,0.25\na,y,0.75\nb,x,2\n"
    with pytest.raises(SourceError, match="does not name its two revisions"):
        read(tmp_path, "concordance", text)
    chunk = read(tmp_path, "concordance", text, source="KSIC10", target="KSIC11")
    assert chunk.table["weight"].tolist() == [0.25, 0.75]
    assert found(chunk) == {"no-share": ("refused", 1)}


def test_concordance_without_two_columns_of_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HeaderError, match="two columns of codes are needed"):
        read(tmp_path, "concordance", "source,b\n1,2\n")
