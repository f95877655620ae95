"""Localization of trees in a forest plot, as dbmss 2.11-0 and GET 1.0-7 compute it."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sandan.observe.localization.duranton_overman import k_density, k_density_test
from sandan.observe.localization.marcon_puech import m_function, m_function_test

ASKED = np.arange(101.0)


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "reference" / "agglomeration"


@pytest.fixture(scope="module")
def trees(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "inputs" / "paracou16_points.csv")


@pytest.mark.parametrize(
    ("column", "arguments"),
    [
        ("kd", {"of": "V. Americana"}),
        ("kd_weighted", {"of": "V. Americana", "weight": "weight"}),
        ("kd_qrosea", {"of": "Q. Rosea"}),
        ("kd_qrosea_vamericana", {"of": "Q. Rosea", "neighbors": "V. Americana"}),
    ],
)
def test_k_density_is_within_three_thousandths_of_dbmss(folder, trees, column, arguments):
    theirs = pd.read_csv(folder / "paracou16_kd.csv")[column]
    ours = k_density(trees, industry="type", distances=ASKED, bandwidth="truncated", **arguments)
    np.testing.assert_allclose(ours.table["density"], theirs, rtol=3e-3)
    # dbmss divides by a mass that it adds up with rectangles: its curves are a thousandth too high.
    assert np.mean(ours.table["density"] / theirs - 1) == pytest.approx(-1e-3, abs=3e-4)


def test_k_density_of_all_trees_is_near_dbmss(folder, trees):
    theirs = pd.read_csv(folder / "paracou16_kd.csv")["kd_all_points"]
    everyone = trees.assign(type="tree")
    ours = k_density(everyone, "tree", industry="type", distances=ASKED, bandwidth="truncated")
    np.testing.assert_allclose(ours.table["density"], theirs, rtol=4e-3)


@pytest.mark.parametrize(("column", "arguments"), [("M", {}), ("M_vam_qros", {"neighbors": "Q. Rosea"})])
def test_m_function_is_that_of_dbmss(folder, trees, column, arguments):
    theirs = pd.read_csv(folder / "paracou16_M_m.csv")[column]
    ours = m_function(trees, "V. Americana", industry="type", weight="weight", distances=ASKED, **arguments)
    np.testing.assert_allclose(ours["m"], theirs, rtol=1e-9, atol=1e-12)


def test_m_density_is_near_that_of_dbmss(folder, trees):
    theirs = pd.read_csv(folder / "paracou16_M_m.csv")["m"]
    ours = m_function(
        trees,
        "V. Americana",
        industry="type",
        weight="weight",
        distances=ASKED,
        form="density",
        bandwidth="truncated",
    )["m"]
    np.testing.assert_allclose(ours, theirs, rtol=0.013)
    assert np.median(np.abs(ours / theirs - 1)) < 5e-4


def test_k_density_test_draws_the_band_of_get(folder, trees):
    theirs = pd.read_csv(folder / "paracou16_kd_erl1000.csv")
    found = k_density_test(
        trees,
        "V. Americana",
        industry="type",
        distances=ASKED[::5],
        bandwidth="truncated",
        rng=np.random.default_rng(1),
        simulations=999,
    )
    assert (found.p, found.verdict) == (0.001, "localized")
    # Two draws of a thousand curves: their extremes differ by a few percent.
    np.testing.assert_allclose(found.table["lower"], theirs["erl_lo"][::5], rtol=0.08)
    np.testing.assert_allclose(found.table["upper"], theirs["erl_hi"][::5], rtol=0.08)


def test_m_function_test_has_the_mean_of_dbmss(folder, trees):
    theirs = pd.read_csv(folder / "paracou16_M_envelope1000.csv").set_index("r")
    found = m_function_test(
        trees,
        "V. Americana",
        industry="type",
        weight="weight",
        distances=np.array([10.0, 30.0, 60.0, 100.0]),
        rng=np.random.default_rng(1),
        simulations=499,
    )
    observed = theirs.loc[found.table["distance"], "obs"]
    np.testing.assert_allclose(found.table["observed"], observed, rtol=1e-9)
    np.testing.assert_allclose(
        found.table["expected"], theirs.loc[found.table["distance"], "mean_sim"], rtol=0.12
    )
