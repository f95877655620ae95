import pytest

from sandan.data.profiles.claims import CLAIMS, EVIDENCE
from sandan.data.quality import Action
from sandan.data.tables import check_table, contract_of
from sandan.errors import HeaderError

HEADER = "claim,subject,said,value,value_before,unit,period,place,kind,source"
GOOD = "C01,jobs,124000 jobs,124000,,persons,2011/2013,Seongnam,flow,S1"
RECORD = "claim,value,unit,period,measures,stance,differs_in,source"


def read(path, profile, *lines, encoding="utf-8"):
    path.write_bytes("\n".join([*lines, ""]).encode(encoding))
    chunks = list(profile.read(path, {}))
    assert len(chunks) == 1
    check_table(chunks[0].table, contract_of(profile.kind))
    assert chunks[0].rows_used == len(chunks[0].table)
    return chunks[0]


def found(chunk):
    return [(finding.code, finding.action, finding.rows) for finding in chunk.findings]


def test_claims_are_read_with_empty_cells_empty(tmp_path):
    chunk = read(tmp_path / "a.csv", CLAIMS, HEADER, GOOD, "C02,cause,why,,,,2013,here,causal,S1")
    assert chunk.table["value"].fillna(-1).tolist() == [124000, -1]
    assert chunk.table["unit"].isna().tolist() == [False, True]
    assert chunk.findings == ()


def test_evidence_keeps_its_stance(tmp_path):
    row = '"C01","1,024",persons,2011,"80 programmes, cumulative",part-of,,S3'
    chunk = read(tmp_path / "a.csv", EVIDENCE, RECORD, row)
    assert chunk.table.loc[0, ["value", "measures"]].tolist() == [1024, "80 programmes, cumulative"]
    assert found(chunk) == [("thousands-separator", Action.REPAIRED, 1)]


def test_korean_headers_in_a_korean_encoding_are_known(tmp_path):
    header = "주장,주제,내용,값,이전값,단위,기간,지역,종류,출처"
    row = "C01,일자리,새 일자리,124000,,명,2013,성남,flow,S1"
    chunk = read(tmp_path / "a.csv", CLAIMS, header, row, encoding="cp949")
    assert chunk.table.loc[0, "said"] == "새 일자리"
    assert found(chunk) == [("encoding", Action.NOTED, 0)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (GOOD.replace("jobs,", ",", 1), "required-empty"),
        (GOOD.replace("124000,,", "many,,"), "not-a-number"),
        (GOOD.replace("124000,,", "124000,*,"), "not-a-number"),
        (GOOD.replace("C01", "C00"), "repeated-key"),
    ],
)
def test_claims_that_cannot_be_read_are_refused_and_counted(tmp_path, row, code):
    chunk = read(tmp_path / "a.csv", CLAIMS, HEADER, GOOD.replace("C01", "C00"), row)
    assert found(chunk) == [(code, Action.REFUSED, 1)]
    assert chunk.table["claim"].tolist() == ["C00"]


def test_evidence_of_an_unknown_stance_is_refused(tmp_path):
    chunk = read(tmp_path / "a.csv", EVIDENCE, RECORD, "C01,5,persons,2011,x,against,,S3")
    assert found(chunk) == [("unknown-word", Action.REFUSED, 1)]


def test_table_without_its_columns_is_refused(tmp_path):
    with pytest.raises(HeaderError):
        read(tmp_path / "a.csv", EVIDENCE, HEADER, GOOD)
