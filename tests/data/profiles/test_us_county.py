from pathlib import Path

import pandas as pd
import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.us_county import US_COUNTY_NAICS
from sandan.data.quality import QualityReport
from sandan.data.tables import check_table
from sandan.errors import SourceError

HEADER = (
    "\tid\tstate\tCOUNTY\tGEO_TTL\trelevant_naics\tNAICS2012_TTL\tNAICS_Sector\testab\temp_reported"
    "\temp_est1\testimate_est1\temp_est3\testimate_est3"
)
CALIFORNIA = "data/us-county-naics/industries_state6_naics4_all.tsv.gz"


def read(path: Path, **options: str) -> tuple[pd.DataFrame, dict[str, tuple[str, int]], QualityReport]:
    quality, tables = QualityReport(), []
    for chunk in US_COUNTY_NAICS.read(path, options):
        check_table(chunk.table, CONTRACTS["industry_table"])
        quality = quality.with_chunk(chunk)
        tables.append(chunk.table)
    table = pd.concat(tables, ignore_index=True)
    assert not table.duplicated(list(CONTRACTS["industry_table"].key)).any()
    return table, {f.code: (f.action.value, f.rows) for f in quality.findings}, quality


def written(folder: Path, *rows: tuple[object, ...]) -> Path:
    """Write rows of county, establishments, employment, and the two imputations with their shares."""
    lines = [
        f"{n}\t{county}\t6\t1\tA County, Ohio\t113{n}\tLogging\t11\t{estab}\t{emp}\t{one}\t{share1}\t{three}"
        f"\t{share3}"
        for n, (county, estab, emp, one, share1, three, share3) in enumerate(rows)
    ]
    path = folder / "county.tsv"
    path.write_text("\n".join([HEADER, *lines, ""]))
    return path


ROWS = (
    ("6001", 9.6, 14.0, 14.0, 0.0, 31.5, 0.7),
    ("6001", 1.0, 0.0, 2.3, 1.0, 2.8, 1.0),
    ("6001", 2.6, 3.0, 48.0, 0.8, 16.6, 1.0),
    ("06001", 1.2, 0.0, 0.0, 0.0, 0.0, 0.0),
    ("6001", 1.4, 0.0, -5.0, 1.0, -3.0, 1.0),
    ("x", 1.4, 0.0, 1.0, 1.0, 1.0, 1.0),
)


def test_reported_employment_by_hand(tmp_path: Path) -> None:
    table, found, quality = read(written(tmp_path, *ROWS), value="emp_reported")
    assert table["region"].tolist() == ["06001"] * 5
    assert table["status"].tolist() == ["reported", "suppressed", "suppressed", "reported", "suppressed"]
    assert table["value"].fillna(-1).tolist() == [14, -1, -1, 0, -1]
    assert table["lower"].tolist() == [14, 0, 3, 0, 0]
    assert (quality.rows_read, quality.rows_used) == (6, 5)
    assert found == {
        "five-year-mean": ("noted", 0),
        "no-region": ("refused", 1),
        "mended-code": ("repaired", 4),
        "zero-for-suppressed": ("repaired", 2),
        "partly-suppressed": ("repaired", 1),
        "true-zero": ("noted", 1),
    }


def test_imputations_below_zero_are_no_employment(tmp_path: Path) -> None:
    table, found, _ = read(written(tmp_path, *ROWS), value="emp_est1")
    assert table["status"].tolist() == ["reported"] * 4 + ["suppressed"]
    assert table["value"].fillna(-1).tolist() == [14, 2.3, 48, 0, -1]
    assert found["negative-imputation"] == ("repaired", 1)
    assert found["imputed"] == ("noted", 2)
    assert table["measure"].unique().tolist() == ["employment_imputed_1"]


def test_establishments_are_the_default(tmp_path: Path) -> None:
    table, _, _ = read(written(tmp_path, *ROWS))
    assert table["value"].tolist() == [9.6, 1.0, 2.6, 1.2, 1.4]
    assert table["unit"].iloc[0] == "establishments, mean of 2012-2016"
    with pytest.raises(SourceError, match="`value` is 'payann'"):
        read(tmp_path / "county.tsv", value="payann")


def test_real_california(shared: Path) -> None:
    table, found, quality = read(shared / CALIFORNIA, value="emp_reported")
    assert (quality.rows_read, quality.rows_used) == (12_079, 12_079)
    assert found["mended-code"] == ("repaired", 12_079)
    assert found["zero-for-suppressed"] == ("repaired", 3_803)
    assert table["region"].str.fullmatch("06[0-9]{3}").all()
    assert (table["value"] > 0).sum() + (table["value"] == 0).sum() == (table["status"] == "reported").sum()
    assert any("Texas" in sentence for sentence in US_COUNTY_NAICS.not_to_be_read_as)


def test_real_counties_of_all_states_here(shared: Path) -> None:
    files = sorted((shared / "data/us-county-naics").glob("industries_state*_naics4_all.tsv.gz"))
    rows = negative = 0
    for path in files:
        _, found, quality = read(path, value="emp_est1")
        rows += quality.rows_used
        negative += found.get("negative-imputation", ("", 0))[1]
    assert (len(files), rows, negative) == (23, 209_025, 875)
