import pytest

import policy_office
from sandan.report.sections.policy import policy, rungs_of
from sandan.report.sections.policy_rung import policy_rungs, summary_of


@pytest.fixture
def opened(policy_case):
    case = policy_case({"rates": policy_office.RATES})
    return case, case.evaluations[0].fixed


def test_net_says_first_that_it_is_arithmetic_then_every_step_with_its_source(opened):
    lead, tiles, steps = policy_rungs(*opened)[-1].blocks
    assert "1 of 2 rates were assumed" in "".join(lead.content)
    (net,) = tiles.items
    assert [row[0][0] for row in steps.rows] == [
        "Gross change",
        "Would have come anyway",
        "Taken from others here",
        "Net change",
    ]
    assert steps.row_tones == ("strong", "weak", "strong", "total")
    assert steps.rows[1][2] == ("Survey of firms",)
    left = [row[5][0].figure.value for row in steps.rows]
    assert left[-1] == pytest.approx(0.5 * 0.8 * left[0])
    assert net.number.figure.value == pytest.approx(left[-1])


def test_net_has_no_p_and_stands_apart_in_the_chart(opened):
    case, fixed = opened
    net = rungs_of(case, fixed)[-1]
    assert (net["kind"], summary_of(case, fixed, net)[0]) == ("arithmetic", "+")
    chart = next(block for block in policy(case, fixed) if hasattr(block, "twin"))
    row = next(one for one in chart.twin.rows if one[0][0] == "From gross to net")
    assert (row[1], row[-1]) == (("arithmetic with given rates",), ())
    drawn = {one["label"]: one["kind"] for one in chart.specification["data"]["values"]}
    assert drawn["From gross to net"] == "arithmetic with given rates and their range"
