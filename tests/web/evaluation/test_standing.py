from sandan.web.audit.models import Event
from sandan.web.measurement.cases import comparison_sets
from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2013, 2013)
PEERS, TARGETS = (f"/evaluation/{page}/?{LENS.address}" for page in ("peers", "targets"))


def test_cities_like_ours_are_listed_and_stored_by_planners_only(client_as, answered):
    answered("choices")
    answered("peers", LENS)
    page = client_as("council").get(PEERS)
    assert page.context["waiting"] is False
    assert "Planners may store it." in page.content.decode()
    planner = client_as("planner")
    assert "Store this set" in planner.get(PEERS).content.decode()
    answer = planner.post(f"/evaluation/peers/store/?{LENS.address}")
    assert answer.status_code == 302
    (stored,) = comparison_sets().values()
    assert stored.areas[0] == "A"
    assert set(stored.areas) == {"A", "B", "C", "D"}
    assert "size (log of workers) (weight 1)" in stored.rule_en
    assert Event.objects.filter(action="comparison_set.stored").count() == 1
    planner.post(f"/evaluation/peers/store/?{LENS.address}")
    assert len(comparison_sets()) == 1


def test_page_says_that_the_set_is_stored(client_as, answered):
    answered("choices")
    answered("peers", LENS)
    planner = client_as("planner")
    planner.post(f"/evaluation/peers/store/?{LENS.address}")
    answered("peers", LENS)
    page = planner.get(PEERS).content.decode()
    assert "Its rule and its day can no longer be changed." in page
    assert "Store this set" not in page


def test_nothing_is_stored_without_an_answer(client_as, answered):
    answered("choices")
    client_as("planner").post(f"/evaluation/peers/store/?{LENS.address}")
    assert comparison_sets() == {}


def test_targets_jobs_and_scenarios_are_three_parts(client_as, answered):
    answered("choices")
    answered("targets", LENS)
    page = client_as("director", language="ko").get(TARGETS)
    anchors = [section["anchor"] for section in page.context["sections"]]
    assert anchors == ["targets", "job_kinds", "scenarios"]
    assert page.content.decode().count("<h2") >= 3
