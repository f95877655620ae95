"""A specification, and runs of it with whatever differs."""

from dataclasses import replace

import numpy as np
import pytest

from sandan.evaluate.ladder.rungs import Rung
from sandan.evaluate.registration.runs import Run, kept_rungs
from sandan.evaluate.registration.specification import specification_from

RECORD = {
    "policy_ko": "연구단지",
    "policy_en": "research complex",
    "place": "A",
    "site": "A1",
    "outcome": "jobs",
    "target": ["26", "62"],
    "target_from": "strategic list of 2010",
    "basis": "decided",
    "first": 2006,
    "start": 2011,
    "last": 2015,
    "author": "Kim",
    "registered_at": "2016-01-04T09:00:00+09:00",
}


@pytest.fixture
def fixed():
    """Return a maker of specifications, equal but for what is given."""

    def make(**change):
        return specification_from(RECORD | change)

    return make


@pytest.fixture
def run_of():
    """Return a maker of runs of a specification, equal but for what is given."""
    rungs = (
        Rung("gross", 12.5),
        Rung("national", 4.0, -np.inf, np.inf, 0.25, 3, 12, np.nan),
        Rung("same_region", lacking=(("donors", 3, 9),), donors=3),
    )

    def make(own, **change):
        run = Run(
            specification=own.hash,
            snapshots={"establishments": "ab" * 32},
            seed=0,
            version="0.1.0",
            code="0123456789abcdef",
            libraries={"numpy": "2.0"},
            at="2016-02-01T09:00:00+09:00",
            by="Kim",
            finding="mixed",
            rungs=kept_rungs(rungs),
        )
        return replace(run, **change)

    return make
