"""What may be said about the neighbors follows from the bands alone."""

import pytest

import ring_tables
from sandan.report.sections.neighbors import finding_of


@pytest.mark.parametrize("finding", [name for name in ring_tables.FINDINGS if name != "no_band"])
def test_sentence_follows_from_the_bands(finding):
    assert finding_of(ring_tables.rings(finding).to_dict("records")) == finding


def test_without_bands_nothing_is_told_from_chance():
    assert finding_of(ring_tables.rings("no_band").to_dict("records")) == "chance"
