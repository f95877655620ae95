"""World trade 1998-2000 as the R package economiccomplexity 2.0.0 has it: 226 countries, 785 products."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.complexity.eigen import Complexity, economic_complexity
from sandan.observe.complexity.fitness import fitness
from sandan.observe.complexity.outlook import outlook_gain
from sandan.observe.complexity.reflections import reflections
from sandan.observe.relatedness.co_occurrence import proximity
from sandan.observe.relatedness.density import relatedness_density
from sandan.observe.relatedness.presence import presence
from sandan.observe.specialization.location_quotient import location_quotient


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "agglomeration"


@pytest.fixture(scope="module")
def quotient(folder: Path) -> pd.DataFrame:
    rows = pd.read_csv(folder / "inputs" / "worldtrade_input.csv", dtype={"product": str})
    # The file has the flows above zero; the others are zero, not missing.
    return location_quotient(
        rows.pivot_table(index="country", columns="product", values="value", fill_value=0)
    )


@pytest.fixture(scope="module")
def present(quotient: pd.DataFrame) -> pd.DataFrame:
    found = presence(quotient)
    assert found.left_out.empty
    return found.table


@pytest.fixture(scope="module")
def complexity(present: pd.DataFrame) -> Complexity:
    return economic_complexity(present, ddof=1, scale="own")


@pytest.fixture(scope="module")
def countries(folder: Path, present: pd.DataFrame) -> pd.DataFrame:
    table = pd.read_csv(folder / "worldtrade_country.csv", keep_default_na=False, index_col="country")
    return table.astype(float).loc[present.index]


@pytest.fixture(scope="module")
def products(folder: Path, present: pd.DataFrame) -> pd.DataFrame:
    table = pd.read_csv(folder / "worldtrade_product.csv", dtype={"product": str}).set_index("product")
    return table.loc[present.columns]


def test_diversity_and_ubiquity(
    complexity: Complexity, countries: pd.DataFrame, products: pd.DataFrame
) -> None:
    assert complexity.regions["diversity"].tolist() == countries["diversity"].tolist()
    assert complexity.industries["ubiquity"].tolist() == products["ubiquity"].tolist()


def test_eigenvector(complexity: Complexity, countries: pd.DataFrame, products: pd.DataFrame) -> None:
    np.testing.assert_allclose(complexity.regions["eci"], countries["eci_eigen"], atol=1e-9)
    np.testing.assert_allclose(complexity.industries["pci"], products["pci_eigen"], atol=1e-9)
    np.testing.assert_allclose(complexity.eigenvalues[:3], [1, 0.179, 0.121], atol=5e-4)
    assert complexity.gap == pytest.approx(0.179 - 0.121, abs=1e-3)


def test_ranks_are_not_moved_by_rounding(
    complexity: Complexity, countries: pd.DataFrame, products: pd.DataFrame
) -> None:
    # A peer rounds its matrix to four decimals: 33 countries and 469 products change their rank.
    assert (complexity.regions["eci"].rank() == countries["eci_eigen"].rank()).all()
    assert (complexity.industries["pci"].rank() == products["pci_eigen"].rank()).all()


def test_reflections(present: pd.DataFrame, countries: pd.DataFrame, products: pd.DataFrame) -> None:
    # Its twentieth column is the nineteenth average, and countries end at the eighteenth.
    found = reflections(present, iterations=19, ddof=1)
    assert (found.region_step, found.industry_step) == (18, 19)
    np.testing.assert_allclose(found.regions, countries["eci_reflections20"], atol=1e-6)
    np.testing.assert_allclose(found.industries, products["pci_reflections20"], atol=1e-6)


@pytest.mark.parametrize("iterations", [50, 200, 1000])
def test_many_reflections_stay_at_the_eigenvector(
    iterations: int, present: pd.DataFrame, complexity: Complexity
) -> None:
    found = reflections(present, iterations=iterations)
    assert found.regions.corr(complexity.regions["eci"]) > 1 - 1e-9
    assert found.industries.corr(complexity.industries["pci"]) > 1 - 1e-9


def test_fitness(present: pd.DataFrame, countries: pd.DataFrame, products: pd.DataFrame) -> None:
    found = fitness(present, iterations=19, tolerance=0)
    np.testing.assert_allclose(found.regions, countries["fitness20"], atol=1e-11)
    np.testing.assert_allclose(found.industries, products["q_fitness20"], atol=1e-11)


def test_proximity_of_sixty_products(folder: Path, present: pd.DataFrame) -> None:
    theirs = pd.read_csv(folder / "worldtrade_proximity_60products.csv", dtype={"product": str})
    theirs = theirs.set_index("product")
    ours = proximity(present).loc[theirs.index, theirs.columns]
    np.testing.assert_allclose(ours, theirs, atol=1e-12)


def test_density_and_gain_of_six_countries(
    folder: Path, quotient: pd.DataFrame, present: pd.DataFrame, complexity: Complexity
) -> None:
    rows = pd.read_csv(folder / "worldtrade_rca_density_6countries.csv", dtype={"product": str})
    theirs = {
        name: rows.pivot_table(index="country", columns="product", values=name) for name in rows.columns[2:]
    }
    six, near = theirs["rca"].index, proximity(present)
    np.testing.assert_allclose(quotient.loc[six], theirs["rca"], rtol=1e-11)
    np.testing.assert_array_equal(present.loc[six], theirs["mcp"])
    np.testing.assert_allclose(relatedness_density(present.loc[six], near), theirs["density"], atol=1e-12)
    gain = outlook_gain(present.loc[six], near, complexity.industries["pci"], definition="growth_lab")
    np.testing.assert_allclose(gain.fillna(0), theirs["cog"], atol=1e-11)


def test_diagonal_moves_the_density_of_korea(present: pd.DataFrame) -> None:
    near = proximity(present)
    with_itself = relatedness_density(present.loc[["kor"]], near)
    without = relatedness_density(present.loc[["kor"]], near, diagonal=0)
    assert (with_itself - without).abs().to_numpy().max() == pytest.approx(0.037, abs=5e-4)
