"""Moran's I and local G of esda, on a random map of 60 places."""

import numpy as np
import pandas as pd
import pytest
from libpysal.weights import W

from sandan.observe.hotspots.getis_ord import local_g
from sandan.observe.hotspots.global_association import general_g, morans_i
from sandan.observe.hotspots.moran import local_moran
from sandan.observe.hotspots.neighbors import nearest_neighbors
from sandan.observe.hotspots.weights import SpatialWeights

esda = pytest.importorskip("esda")

RNG = np.random.default_rng(11)
SITES = pd.DataFrame(RNG.uniform(0, 9e4, (60, 2)), columns=["x", "y"])
VALUES = pd.Series(RNG.gamma(2.0, size=60))
WEIGHTS = nearest_neighbors(SITES, 5, style="as_given")


def theirs(weights: SpatialWeights) -> W:
    given = weights.given
    near = {
        i: given.indices[a:b].tolist() for i, (a, b) in enumerate(np.c_[given.indptr[:-1], given.indptr[1:]])
    }
    return W(near, silence_warnings=True)


@pytest.mark.parametrize(("style", "transformation"), [("as_given", "b"), ("row", "r")])
def test_global_moran(style: str, transformation: str) -> None:
    moran = esda.Moran(VALUES.to_numpy(), theirs(WEIGHTS), transformation=transformation, permutations=0)
    rng = np.random.default_rng(1)
    for moments, variance in (("randomization", moran.VI_rand), ("normality", moran.VI_norm)):
        ours = morans_i(VALUES, WEIGHTS.in_style(style), moments=moments, permutations=9, rng=rng)  # type: ignore[arg-type]
        assert ours.statistic == pytest.approx(moran.I, rel=1e-9)
        assert ours.expected == pytest.approx(moran.EI, rel=1e-9)
        assert ours.variance == pytest.approx(variance, rel=1e-9)
    assert ours.p_normal == pytest.approx(moran.p_norm, rel=1e-9)


def test_local_moran_divides_by_n_minus_1() -> None:
    moran = esda.Moran_Local(VALUES.to_numpy(), theirs(WEIGHTS), permutations=0)
    rng = np.random.default_rng(1)
    ours = local_moran(VALUES, WEIGHTS.in_style("row"), denominator="n-1", permutations=9, rng=rng)
    np.testing.assert_allclose(ours["local_i"], moran.Is, rtol=1e-9)


@pytest.mark.parametrize(("variant", "star"), [("G", False), ("G*", True)])
def test_local_g(variant: str, star: bool) -> None:
    theirs_ = esda.G_Local(VALUES.to_numpy(), theirs(WEIGHTS), transform="B", star=star, permutations=0)
    ours = local_g(VALUES, WEIGHTS, variant=variant, permutations=9, rng=np.random.default_rng(1))  # type: ignore[arg-type]
    np.testing.assert_allclose(ours["local_g"], theirs_.Gs, rtol=1e-9)
    np.testing.assert_allclose(ours["z_score"], theirs_.Zs, rtol=1e-9)


def test_global_g() -> None:
    theirs_ = esda.G(VALUES.to_numpy(), theirs(WEIGHTS), permutations=0)
    ours = general_g(VALUES, WEIGHTS, permutations=9, rng=np.random.default_rng(1))
    assert ours.statistic == pytest.approx(theirs_.G, rel=1e-9)
    assert ours.expected == pytest.approx(theirs_.EG, rel=1e-9)
    assert ours.variance == pytest.approx(theirs_.VG, rel=1e-9)
    assert ours.z_score == pytest.approx(theirs_.z_norm, rel=1e-9)


def test_z_of_g_does_not_shrink_with_rows_that_add_up_to_one() -> None:
    # esda 2.9 takes the sum of a row for its number of neighbors: with weights of 1/5 its z is that of one
    # neighbor, too small by the root of 5 (55 / 59) of it here.
    scaled = esda.G_Local(VALUES.to_numpy(), theirs(WEIGHTS), transform="R", star=False, permutations=0)
    ours = local_g(VALUES, WEIGHTS.in_style("row"), variant="G", permutations=9, rng=np.random.default_rng(1))
    np.testing.assert_allclose(ours["z_score"] / scaled.Zs, np.sqrt(5 * 58 / 54), rtol=1e-9)
