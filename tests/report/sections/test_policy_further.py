"""Rungs of firms and of rings opened: the number with what it rests on, and what it leaves open."""

import pytest

import policy_office
from sandan.report.document import KeyFigures, Number, Paragraph, TableBlock
from sandan.report.sections.policy_rung import policy_rungs


def text_of(content):
    return "".join(one.shown if isinstance(one, Number) else one for one in content)


@pytest.fixture
def sections(policy_case):
    case = policy_case(policy_office.SUPPORTED_RINGS, **policy_office.supported_office())
    return {one.anchor: one.blocks for one in policy_rungs(case, case.evaluations[0].fixed)}


def test_both_rungs_open_to_what_they_rest_on(sections):
    tiles, facts, beyond = sections["rung-firms"]
    assert isinstance(tiles, KeyFigures)
    assert tiles.items[0].label == "Smallest change that could be seen"
    assert isinstance(facts, TableBlock)
    assert "300 supported firms, 300 refused ones" in text_of(facts.rows[3][1])
    assert text_of(facts.rows[-1][1]).startswith("sandan ")
    assert isinstance(beyond, Paragraph)
    assert "which of them, these data cannot decide" in text_of(beyond.content)
    tiles, facts = sections["rung-rings"]
    assert [one.label for one in tiles.items] == ["Estimate", "Sites compared with"]
    assert "the one from 16 to 24 km" in text_of(facts.rows[1][1])


def test_what_lies_beyond_firms_is_unknown_without_the_last_rung_of_places(policy_case):
    few = policy_office.supported_office(cities=13)
    case = policy_case({}, **few)
    *_, beyond = {one.anchor: one.blocks for one in policy_rungs(case, case.evaluations[0].fixed)}[
        "rung-firms"
    ]
    assert "is not known" in text_of(beyond.content)
