import json

from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2010, 2013)
ADDRESS = f"?{LENS.address}"


def test_screen_without_an_answer_offers_to_compute_it(client_as, answered):
    answered("choices")
    page = client_as("planner").get(f"/growth/{ADDRESS}")
    assert page.context["waiting"] is True
    assert "This has not been computed yet." in page.content.decode()


def test_asking_twice_is_one_job(client_as, answered):
    answered("choices")
    client = client_as("planner")
    asked = client.get(f"/growth/{ADDRESS}").context["asked_json"]
    before = Job.objects.count()
    for _ in range(2):
        client.post("/figures/ask/", {"asked": asked, "next": f"/growth/{ADDRESS}"})
    assert Job.objects.count() == before + 1


def test_screen_with_an_answer_shows_it_in_the_language_of_the_reader(client_as, answered):
    answered("choices")
    answered("overview", LENS)
    titles = {
        language: client_as("planner", language=language).get(f"/{ADDRESS}").context["sections"][0]["title"]
        for language in ("ko", "en")
    }
    assert titles == {"ko": "우리는 어떤 도시인가", "en": "Who are we?"}


def test_question_that_no_screen_asks_is_refused(client_as, office_data):
    asked = json.dumps({"question": "secrets", "lens": LENS.to_json(), "options": {}})
    assert client_as("planner").post("/figures/ask/", {"asked": asked}).status_code == 400
    assert Job.objects.count() == 0


def test_card_says_what_the_number_is_and_the_replay_makes_it_again(client_as, answered):
    sheet = answered("overview", LENS)
    key = next(
        part[0]
        for part in sheet.content["en"]["sections"][0]["blocks"][0]["content"]
        if not isinstance(part, str)
    )
    client = client_as("planner")
    page = client.get(f"/figures/{key}/").content.decode()
    assert key in page
    assert "Establishments" in page
    client.post(f"/figures/{key}/replay/")
    run_waiting()
    assert "The replay gives the same value." in client.get(f"/figures/{key}/").content.decode()


def test_figure_that_nobody_made_is_not_found(client_as, office_data):
    assert client_as("planner").get("/figures/F-000000000000/").status_code == 404


def test_comparison_set_is_stored_with_its_rule_and_day(client_as, answered):
    answered("choices")
    said = {
        "name_ko": "이웃",
        "name_en": "Neighbors",
        "rule_ko": "맞닿은 곳",
        "rule_en": "They touch",
        "areas": ["A", "B"],
    }
    client = client_as("planner")
    assert client.post("/figures/peers/add/", said).status_code == 302
    (stored,) = client.get("/figures/peers/").context["sets"]
    assert (stored["name"], stored["rule"], stored["areas"]) == ("Neighbors", "They touch", ("A", "B"))
    again = client.post("/figures/peers/add/", said)
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name_en"])


def test_comparison_set_of_one_place_is_refused_and_the_form_keeps_what_was_typed(client_as, answered):
    answered("choices")
    page = client_as("planner").post("/figures/peers/add/", {"name_en": "Alone", "areas": ["A"]})
    assert page.status_code == 422
    assert 'value="Alone"' in page.content.decode()
