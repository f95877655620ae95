"""Evidence: what is computed for which regions, and what is refused."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.observe.definitions.evidence import Evidence, RegionalLinkage, regions_of, relatedness_matrices
from sandan.observe.definitions.similarities import (
    coagglomeration_relatedness,
    location_correlation,
    occupation_relatedness,
)


def jobs(seed: int = 0) -> pd.DataFrame:
    table = np.random.default_rng(seed).integers(1, 50, (12, 4))
    return pd.DataFrame(table, index=[f"r{k}" for k in range(12)], columns=["C26", "J62", "C10", "I56"])


def test_linkages_of_some_regions_are_those_of_the_shorter_table() -> None:
    table = jobs()
    totals = table.sum(axis=1) + 10
    shares = RegionalLinkage(table, partial(location_correlation, scale="shares"), {"totals": totals})
    chance = RegionalLinkage(table, coagglomeration_relatedness, {"benchmark": totals})
    occupations = occupation_relatedness(jobs(1).T)
    evidence = Evidence({"LC": shares, "COI": chance}, {"Occ": occupations})
    rows = np.array([5, 1, 2, 7])
    found = relatedness_matrices(evidence, regions=rows)
    some = table.iloc[rows]
    pd.testing.assert_frame_equal(found["LC"], location_correlation(some, scale="shares", totals=totals))
    pd.testing.assert_frame_equal(
        found["COI"], coagglomeration_relatedness(some, benchmark=totals.iloc[rows])
    )
    assert found["Occ"] is occupations
    assert list(regions_of(evidence)) == list(table.index)


def test_region_drawn_twice_counts_twice() -> None:
    table = jobs()
    totals = table.sum(axis=1) + 10
    evidence = Evidence(
        {"LC": RegionalLinkage(table, partial(location_correlation, scale="shares"), {"totals": totals})}, {}
    )
    found = relatedness_matrices(evidence, regions=np.array([0, 0, 3, 4]))["LC"]
    share = table.div(totals, axis=0).iloc[[0, 0, 3, 4]]
    assert found.at["C26", "J62"] == pytest.approx(np.corrcoef(share["C26"], share["J62"])[0, 1])


def test_other_regions_or_names_are_refused() -> None:
    here = RegionalLinkage(jobs(), location_correlation)
    other = RegionalLinkage(jobs().iloc[::-1], location_correlation)
    with pytest.raises(MeasureError, match="'LC-Est' has 12 regions"):
        relatedness_matrices(Evidence({"LC-Emp": here, "LC-Est": other}, {}))
    with pytest.raises(MeasureError, match=r"\['LC', 'LC'\]"):
        regions_of(Evidence({"LC": here}, {"LC": jobs().corr()}))
    with pytest.raises(MeasureError, match="none called 'regions'"):
        regions_of(Evidence({}, {"regions": jobs().corr()}))
    with pytest.raises(MeasureError, match=r"\[\]"):
        regions_of(Evidence({}, {}))
