import numpy as np
import pytest
from scipy.stats import chisquare

from sandan.errors import MeasureError
from sandan.observe.localization.nulls import check_null, draw_rows, draw_seed, simulation_rng


def test_draw_rows_gives_every_ordered_selection_the_same_chance():
    rng = np.random.default_rng(1)
    drawn = [tuple(draw_rows(4, 2, rng)) for _ in range(6_000)]
    counts = [drawn.count((a, b)) for a in range(4) for b in range(4) if a != b]
    assert sum(counts) == 6_000
    assert chisquare(counts).pvalue > 0.01


def test_draw_rows_refuses_more_plants_than_sites():
    with pytest.raises(MeasureError, match="5 plants cannot be thrown at 4 sites"):
        draw_rows(4, 5, np.random.default_rng(1))


def test_simulation_rng_differs_between_simulations_and_seeds():
    seed = draw_seed(np.random.default_rng(1))
    assert len({simulation_rng(s, k).integers(2**60) for s in (seed, seed + 1) for k in range(3)}) == 6


def test_check_null_refuses_what_it_does_not_know():
    with pytest.raises(MeasureError, match="`null` is 'csr'; use one of random_location"):
        check_null("csr", two=True)
    check_null("population_independence", two=True)
