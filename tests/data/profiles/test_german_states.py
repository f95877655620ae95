from pathlib import Path

import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.german_states import GERMAN_STATES
from sandan.data.quality import Chunk
from sandan.data.tables import check_table
from sandan.errors import HeaderError

INDUSTRIES = "data/de-reat/G.regions.industries.csv"
EMPLOYMENT = "data/de-reat/G.regions.emp.csv"


def read(path: Path, **options: str) -> Chunk:
    (chunk,) = GERMAN_STATES.read(path, options)
    check_table(chunk.table, CONTRACTS["industry_table"])
    assert not chunk.table.duplicated(list(CONTRACTS["industry_table"].key)).any()
    return chunk


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in chunk.findings}


def test_totals_and_parts_by_hand(tmp_path: Path) -> None:
    rows = [
        "Baugewerbe (F),Thueringen,2008,10",
        "Produzierendes Gewerbe ohne Baugewerbe (B-E),Thueringen,2008,50",
        "Verarbeitendes Gewerbe (C),Thueringen,2008,40",
        "Insgesamt,Thueringen,2008,60",
        "Baugewerbe (F),Insgesamt,2008,10",
        "Baugewerbe (F),Tirol,2008,10",
        "Raumfahrt,Thueringen,2008,10",
        "Baugewerbe (F),Bayern,08,10",
        "Baugewerbe (F),Bayern,2008,x!",
    ]
    path = tmp_path / "emp.csv"
    path.write_bytes("\n".join(["industry,region,year,emp", *rows, ""]).encode("latin-1"))
    chunk = read(path, table="employment")
    assert chunk.table[["region", "industry", "value", "status"]].fillna(-1).to_numpy().tolist() == [
        ["TH", "F", 10, "reported"],
        ["TH", "B-E", 50, "reported"],
        ["BY", "F", -1, "not_stated"],
    ]
    assert found(chunk) == {
        "total-of-region": ("set_aside", 1),
        "total-of-industry": ("set_aside", 1),
        "part-of-total": ("set_aside", 1),
        "no-region": ("refused", 1),
        "no-industry": ("refused", 1),
        "no-year": ("refused", 1),
        "unreadable-cell": ("noted", 1),
    }


def test_real_industries(shared: Path) -> None:
    chunk = read(shared / INDUSTRIES)
    assert (chunk.rows_read, chunk.rows_used, len(chunk.table)) == (272, 272, 544)
    assert chunk.table.groupby("measure")["region"].nunique().to_dict() == {"employment": 16, "firms": 16}
    assert chunk.table.groupby("measure")["value"].sum().to_dict() == {
        "employment": 39_055_000,
        "firms": 3_736_751,
    }


def test_real_employment_without_its_totals(shared: Path) -> None:
    chunk = read(shared / EMPLOYMENT, table="employment")
    assert (chunk.rows_read, chunk.rows_used) == (1_428, 16 * 10 * 7)
    assert found(chunk) == {
        "total-of-region": ("set_aside", 84),
        "total-of-industry": ("set_aside", 112),
        "part-of-total": ("set_aside", 112),
    }


def test_other_table_than_the_option_says_is_refused(shared: Path) -> None:
    with pytest.raises(HeaderError, match="`region_code`"):
        read(shared / EMPLOYMENT)
