from dataclasses import replace

from sandan.web.measurement.questions.standing import ask_peers, ask_targets


def test_peers_come_with_the_set_that_can_be_stored(planted_case):
    answer = ask_peers(replace(planted_case, start=2013), {})
    assert answer.sections[0].anchor == "peers"
    assert answer.data["set"]["areas"][0] == "A"


def test_without_an_earlier_year_there_is_no_set(planted_case):
    assert ask_peers(planted_case, {}).data == {}


def test_targets_jobs_and_scenarios_are_apart(planted_case):
    anchors = [section.anchor for section in ask_targets(planted_case, {}).sections]
    assert anchors == ["targets", "job_kinds", "scenarios"]
