"""Shift-share of the R package REAT 3.0.3: a textbook, Freiburg, and Göttingen year by year."""

from pathlib import Path

import pandas as pd
import pytest

from sandan.observe.change.shift_share import region_totals, shift_share, shift_share_over_years

NAMES = {
    "Growth (t1-t)": "change",
    "National share": "national",
    "Industrial mix": "industry_mix",
    "Regional share": "not_explained_by_mix",
}

# Farhauer and Kröll (2013): three regions that make up the nation, four industries.
TEXTBOOK_START = {"A": [90, 20, 10, 60], "B": [60, 30, 30, 40], "C": [250, 100, 110, 300]}
TEXTBOOK_END = {"A": [100, 40, 10, 55], "B": [85, 55, 40, 35], "C": [255, 115, 85, 390]}


def expected(shared: Path, case: str, method: str) -> pd.Series:
    table = pd.read_csv(shared / "reference" / "agglomeration" / "shiftshare_output.csv")
    rows = table[(table["case"] == case) & (table["method"] == method)]
    return rows.set_index("component")["value"]


def as_table(rows: dict[str, list[int]]) -> pd.DataFrame:
    return pd.DataFrame.from_dict(rows, orient="index", columns=["I", "II", "III", "IV"])


def check(totals: pd.Series, shared: Path, case: str) -> None:
    dunn = expected(shared, case, "Dunn")
    for theirs, ours in NAMES.items():
        assert totals[ours] == pytest.approx(dunn[theirs], rel=1e-11, abs=1e-9)
    assert totals["change"] - totals["national"] == pytest.approx(dunn["Net total shift"], rel=1e-11)
    esteban = expected(shared, case, "Esteban")
    if len(esteban):
        assert totals["not_explained_by_mix_homothetic"] == pytest.approx(
            esteban["Regional share"], rel=1e-11
        )
        assert totals["not_explained_by_mix_allocation"] == pytest.approx(
            esteban["Allocation effect"], rel=1e-11
        )


@pytest.mark.parametrize("region", ["A", "B", "C"])
def test_textbook_regions(shared: Path, region: str) -> None:
    totals = region_totals(shift_share(as_table(TEXTBOOK_START), as_table(TEXTBOOK_END)))
    check(totals.loc[region], shared, f"Farhauer-Kroell region {region}")


def test_freiburg_beside_germany(shared: Path) -> None:
    path = shared / "reference" / "agglomeration" / "inputs" / "shiftshare_freiburg_input.csv"
    rows = pd.read_csv(path, index_col="industry")
    parts = shift_share(
        rows[["r0"]].T.set_axis(["Freiburg"]),
        rows[["r1"]].T.set_axis(["Freiburg"]),
        nation_start=rows["n0"],
        nation_end=rows["n1"],
    )
    check(region_totals(parts).loc["Freiburg"], shared, "Freiburg 2008-2014")


@pytest.fixture(scope="module")
def goettingen(shared: Path) -> tuple[dict[int, pd.DataFrame], dict[int, pd.Series]]:
    rows = pd.read_csv(shared / "data" / "de-reat" / "Goettingen.csv", index_col="WZ2008_Code").drop("A-R")
    years = range(2008, 2018)
    city = {year: rows[[f"Goettingen{year}"]].T.set_axis(["Göttingen"]) for year in years}
    return city, {year: rows[f"BRD{year}"] for year in years}


def test_goettingen_year_by_year(shared: Path, goettingen: tuple) -> None:
    city, germany = goettingen
    totals = region_totals(shift_share_over_years(city, nation=germany))
    check(totals.loc["Göttingen"], shared, "Goettingen 2008-2017 dynamic (sum of yearly)")


def test_goettingen_between_the_ends(shared: Path, goettingen: tuple) -> None:
    city, germany = goettingen
    parts = shift_share(city[2008], city[2017], nation_start=germany[2008], nation_end=germany[2017])
    check(region_totals(parts).loc["Göttingen"], shared, "Goettingen 2008-2017 static")
