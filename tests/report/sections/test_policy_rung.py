import pytest

from sandan.report.document import Chart, KeyFigures, TableBlock
from sandan.report.sections.policy import rungs_of
from sandan.report.sections.policy_rung import policy_rungs, summary_of


@pytest.fixture
def opened(policy_case):
    case = policy_case({})
    return case, case.evaluations[0].fixed


def test_an_estimated_rung_opens_to_everything_that_can_be_objected_to(opened):
    section = {one.anchor: one for one in policy_rungs(*opened)}["rung-same_region"]
    tiles, facts, path, gaps, _said, donors, checks = section.blocks
    assert isinstance(tiles, KeyFigures)
    assert tiles.items[0].label == "Smallest change that could be seen"
    assert [row[0][0] for row in facts.rows] == [
        "What it leaves out",
        "Taken for granted",
        "Who would object",
        "Data",
        "How the band was found",
    ]
    assert isinstance(path, Chart)
    assert len(gaps.twin.rows) == 12
    assert gaps.twin.row_tones.count("strong") == 1
    assert len(donors.rows) == 10
    assert isinstance(checks, TableBlock)
    assert [row[0][0] for row in checks.rows][-3:] == [
        "as registered: begins in 2010",
        "worked from its announcement on, already in 2009",
        "worked from its announcement on, already in 2008",
    ]


def test_placebos_stand_in_the_order_of_their_size(opened):
    section = policy_rungs(*opened)[2]
    sizes = [abs(row[1][0].figure.value) for row in section.blocks[3].twin.rows]
    assert sizes == sorted(sizes, reverse=True)


def test_described_and_lacking_rungs_say_so(opened):
    case, fixed = opened
    said = dict(zip([one["rung"] for one in rungs_of(case, fixed)], policy_rungs(case, fixed), strict=True))
    assert said["gross"].blocks[1].items[0].label == "described, claims nothing"
    assert len(said["rings"].blocks) == 1
    *_, last = rungs_of(case, fixed)
    assert summary_of(case, fixed, last) == "data are lacking"
    assert summary_of(case, fixed, rungs_of(case, fixed)[0]).startswith("+")
