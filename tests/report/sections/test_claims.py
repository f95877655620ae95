import pytest

from sandan.report.document import TableBlock, figures_of
from sandan.report.sections.claims import claims


@pytest.fixture(scope="module")
def tables(case):
    return [block for block in claims(case).blocks if isinstance(block, TableBlock)]


def test_all_claims_and_all_evidence_are_shown(tables):
    assert [len(table.rows) for table in tables[:2]] == [16, 45]


def test_verdicts_counted_are_those_listed(documents):
    counted = {
        figure.label: figure.value
        for figure in figures_of(documents["en"])
        if figure.definition == "claims_counted"
    }
    assert counted.pop("all") == sum(counted.values()) == 16


def test_claims_are_about_their_own_place(documents):
    quoted = [f for f in figures_of(documents["en"]) if f.calculation.name.startswith("claim")]
    assert quoted
    assert not [figure.label for figure in quoted if "G10000" in figure.area]
