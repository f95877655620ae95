"""Stability: noise gives other groups every time, structure the same."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.definitions.candidates import Candidate, Recipe
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage
from sandan.observe.definitions.similarities import location_correlation
from sandan.observe.definitions.stability import stability

PLAN = Candidate(("LC",), Recipe(30))


def evidence_of(jobs: pd.DataFrame) -> Evidence:
    return Evidence({"LC": RegionalLinkage(jobs, partial(location_correlation, scale="shares"))}, {})


@pytest.mark.parametrize(("strength", "least", "most"), [(0, -0.02, 0.02), (0.5, 0.3, 0.65), (0.8, 0.9, 1)])
def test_halves_agree_as_far_as_there_is_structure(
    jobs_with_structure: Callable[..., pd.DataFrame], strength: float, least: float, most: float
) -> None:
    evidence = evidence_of(jobs_with_structure(strength, 2))
    alike = stability(evidence, PLAN, draws=3, seed=1)
    assert least < alike["adjusted_rand"].mean() <= most
    assert alike["industries"].tolist() == [300] * 3


def test_draws_with_replacement_agree_on_noise(jobs_with_structure: Callable[..., pd.DataFrame]) -> None:
    evidence = evidence_of(jobs_with_structure(0.0, 2))
    alike = stability(evidence, PLAN, resampling="bootstrap", draws=3, seed=1)
    assert alike["adjusted_rand"].mean() > 0.03


def test_executor_changes_nothing_and_nonsense_is_refused(
    jobs_with_structure: Callable[..., pd.DataFrame],
) -> None:
    evidence = evidence_of(jobs_with_structure(0.5, 1, regions=40, industries=30))
    plan = Candidate(("LC",), Recipe(4))
    with ThreadPoolExecutor(2) as executor:
        here = stability(evidence, plan, draws=2, seed=1, executor=executor)
    pd.testing.assert_frame_equal(here, stability(evidence, plan, draws=2, seed=1))
    with pytest.raises(MeasureError, match="'thirds'"):
        stability(evidence, plan, resampling="thirds", seed=1)  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="uses IO and there are 40 regions"):
        stability(evidence, Candidate(("IO",), Recipe(4)), seed=1)
