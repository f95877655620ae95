import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.register import (
    SANDAN_APPLICATIONS,
    SANDAN_INDICATORS,
    SANDAN_INDUSTRY_TABLE,
    SANDAN_INPUT_OUTPUT,
    SANDAN_JOBS,
    SANDAN_OCCUPATIONS,
    SANDAN_REGISTER,
    SANDAN_TIES,
)
from sandan.data.quality import QualityReport
from sandan.data.tables import check_table
from sandan.errors import HeaderError, SandanError, SourceError

SITES = """establishment,enterprise,name,period,region,city,complex,industry,classification,product,\
workers,status
E1,N1,나무,2010,G1001,G100,,01110,KSIC10,,"1,312",reported
E2,N2,,2010,G1001,G100,X1,26112,KSIC10,칩,,suppressed
"""
APPLICATIONS = """programme,round,enterprise,region,decided_on,score,cut_off,selected,amount_asked,\
amount_granted
P,1,N1,G1,2010-03-15,70,60,True,100,90
P,1,N2,G1,2010-03-15,50,60,False,100,0
"""


@pytest.fixture
def read(tmp_path):
    """Read text or bytes through a profile: the whole table and the report."""

    def run(profile, content):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        chunks = list(profile.read(path, {}))
        report = QualityReport()
        for chunk in chunks:
            check_table(chunk.table, CONTRACTS[profile.kind])
            report = report.with_chunk(chunk)
        return pd.concat([chunk.table for chunk in chunks], ignore_index=True), report

    return run


def codes(report):
    return {(finding.code, finding.action.value, finding.rows) for finding in report.findings}


def test_sites_by_hand(read):
    table, report = read(SANDAN_REGISTER, SITES)
    assert table["workers"].fillna(-1).tolist() == [1312, -1]
    assert table["industry"].tolist() == ["01110", "26112"]
    assert table["complex"].fillna("").tolist() == ["", "X1"]
    assert codes(report) == {("thousands-separator", "repaired", 1)}
    assert (report.rows_read, report.rows_used) == (2, 2)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("E3,N3,,2010,,G100,,26112,KSIC10,,5,reported", "empty-region"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,many,reported", "unreadable-workers"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,-5,reported", "unreadable-workers"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,2.5,reported", "unreadable-workers"),
        ("E3,N3,,20100,G1001,G100,,26112,KSIC10,,5,reported", "unreadable-period"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,5,guessed", "unknown-status"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,,reported", "number-against-status"),
        ("E3,N3,,2010,G1001,G100,,26112,KSIC10,,5,suppressed", "number-against-status"),
    ],
)
def test_bad_site_is_refused_and_reported(read, row, code):
    table, report = read(SANDAN_REGISTER, SITES + row + "\n")
    assert len(table) == 2
    assert (report.rows_read, report.rows_used) == (3, 2)
    refused = [finding for finding in report.findings if finding.action == "refused"]
    assert [(finding.code, finding.rows) for finding in refused] == [(code, 1)]
    assert refused[0].examples[0].startswith("row 3")


def test_hidden_cell_of_an_industry_table_is_no_number(read):
    head = "region,industry,period,measure,unit,value,status,lower\n"
    rows = "a,10,2010,jobs,persons,X,suppressed,2\na,26,2010,jobs,persons,0,reported,0\n"
    table, report = read(SANDAN_INDUSTRY_TABLE, head + rows)
    assert table["value"].fillna(-1).tolist() == [-1, 0]
    assert table["lower"].tolist() == [2, 0]
    assert report.findings == ()


def test_mark_beside_the_status_reported_is_refused(read):
    head = "region,industry,period,measure,unit,value,status\n"
    rows = "a,10,2010,jobs,persons,X,reported\na,26,2010,jobs,persons,7,reported\n"
    table, report = read(SANDAN_INDUSTRY_TABLE, head + rows)
    assert table["value"].tolist() == [7]
    assert codes(report) == {("number-against-status", "refused", 1)}


def test_stage_that_does_not_exist_is_refused(read):
    head = "indicator,area,period,value,unit,status,stage,definition_version\n"
    rows = "jobs,a,2010,5,persons,reported,final,1\njobs,b,2010,5,persons,reported,hoped,1\n"
    table, report = read(SANDAN_INDICATORS, head + rows)
    assert table["area"].tolist() == ["a"]
    assert codes(report) == {("unknown-stage", "refused", 1)}


def test_applications_by_hand(read):
    table, report = read(SANDAN_APPLICATIONS, APPLICATIONS)
    assert table["selected"].tolist() == [True, False]
    assert [str(day) for day in table["decided_on"]] == ["2010-03-15", "2010-03-15"]
    assert report.findings == ()


def test_decision_against_the_score_is_noted(read):
    table, report = read(SANDAN_APPLICATIONS, APPLICATIONS.replace("50,60,False", "50,60,True"))
    assert len(table) == 2
    assert codes(report) == {("decision-against-score", "noted", 1)}


@pytest.mark.parametrize(("old", "new"), [("True", "perhaps"), ("2010-03-15,70", "soon,70")])
def test_application_that_cannot_be_read_is_refused(read, old, new):
    table, report = read(SANDAN_APPLICATIONS, APPLICATIONS.replace(old, new))
    assert table["enterprise"].tolist() == ["N2"]
    assert report.rows_used == 1


def test_sales_between_industries_keep_their_zeros_and_lose_empty_cells(read):
    head = "supplier,user,classification,period,unit,value\n"
    rows = (
        'A,B,KSIC10,2015,million KRW,"1,200"\nB,A,KSIC10,2015,million KRW,0\nB,B,KSIC10,2015,million KRW,\n'
    )
    table, report = read(SANDAN_INPUT_OUTPUT, head + rows)
    assert table["value"].tolist() == [1200, 0]
    assert ("empty-value", "refused", 1) in codes(report)


def test_hidden_cell_of_occupations_keeps_its_bounds(read):
    head = "region,occupation,classification,period,basis,unit,value,status,lower,upper\n"
    rows = "G1,22,KSCO7,2015,residence,persons,X,suppressed,1,4\n"
    rows += "G1,22,KSCO7,2015,abroad,persons,9,reported,9,9\n"
    table, report = read(SANDAN_OCCUPATIONS, head + rows)
    assert table[["value", "lower", "upper"]].fillna(-1).to_numpy().tolist() == [[-1, 1, 4]]
    assert codes(report) == {("unknown-basis", "refused", 1)}


def test_ties_have_a_day_and_two_ends(read):
    head = "tie,date,from,to,kind\n"
    rows = "T1,2013-05-02,N1,N2,meeting\nT2,some day,N1,N2,meeting\nT3,2013-05-02,N1,,move\n"
    table, report = read(SANDAN_TIES, head + rows)
    assert table["tie"].tolist() == ["T1"]
    assert str(table.at[0, "date"]) == "2013-05-02"
    assert codes(report) == {("unreadable-date", "refused", 1), ("empty-to", "refused", 1)}


def test_columns_that_are_not_known_are_named(read):
    table, report = read(
        SANDAN_REGISTER, SITES.replace("status\n", "status,phone\n").replace("ed\n", "ed,0\n")
    )
    assert "phone" not in table
    assert "column-left-out" in {finding.code for finding in report.findings}


def test_parquet_gives_the_same_table_as_text(read, tmp_path):
    from_text, _ = read(SANDAN_REGISTER, SITES)
    schema = CONTRACTS["establishments"].schema
    path = tmp_path / "sites.parquet"
    pq.write_table(pa.Table.from_pandas(from_text, schema=schema, preserve_index=False), path)
    from_parquet, report = read(SANDAN_REGISTER, path.read_bytes())
    pd.testing.assert_frame_equal(from_text, from_parquet)
    assert report.findings == ()


def test_parquet_is_read_in_pieces(tmp_path):
    rows = 70_000
    table = pa.table(
        {
            "establishment": [f"E{k}" for k in range(rows)],
            "enterprise": ["N"] * rows,
            "period": [2010] * rows,
            "region": ["r"] * rows,
            "city": ["c"] * rows,
            "industry": ["26112"] * rows,
            "classification": ["KSIC10"] * rows,
            "workers": [1] * (rows - 1) + [-1],
            "status": ["reported"] * rows,
        }
    )
    path = tmp_path / "sites.parquet"
    pq.write_table(table, path)
    chunks = list(SANDAN_REGISTER.read(path, {}))
    assert [chunk.rows_read for chunk in chunks] == [65_536, 4_464]
    assert [chunk.rows_used for chunk in chunks] == [65_536, 4_463]
    assert chunks[1].findings[0].examples == ("row 70000: -1",)


def test_parquet_without_a_needed_column_is_refused(tmp_path):
    path = tmp_path / "sites.parquet"
    pq.write_table(pa.table({"establishment": ["E1"]}), path)
    with pytest.raises(HeaderError, match="`enterprise`"):
        list(SANDAN_REGISTER.read(path, {}))


def test_text_without_a_needed_column_is_refused(read):
    with pytest.raises(HeaderError, match="status"):
        read(SANDAN_REGISTER, SITES.replace("status", "state"))


def test_points_off_the_globe_are_left_empty_and_the_site_still_counts(read):
    header, *rows = SITES.splitlines()
    cells = ["127.1,37.4", "953421,1952034", "127.1,", ",", "east,37.4"]
    sites = [f"{rows[1].replace('E2', f'E{k}')},{cell}" for k, cell in enumerate(cells)]
    table, report = read(SANDAN_REGISTER, "\n".join([f"{header},longitude,latitude", *sites, ""]))
    assert table["longitude"].fillna(0).tolist() == [127.1, 0, 0, 0, 0]
    assert table["latitude"].fillna(0).tolist() == [37.4, 0, 0, 0, 0]
    assert codes(report) == {("unreadable-point", "repaired", 3)}


def test_files_without_coordinates_are_read_as_before(read, tmp_path):
    table, report = read(SANDAN_REGISTER, SITES)
    assert table[["longitude", "latitude"]].isna().all(axis=None)
    path = tmp_path / "sites.parquet"
    pq.write_table(pa.Table.from_pandas(table.drop(columns=["longitude", "latitude"])), path)
    again, report = read(SANDAN_REGISTER, path.read_bytes())
    assert again["longitude"].isna().all()
    assert codes(report) == set()


def test_damaged_parquet_is_refused(read):
    with pytest.raises(SourceError, match="damaged"):
        read(SANDAN_REGISTER, b"PAR1" + b"\0" * 100)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_mutated_file_gives_a_table_or_a_clear_error(data, tmp_path_factory):
    content = bytearray((SITES if data.draw(st.booleans()) else APPLICATIONS).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = tmp_path_factory.mktemp("mutated") / "file.csv"
    path.write_bytes(bytes(content))
    for profile in (SANDAN_REGISTER, SANDAN_APPLICATIONS):
        try:
            for chunk in profile.read(path, {}):
                check_table(chunk.table, CONTRACTS[profile.kind])
                assert chunk.rows_used == len(chunk.table)
        except SandanError as error:
            assert len(str(error)) > 20  # noqa: PT017 -- either outcome is right; an error must say something


JOBS = """record,area,period,kind,programme,client,persons,person_days,anyway,stage
J1,G1,2013,direct,P,F1,10,2500,,final
J2,G1,2013,direct,Q,F1,4,,1,final
J3,G1,2013,placement,P,,5,,6,provisional
J4,G1,2013,other,P,,2,900,,final
J5,G1,2013,other,P,,,,,target
J6,G1,2013,wishful,P,,2,,,final
"""


def test_job_counts_are_read_with_remarks(read):
    table, report = read(SANDAN_JOBS, JOBS)
    assert table["record"].tolist() == ["J1", "J2", "J3", "J4", "J5"]
    assert codes(report) == {
        ("unknown-kind", "refused", 1),
        ("client-again", "noted", 2),
        ("more-anyway-than-counted", "noted", 1),
        ("days-beyond-the-year", "noted", 1),
        ("no-number", "noted", 1),
    }
