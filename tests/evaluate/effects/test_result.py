from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.evaluate.designs.panel import treated_panel
from sandan.evaluate.designs.weighted import weighted_comparison
from sandan.evaluate.effects.result import Effect, clustered_effect, effect_of_ranks
from sandan.evaluate.placebos.in_space import placebos_in_space

FIT = partial(weighted_comparison, design="difference_in_differences")


def _clustered(treated):
    parts = pd.DataFrame({"estimate": [1.0], "lower": [0.5], "upper": [1.5]})
    return Effect(
        "two_way", 1.0, 0.5, 1.5, 0.9, "clustered", treated, 40, "alike", "by hand", 0.01, 0.2, parts
    )


def test_effect_of_ranks_says_what_the_test_said():
    rng = np.random.default_rng(3)
    table = pd.DataFrame(rng.normal(size=(12, 6)), index=list("abcdefghijkl"), columns=range(2010, 2016))
    test = placebos_in_space(treated_panel(table, treated="a", start=2014), FIT)
    found = effect_of_ranks(test, assumption="as the others")
    assert (found.estimate, found.lower, found.upper, found.p) == (
        test.comparison.estimate,
        test.lower,
        test.upper,
        test.p,
    )
    assert (found.treated, found.comparisons, found.inference) == (1, 11, "placebo_ranks")
    assert found.parts.loc[2014:, "estimate"].mean() == pytest.approx(found.estimate)


@pytest.mark.parametrize(("treated", "has_band"), [(1, False), (9, False), (10, True)])
def test_errors_by_cluster_need_ten_treated_clusters(treated, has_band):
    found = clustered_effect(_clustered(treated))
    numbers = [found.lower, found.upper, found.p, found.error, *found.parts[["lower", "upper"]].iloc[0]]
    assert [bool(np.isfinite(number)) for number in numbers] == [has_band] * 6
    assert (found.inference == "clustered") == has_band
    assert ("few_treated" in found.notes) == (not has_band)
    assert found.estimate == 1.0
    assert found.excludes_zero == has_band


def test_other_bands_are_not_taken_away():
    with pytest.raises(MeasureError, match="bootstrap"):
        clustered_effect(Effect("x", 1.0, 0.5, 1.5, 0.9, "bootstrap", 1, 40, "alike", "by hand"))
