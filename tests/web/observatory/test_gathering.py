"""Where an industry gathers, and how robust a rank in it is: pages of 36 square cities."""

import json

import pytest

from sandan.data.profiles.boundaries import BOUNDARIES
from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.actions import ask
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.queries import asked_of

LENS = Lens("C00", 2013, 2013)
# The session, the person, their roles; the choices of the lens, what the office has set, the answer.
QUERIES = 6


def square(code, west, south):
    east, north = west + 0.225, south + 0.18
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    about = {"code": code, "name": f"시 {code}", "name_eng": f"City {code}", "level": "city"}
    return {
        "type": "Feature",
        "properties": about | {"base_year": "2005", "system": "own"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


SQUARES = [
    square(f"C{row}{column}", 126.89 + 0.225 * column, 36.91 + 0.18 * row)
    for row in range(6)
    for column in range(6)
]


@pytest.fixture
def gathered(office_data, settings, workspace_with, gathered_register, answered):
    settings.WORKSPACE = workspace_with("gathered", establishments=gathered_register)
    answered("choices")
    return settings.WORKSPACE


def import_squares(workspace):
    path = workspace.root / "shapes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": SQUARES}), encoding="utf-8")
    day = workspace.vault.current("establishments")[0].as_of
    workspace.vault.import_file(BOUNDARIES, path, as_of=day, edition="final")


@pytest.fixture
def drawn(gathered, answered):
    import_squares(gathered)
    return answered("hotspots", LENS)


def seen(client, path, **more):
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    return client.get(f"/{path}/?{LENS.address}{extra}")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_cities_are_drawn_with_their_calls(drawn, client_as, language):
    page = seen(client_as("planner", language=language), "hotspots")
    cities = {city["code"]: city for city in page.context["map"]["quadrant"]}
    assert (len(cities), cities["C00"]["kind"], cities["C55"]["kind"]) == (36, "high_high", "hidden")
    assert page.content.decode().count('class="place high_high own"') == 1
    assert page.context["map"]["key_of_spot"][0][0] == "hot"


def test_circle_lies_around_its_cities(drawn, client_as):
    page = seen(client_as("council"), "hotspots")
    (circle,) = page.context["map"]["circles"]
    inside = [city["code"] for city in page.context["map"]["quadrant"] if city["inside"]]
    assert (circle["called"], inside) == (True, ["C01", "C10", "C11", "C00"])


def test_boundaries_of_groups_are_for_those_who_see_firms(drawn, client_as):
    own, theirs = (seen(client_as(role), "hotspots") for role in ("planner", "council"))
    assert [one["number"] for one in own.context["groups"]["inside"]] == [1]
    assert 'class="group called"' in own.content.decode()
    assert theirs.context["groups"] == {}
    assert 'class="group' not in theirs.content.decode()


def test_group_that_is_not_to_be_published_is_listed_for_those_who_see_firms_only(
    gathered, gathered_register, settings, workspace_with, answered, client_as
):
    inside = gathered_register["establishment"].str.startswith("park")
    register = gathered_register.assign(enterprise=gathered_register["enterprise"].mask(inside, "giant"))
    settings.WORKSPACE = workspace_with("giant", establishments=register)
    import_squares(settings.WORKSPACE)
    answered("choices")
    answered("hotspots", LENS, {"industry": "261"})
    own, theirs = (seen(client_as(role), "hotspots", industry="261") for role in ("planner", "council"))
    said = "Groups that are not to be published"
    assert (said in own.content.decode(), said in theirs.content.decode()) == (True, False)
    assert [one["sites"] for one in own.context["groups"]["hidden"]] == [8]


def test_industry_is_chosen_with_clusters_first(drawn, answered, client_as):
    answered("hotspots", LENS, {"industry": "62"})
    page = seen(client_as("planner"), "hotspots", industry="62")
    form = page.context["more_form"]
    assert form["industry"].value() == "62"
    groups = [(str(name), [code for code, _ in choices]) for name, choices in form.fields["industry"].choices]
    assert groups[0] == ("Confirmed clusters of this place", ["261"])
    assert groups[1] == ("Broader industries (two digits)", ["26", "47", "62"])


def test_without_boundaries_the_tables_are_left(gathered, answered, client_as):
    answered("hotspots", LENS)
    page = seen(client_as("planner"), "hotspots")
    assert page.context["map"] is None
    assert "There are no boundaries of these places yet" in page.content.decode()
    assert page.content.decode().count("<table") == 3


def test_new_boundaries_ask_for_a_new_answer(gathered, answered, client_as):
    answered("hotspots", LENS)
    client = client_as("planner")
    before = seen(client, "hotspots").context["waiting"]
    import_squares(gathered)
    assert (before, seen(client, "hotspots").context["waiting"]) == (False, True)


@pytest.mark.parametrize("question", ["hotspots", "robustness"])
def test_industry_that_nobody_has_is_refused_in_words(gathered, client_as, question):
    ask(by=None, asked=asked_of(question, LENS, {"industry": "999"}))
    run_waiting()
    page = seen(client_as("planner"), question, industry="999")
    assert "There is no industry &#x27;999&#x27;" in page.content.decode()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_rank_stands_with_its_chart_and_twin(gathered, answered, client_as, language):
    answered("robustness", LENS)
    page = seen(client_as("council", language=language), "robustness")
    kinds = [block["kind"] for block in page.context["sections"][0]["blocks"]]
    assert kinds.count("chart") == 1
    assert page.context["more_form"]["industry"].value() == "261"


@pytest.mark.parametrize("path", ["hotspots", "robustness"])
def test_screen_asks_the_database_equally_often_whatever_it_shows(
    path, drawn, answered, client_as, django_assert_num_queries
):
    answered(path, LENS)
    client = client_as("director")
    with django_assert_num_queries(QUERIES):
        assert seen(client, path).context["waiting"] is False


@pytest.mark.parametrize("path", ["hotspots", "robustness"])
def test_planted_office_says_what_is_missing_or_answers(office_data, answered, client_as, path):
    """Four cities without coordinates: no place is known, and every rank is."""
    lens = Lens("A", 2010, 2013)
    answered("choices")
    answered(path, lens)
    page = client_as("planner").get(f"/{path}/?{lens.address}")
    assert (page.status_code, page.context["waiting"]) == (200, False)
    assert ("coordinates" in page.content.decode()) == (path == "hotspots")
