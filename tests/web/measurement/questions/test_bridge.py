import pytest

from sandan.report.assemble import open_case
from sandan.report.document import Chart
from sandan.report.figures.replay import Outcome, replay
from sandan.web.measurement.blocks import section_to_json
from sandan.web.measurement.questions.bridge import ask_bridge, ask_creative


@pytest.fixture
def bridged_case(bridged_office):
    return open_case(bridged_office, "A", start=2010, end=2013, language="en", digits=2, draws=99)


def test_complexes_of_the_options_are_asked(bridged_case):
    (section,) = ask_bridge(bridged_case, {"first": "Y"}).sections
    chart = next(block for block in section.blocks if isinstance(block, Chart))
    assert chart.twin.header[1] == "Jobs: Y"


def test_list_and_basis_of_the_options_are_asked(bridged_case):
    (section,) = ask_creative(bridged_case, {"family": "kiet", "basis": "workplace"}).sections
    assert "place of work" in "".join(one for one in section.blocks[0].content if isinstance(one, str))


@pytest.mark.parametrize("ask", [ask_bridge, ask_creative])
def test_answer_can_be_stored_and_its_figures_listed(ask, bridged_case):
    answer = ask(bridged_case, {})
    assert len(answer.figures("en")) >= 10
    assert section_to_json(answer.sections[0])["blocks"]


@pytest.mark.parametrize("ask", [ask_bridge, ask_creative])
def test_every_figure_is_found_again(ask, bridged_case):
    figures = ask(bridged_case, {}).figures("en")
    outcomes = {one.label: replay(one, bridged_case.shelf).outcome for one in figures}
    assert set(outcomes.values()) == {Outcome.SAME}


@pytest.mark.parametrize("ask", [ask_bridge, ask_creative])
def test_case_without_its_data_is_answered_in_one_sentence(ask, planted_case):
    (section,) = ask(planted_case, {}).sections
    assert len(section.blocks) == 1
