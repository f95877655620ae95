import pytest

import policy_office
from sandan.evaluate.registration import store
from sandan.web.audit.models import Event

FILLED = {
    "policy_ko": "연구단지",
    "policy_en": "Research complex",
    "place": "C00",
    "site": "C001",
    "outcome": "jobs",
    "target": "2611",
    "basis": "decided",
    "first": "2005",
    "start": "2010",
    "last": "2013",
    "rings": "0, 10, 25, 50",
    "level": "0.9",
}


def test_list_without_specifications_says_so(office_data, client_as):
    page = client_as("council").get("/evaluation/").content.decode()
    assert page.count("Nothing is registered yet.") == 1
    assert "/evaluation/register/" not in page


def test_list_says_whether_a_specification_came_before_the_data(with_data, client_as):
    page = client_as("council").get("/evaluation/").content.decode()
    assert page.count("registered before the data came in") == 1
    assert "1 specification is registered for this policy" in page
    assert "None has been run yet." in page


def test_specification_is_shown_before_it_is_fixed(with_data, client_as, settings):
    client = client_as("evaluator")
    page = client.post("/evaluation/register/", FILLED | {"outcome": "firms"}).content.decode()
    assert "Is this what you want to compare?" in page
    assert 'name="target" value="2611"' in page
    assert len(store.specifications(settings.WORKSPACE.root)) == 1


def test_fixing_keeps_it_and_leaves_an_entry_in_the_trail(with_data, client_as, settings):
    client = client_as("evaluator", name="최이룸")
    answer = client.post("/evaluation/register/", FILLED | {"outcome": "firms", "fix": "yes"})
    assert (answer.status_code, answer.url) == (302, "/evaluation/")
    *_, kept = store.specifications(settings.WORKSPACE.root)
    assert (kept.author, kept.outcome, kept.target) == ("최이룸", "firms", ("2611",))
    event = Event.objects.get(action="evaluation.registered")
    assert event.after["hash"] == kept.hash


def test_changing_something_goes_back_to_the_form(with_data, client_as, settings):
    page = client_as("planner").post("/evaluation/register/", FILLED | {"change": "yes"})
    assert page.status_code == 200
    assert "What will be compared with what?" in page.content.decode()
    assert len(store.specifications(settings.WORKSPACE.root)) == 1


def test_what_is_refused_stands_beside_its_field(with_data, client_as):
    wrong = FILLED | {"site": "C011", "target": "no code", "rings": "near, far", "start": "2004"}
    page = client_as("planner").post("/evaluation/register/", wrong)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"site", "target", "rings"}


def test_what_the_core_refuses_is_said(with_data, client_as):
    page = client_as("planner").post("/evaluation/register/", FILLED | {"start": "2004"})
    assert page.status_code == 422
    assert "must be before" in page.context["form"].non_field_errors()[0]


def test_screen_waits_for_data_that_have_not_come_in(policy_workspace, client_as):
    (fixed,) = policy_workspace({})
    page = client_as("council").get(f"/evaluation/{fixed.id}/policy/").content.decode()
    assert "The data have not come in yet." in page
    assert "no register has come in yet" in page


@pytest.mark.parametrize("question", ["policy", "detectable"])
def test_screen_that_was_not_computed_asks_for_it(with_data, client_as, question):
    page = client_as("council").get(f"/evaluation/{with_data.id}/{question}/").content.decode()
    assert page.count("data-auto-submit") == 1


def test_policy_screen_says_what_can_be_concluded_and_every_rung_opens(found, client_as):
    fixed = found("policy")
    page = client_as("council").get(f"/evaluation/{fixed.id}/policy/")
    text = page.content.decode()
    assert text.count('<details class="rung') == 8
    assert [rung["kind"] for rung in page.context["data"]["rungs"]][:3] == ["described"] * 2 + ["estimated"]
    assert "There is evidence of an effect" in text
    assert "What cannot be decided" in text
    assert "Run so far: 1 of them, 1 time in all; this one 1 time." in text


def test_every_answer_keeps_a_run(found, settings):
    fixed = found("policy")
    (run,) = store.runs(settings.WORKSPACE.root, fixed.id)
    assert (run.finding, run.seed, run.by) == ("effect", 0, "Sandan")
    assert set(run.snapshots) == {"establishments", "places"}
    assert [rung.name for rung in run.rungs][:2] == ["gross", "shift_share"]


def test_detectable_screen_shows_no_estimate_and_keeps_no_run(found, settings, client_as):
    fixed = found("detectable")
    text = client_as("council").get(f"/evaluation/{fixed.id}/detectable/").content.decode()
    assert "These numbers come from places without the policy alone." in text
    assert "Placebo rank" not in text
    assert store.runs(settings.WORKSPACE.root, fixed.id) == []


@pytest.mark.parametrize("key", ["S-000000000000", "nothing"])
def test_unknown_specification_is_not_found(with_data, client_as, key):
    assert client_as("council").get(f"/evaluation/{key}/policy/").status_code == 404


def test_pages_are_korean_too(found, client_as):
    fixed = found("policy")
    text = client_as("council", language="ko").get(f"/evaluation/{fixed.id}/policy/").content.decode()
    assert "정책 때문인가" in text
    assert "효과가 있었다고 볼 근거가 있습니다" in text


def test_without_places_codes_are_typed(policy_workspace, client_as):
    policy_workspace()
    page = client_as("planner").get("/evaluation/register/").content.decode()
    assert '<input type="text" name="place"' in page
    assert 'name="version"' not in page
    assert policy_office.PLACE not in page
