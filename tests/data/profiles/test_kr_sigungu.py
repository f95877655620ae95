from pathlib import Path

import pytest

from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.kr_sigungu import ACTIVITIES, KR_SIGUNGU, TOTAL_ADDED
from sandan.data.quality import Chunk
from sandan.data.tables import check_table
from sandan.errors import HeaderError, SourceError

HEADER = "year,adm1,adm1_code,adm2,adm2_code,type,class1,class2,unit,value"
REAL = "data/kr-sigungu-census/censuskor.csv.gz"


def read(path: Path, **options: str) -> Chunk:
    (chunk,) = KR_SIGUNGU.read(path, options)
    check_table(chunk.table, CONTRACTS["industry_table"])
    assert not chunk.table.duplicated(list(CONTRACTS["industry_table"].key)).any()
    return chunk


def written(folder: Path, *rows: str) -> Path:
    path = folder / "census.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def found(chunk: Chunk) -> dict[str, tuple[str, int]]:
    return {f.code: (f.action.value, f.rows) for f in chunk.findings}


def added(code: str, activity: str, value: object, year: int = 2015, unit: str = "million KRW") -> str:
    return f'{year},X-do,31,Place,{code},economy,grdp,"{activity}",{unit},{value}'


def companies(code: str, value: object) -> str:
    return f"2015,X-do,31,Place {code},{code},economy,company,total,count,{value}"


def test_traps_by_hand(tmp_path: Path) -> None:
    chunk = read(
        written(
            tmp_path,
            added("31010.0", "manufacturing", 10),
            added("31010", "construction", ""),
            added("31010", "education", -3),
            added("31010", "mining", 1),
            added("31010", TOTAL_ADDED, 7),
            added("3101", "education", 1),
            added("31020", "education", 1, unit="KRW"),
            added("31030", "education", "3만"),
        )
    )
    cells = chunk.table.set_index(["region", "industry"])
    assert len(cells) == 16
    assert (cells.at[("31010", "C"), "value"], cells.at[("31010", "P"), "value"]) == (10, -3)
    assert cells.loc[("31010", ["F", "B", "A"]), "status"].tolist() == ["not_stated"] * 3
    assert (chunk.rows_read, chunk.rows_used) == (8, 3)
    assert (
        found(chunk).items()
        >= {
            "no-region": ("refused", 1),
            "mended-code": ("repaired", 1),
            "unreadable-value": ("refused", 1),
            "other-unit": ("refused", 1),
            "subtotal": ("set_aside", 1),
            "unknown-activity": ("refused", 1),
            "negative-value": ("noted", 1),
            "empty-cell": ("noted", 1),
            "absent-cell": ("noted", 0),
        }.items()
    )


def test_activities_that_do_not_add_up_are_reported(tmp_path: Path) -> None:
    rows = [added("31010", name, 10) for name in ACTIVITIES]
    assert "sums-differ" not in found(read(written(tmp_path, *rows, added("31010", TOTAL_ADDED, 160))))
    assert "sums-differ" in found(read(written(tmp_path, *rows, added("31010", TOTAL_ADDED, 190))))


def test_city_and_its_districts_never_stand_beside_each_other(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        companies("31020", 30),
        companies("31021", 10),
        companies("31022", 20),
        companies("31030", 5),
    )
    city = read(path, table="company")
    assert city.table["region"].tolist() == ["31020", "31030"]
    assert found(city)["city-and-district"] == ("set_aside", 2)
    district = read(path, table="company", level="district")
    assert district.table["region"].tolist() == ["31021", "31022", "31030"]
    assert city.table["value"].sum() == district.table["value"].sum() == 35


def test_district_that_is_no_part_of_the_city_is_kept(tmp_path: Path) -> None:
    chunk = read(
        written(tmp_path, companies("33040", 43), companies("33044", 9), companies("31021", 7)),
        table="company",
    )
    assert chunk.table["region"].tolist() == ["33040", "33044", "31021"]
    assert found(chunk)["district-alone"] == ("noted", 2)


def test_options_and_header_are_checked(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="`table` is 'jobs'"):
        read(written(tmp_path), table="jobs")
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(HeaderError, match="are missing"):
        read(path)


def test_real_value_added(shared: Path) -> None:
    chunk = read(shared / REAL)
    table = chunk.table
    assert chunk.rows_read == 103_626
    assert table.groupby("period")["region"].nunique().to_dict() == {2010: 192, 2015: 229, 2020: 229}
    assert table[table["status"] == "not_stated"]["industry"].value_counts().to_dict() == {"B": 102, "DE": 33}
    assert found(chunk)["other-table"] == ("set_aside", 103_626 - 12_288)
    assert found(chunk)["subtotal"] == ("set_aside", 192 * 2 + 169 + 229 * 6)
    assert {"fewer-places-2010", "district-alone"} <= set(found(chunk))
    assert not {"sums-differ", "mended-code", "city-and-district"} & set(found(chunk))
    held = {year: set(part) for year, part in table.groupby("period")["region"]}
    assert len(held[2015] - held[2010]) == 39
    assert (len(held[2010] & held[2015]), len(held[2015] & held[2020])) == (190, 229)


def test_real_companies_are_not_counted_twice(shared: Path) -> None:
    city, district = (
        read(shared / REAL, table="company"),
        read(shared / REAL, table="company", level="district"),
    )
    sums = city.table.groupby("period")["value"].sum()
    assert sums.to_dict() == district.table.groupby("period")["value"].sum().to_dict()
    assert city.table.set_index(["region", "period"]).at[("31020", 2020), "value"] == 97_505
    assert found(city)["city-and-district"] == ("set_aside", 100)
    assert any("2020" in sentence for sentence in KR_SIGUNGU.not_to_be_read_as)


def test_real_population_of_2015_has_the_districts_of_seongnam_alone(shared: Path) -> None:
    chunk = read(shared / REAL, table="population")
    seongnam = chunk.table[chunk.table["region"].str.startswith("3102")].groupby("period")["value"].sum()
    assert seongnam.to_dict() == {2010: 930_913, 2015: 918_710, 2020: 900_501}
    assert found(chunk)["district-alone"] == ("noted", 3)
    assert found(chunk)["part-of-total"] == ("set_aside", 1574)
