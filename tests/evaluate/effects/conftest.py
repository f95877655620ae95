"""Worlds with support that begins in different years, whose truth is known."""

import numpy as np
import pandas as pd
import pytest

PERIODS = np.arange(2006, 2016)


def _staggered(rng, cohorts, *, effect, noise=0.3, drift=0.0):
    """One unit per cohort given (0: never); ``effect`` takes the periods since the beginning."""
    count = len(cohorts)
    size = rng.normal(0, 1, count)
    common = np.cumsum(rng.normal(0.02, 0.02, len(PERIODS)))
    since = PERIODS[None, :] - np.asarray(cohorts)[:, None]
    treated = (np.asarray(cohorts)[:, None] > 0) & (since >= 0)
    values = size[:, None] + common + drift * size[:, None] * (PERIODS - PERIODS[0])
    values = values + rng.normal(0, noise, values.shape) + np.where(treated, effect(since), 0.0)
    return pd.DataFrame(
        {
            "unit": np.repeat(np.arange(count), len(PERIODS)),
            "period": np.tile(PERIODS, count),
            "outcome": values.ravel(),
            "cohort": np.repeat(np.asarray(cohorts), len(PERIODS)),
            "size": np.repeat(size, len(PERIODS)),
            "city": np.repeat(np.arange(count) % 12, len(PERIODS)),
            "truth": np.where(treated, effect(since), np.nan).ravel(),
        }
    )


@pytest.fixture(scope="session")
def make_staggered():
    return _staggered
