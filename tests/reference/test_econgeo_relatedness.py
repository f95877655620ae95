"""Relatedness and density of EconGeo 2.1 on 16 German states and 17 sections."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.complexity.eigen import economic_complexity
from sandan.observe.relatedness.co_occurrence import co_occurrence, relatedness
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.matrices import with_diagonal
from sandan.observe.relatedness.presence import presence
from sandan.observe.specialization.location_quotient import location_quotient

SCALES = {"prob": "probability", "association": "association", "cosine": "cosine", "jaccard": "jaccard"}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "agglomeration"


@pytest.fixture(scope="module")
def present(folder: Path) -> pd.DataFrame:
    rows = pd.read_csv(folder / "inputs" / "de_laender_2015_input.csv")
    jobs = rows.pivot_table(index="region", columns="industry", values="emp")
    found = presence(location_quotient(jobs), rule="above")
    assert found.left_out.empty
    return found.table


def test_presence_and_links(folder: Path, present: pd.DataFrame) -> None:
    theirs = pd.read_csv(folder / "de_laender_2015_lq_density.csv").pivot_table(
        index="region", columns="industry", values="rca_bin"
    )
    np.testing.assert_array_equal(present, theirs.loc[present.index, present.columns])
    links = pd.read_csv(folder / "de_laender_2015_relatedness.csv").pivot_table(
        index="i", columns="j", values="cooc"
    )
    ours = with_diagonal(co_occurrence(present).to_numpy(), 0)
    np.testing.assert_array_equal(ours, links.loc[present.columns, present.columns])


@pytest.mark.parametrize(("column", "scale"), SCALES.items())
def test_relatedness(folder: Path, present: pd.DataFrame, column: str, scale: str) -> None:
    rows = pd.read_csv(folder / "de_laender_2015_relatedness.csv")
    theirs = rows.pivot_table(index="i", columns="j", values=column).loc[present.columns, present.columns]
    ours = relatedness(co_occurrence(present), scale=scale)  # type: ignore[arg-type]
    np.testing.assert_allclose(ours, theirs, atol=1e-11)


@pytest.mark.parametrize(("column", "scale"), SCALES.items())
def test_density(folder: Path, present: pd.DataFrame, column: str, scale: str) -> None:
    rows = pd.read_csv(folder / "de_laender_2015_lq_density.csv")
    theirs = rows.pivot_table(index="region", columns="industry", values=f"density_{column}")
    near = relatedness(co_occurrence(present), scale=scale)  # type: ignore[arg-type]
    ours = 100 * relatedness_density(present, near)
    # The package rounds to two decimals.
    np.testing.assert_allclose(ours, theirs.loc[ours.index, ours.columns], atol=0.005 + 1e-9)


def test_complexity_but_for_the_rounding_of_its_matrix(folder: Path, present: pd.DataFrame) -> None:
    theirs = pd.read_csv(folder / "de_laender_2015_region.csv", index_col="region").loc[present.index]
    found = economic_complexity(present)
    assert found.regions["diversity"].tolist() == theirs["diversity"].tolist()
    assert abs(found.regions["eci"].corr(theirs["kci"])) == pytest.approx(1, abs=1e-5)
