"""Regions and industries whose true groups are known."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="session")
def jobs_with_structure() -> Callable[..., pd.DataFrame]:
    """Jobs in regions; a share of a cell's log-normal factor (the strength) is common to ten industries."""

    def draw(strength: float, seed: int, *, regions: int = 179, industries: int = 300) -> pd.DataFrame:
        rng = np.random.default_rng(seed)
        truth = np.arange(industries) // 10
        size, industry = np.exp(rng.normal(size=regions)), np.exp(rng.normal(size=industries))
        own = rng.normal(size=(regions, industries))
        common = rng.normal(size=(regions, industries // 10))[:, truth]
        factor = np.exp(np.sqrt(1 - strength) * own + np.sqrt(strength) * common)
        mean = size[:, None] * industry * factor
        return pd.DataFrame(rng.poisson(mean * 37 * mean.size / mean.sum()))

    return draw
