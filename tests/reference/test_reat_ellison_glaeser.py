"""Ellison-Glaeser of the R package REAT 3.0.3 on a textbook's 42 firms, and where REAT is wrong."""

from pathlib import Path

import pandas as pd
import pytest

from sandan.observe.concentration.coagglomeration import coagglomeration, pairwise_coagglomeration
from sandan.observe.concentration.ellison_glaeser import ellison_glaeser


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "agglomeration"


@pytest.fixture(scope="module")
def firms(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "inputs" / "farhauer_kroell_eg_input.csv").rename(
        columns={"emp_firm": "workers"}
    )


@pytest.fixture(scope="module")
def everybody(firms: pd.DataFrame) -> pd.Series:
    return firms.groupby("region")["emp_region"].first()


@pytest.mark.parametrize(("variant", "from_firms"), [("ellison.a2 ", True), ("ellison.a ", False)])
def test_textbook_firms(
    folder: Path, firms: pd.DataFrame, everybody: pd.Series, variant: str, from_firms: bool
) -> None:
    theirs = pd.read_csv(folder / "farhauer_kroell_eg_output.csv")
    theirs = theirs[theirs["variant"].str.startswith(variant)].set_index("industry")
    ours = ellison_glaeser(firms, benchmark=None if from_firms else everybody).set_index("industry")
    names = {
        "gamma": "Gamma.i",
        "raw_concentration": "G.i",
        "z": "z.Gi",
        "plants": "K.i",
        "herfindahl": "HHI.i",
    }
    for mine, other in names.items():
        assert ours[mine].to_numpy() == pytest.approx(theirs.loc[ours.index, other].to_numpy(), abs=1e-12)


def test_documented_value(folder: Path) -> None:
    table = pd.read_csv(folder / "textbook_values.csv", index_col="id")
    sizes = [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000]
    places = ["Wien"] * 5 + ["Linz"] * 4 + ["Graz"]
    firms = pd.DataFrame({"region": places, "industry": "one", "workers": sizes})
    everybody = pd.Series({"Wien": 500_000, "Linz": 400_000, "Graz": 100_000})
    found = ellison_glaeser(firms, benchmark=everybody).loc[0, "gamma"]
    assert found == pytest.approx(float(table.loc[1, "computed"]), abs=1e-12)


def test_coagglomeration_is_that_of_1997_and_not_that_of_reat(
    firms: pd.DataFrame, everybody: pd.Series
) -> None:
    # REAT takes sums of unweighted shares and (sum w^2) in place of each w_j^2: it returns 12.07.
    jobs = firms.pivot_table(index="region", columns="industry", values="workers", aggfunc="sum")
    found = coagglomeration(jobs, pd.Series("all", index=jobs.columns), benchmark=everybody)
    assert found.loc["all", "gamma"] == pytest.approx(0.0890, abs=0.00005)
    assert pairwise_coagglomeration(jobs, benchmark=everybody).to_numpy().max() <= 1
