import pytest

import policy_office
from sandan.report.document import TableBlock
from sandan.report.sections.policy_outcomes import policy_outcomes


@pytest.fixture
def opened(policy_case):
    sites = policy_office.policy_register(firms=12).sample(frac=0.9, random_state=4).sort_index()
    case = policy_case({}, {"outcome": "firms"}, establishments=sites)
    return case, [one.fixed for one in case.evaluations]


def test_every_outcome_stands_in_one_table_with_its_corrected_p(opened):
    case, several = opened
    _lead, block = policy_outcomes(case, several)
    assert isinstance(block, TableBlock)
    assert {row[0][0] for row in block.rows} == {
        "jobs in the target industries",
        "firms in the target industries",
    }
    for row in block.rows:
        alone, together = row[2][0].figure, row[3][0].figure
        assert together.value >= alone.value
        assert together.definition == "placebo_p_together"


def test_one_outcome_has_nothing_beside_it(opened):
    case, several = opened
    assert policy_outcomes(case, several[:1]) == []
