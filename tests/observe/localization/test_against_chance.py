import numpy as np

from sandan.observe.localization.against_chance import against_chance

CHANCE = np.random.default_rng(1).normal(size=(199, 3))
DISTANCES = np.array([0.0, 1.0, 2.0])
ABOUT = {"plants": 5, "null": "random_location", "seed": 1, "bandwidth": 2.0}


def test_against_chance_calls_what_exceeds_the_band_anywhere_localized():
    found = against_chance(DISTANCES, np.array([9.0, -9.0, 0.0]), CHANCE, **ABOUT)
    assert found.verdict == "localized"
    assert found.table["localization"].gt(0).tolist() == [True, False, False]
    assert found.table["dispersion"].tolist() == [0, 0, 0]
    assert found.table["expected"].tolist() == CHANCE.mean(axis=0).tolist()


def test_against_chance_calls_what_only_falls_short_of_the_band_dispersed():
    found = against_chance(DISTANCES, np.array([0.0, -9.0, 0.0]), CHANCE, **ABOUT)
    assert (found.verdict, found.table["dispersion"].gt(0).tolist()) == ("dispersed", [False, True, False])
