import numpy as np
import pytest

from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2010, 2013)
ADDRESS = f"?{LENS.address}"
POINTS = f"/map/points/{ADDRESS}"
SCREENS = {"": "overview", "clusters/": "clusters", "map/": "map", "growth/": "growth"} | {
    "industry-space/": "space",
    "opportunities/": "opportunities",
}
# The session, the person, their roles; the choices of the lens, what the office has set, the answer.
QUERIES = 6
# On the overview of somebody who approves: running jobs, failed jobs, verdicts to approve.
WAITING = 3


@pytest.fixture
def mapped(located, answered):
    answered("choices")
    return answered("map", LENS)


def _blocks(response):
    """Take the bytes apart as the script does."""
    count = len(response.content) // 12
    return np.frombuffer(response.content, dtype="<u2").reshape(6, count)


def test_map_draws_districts_neighbors_and_complexes_from_below(mapped, client_as):
    page = client_as("planner").get(f"/map/{ADDRESS}")
    drawn = [(shape["code"], shape["kind"], shape["address"]) for shape in page.context["shapes"]]
    assert drawn == [
        ("B", "near", "?city=B&from=2010&to=2013"),
        ("A1", "own", "#place-A1"),
        ("A2", "own", "#place-A2"),
        ("X", "complex", "#place-X"),
    ]


def test_map_has_its_numbers_as_tables_without_scripts(mapped, client_as):
    page = client_as("council").get(f"/map/{ADDRESS}")
    assert [(one["level"], one["codes"]) for one in page.context["tables"]] == [
        ("district", ["A1", "A2"]),
        ("complex", ["X", ""]),
    ]
    assert page.content.decode().count('id="place-') == 3


def test_map_says_how_many_establishments_have_no_coordinates(mapped, client_as):
    page = client_as("planner").get(f"/map/{ADDRESS}").content.decode()
    said = "1 establishment of the place has no coordinates and stands nowhere on the map."
    assert page.count(said) == 1


def test_points_hold_place_complex_and_verdict(mapped, client_as):
    page = client_as("planner").get(f"/map/{ADDRESS}")
    _x, _y, group, fence, place, verdict = _blocks(client_as("planner").get(POINTS))
    groups = [one["code"] for one in page.context["data"]["groups"]]
    numbers = {shape["code"]: shape["place"] for shape in page.context["shapes"]}
    chips = group == groups.index("261")
    assert int((place == numbers["A2"]).sum()) == 60
    assert set(place[fence == 1]) == {numbers["A1"]}
    assert int((chips & (verdict == 2)).sum()) == 14


def test_points_are_not_sent_to_who_may_not_see_firms(mapped, client_as):
    client = client_as("council")
    page = client.get(f"/map/{ADDRESS}").content.decode()
    assert ("data-points" in page, "<canvas" in page, client.get(POINTS).status_code) == (False, False, 403)


def test_points_that_a_browser_has_are_not_sent_again(mapped, client_as):
    client = client_as("planner")
    first = client.get(POINTS)
    again = client.get(POINTS, headers={"if-none-match": first["ETag"]})
    assert (first.status_code, first["Cache-Control"]) == (200, "private, no-cache")
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_points_that_were_not_computed_are_none(located, answered, client_as):
    answered("choices")
    assert client_as("planner").get(POINTS).status_code == 204


def test_map_without_boundaries_says_what_to_import(office_data, answered, client_as):
    answered("choices")
    answered("map", LENS)
    page = client_as("planner").get(f"/map/{ADDRESS}")
    assert page.context["shapes"] == []
    assert page.content.decode().count("There are no boundaries of these places yet.") == 1


def test_clusters_have_bubbles_and_every_industry(office_data, answered, client_as):
    answered("choices")
    answered("clusters", LENS)
    page = client_as("planner").get(f"/clusters/{ADDRESS}")
    charts = [block["title"] for block in page.context["sections"][0]["blocks"] if block["kind"] == "chart"]
    assert charts[1] == "Where we are strong, and where jobs grew: A, 2010 to 2013"
    assert sorted(row["industry"] for row in page.context["rows"]) == ["106", "261", "311", "471"]


@pytest.mark.parametrize(("show", "industries"), [("confirmed", ["261", "311"]), ("fragile", ["311"])])
def test_list_of_industries_is_narrowed_by_verdict(office_data, answered, client_as, show, industries):
    answered("choices")
    answered("clusters", LENS)
    page = client_as("planner").get(f"/clusters/{ADDRESS}&show={show}")
    assert sorted(row["industry"] for row in page.context["rows"]) == industries


@pytest.mark.parametrize("path", SCREENS)
def test_screen_asks_the_database_equally_often_however_much_it_shows(
    path, office_data, answered, client_as, django_assert_num_queries
):
    answered("choices")
    wanted = QUERIES + (WAITING if path == "" else 0)
    client = client_as("director")
    for city in ("A", "D"):  # A has four industries, D has one.
        lens = Lens(city, 2010, 2013)
        answered(SCREENS[path], lens)
        with django_assert_num_queries(wanted):
            assert client.get(f"/{path}?{lens.address}").context["waiting"] is False


def test_space_shows_its_chart_with_a_table_in_both_languages(office_data, answered, client_as):
    answered("choices")
    answered("space", LENS)
    for language, title in (
        ("en", "The industry space of the country, seen from A, 2013"),
        ("ko", "A에서 본 전국의 업종 공간, 2013년"),
    ):
        page = client_as("planner", language=language).get(f"/industry-space/{ADDRESS}")
        (chart,) = [one for one in page.context["sections"][0]["blocks"] if one["kind"] == "chart"]
        assert (chart["title"], len(chart["twin"]["rows"])) == (title, 4)


@pytest.mark.parametrize(("order", "current"), [("", "By density"), ("excess", "By excess over size")])
def test_opportunities_are_listed_in_the_order_that_is_asked(
    office_data, answered, client_as, order, current
):
    answered("choices")
    answered("opportunities", LENS, {"order": order})
    page = client_as("council").get(f"/opportunities/{ADDRESS}&order={order}")
    assert page.context["waiting"] is False
    assert f'aria-current="page">{current}</a>' in page.content.decode()
    assert "size alone makes such lists look good" in page.content.decode()


def test_screen_without_data_waits_for_them(client_as, db):
    page = client_as("planner").get("/map/")
    run_waiting()
    assert page.context["waiting"] is True


@pytest.fixture
def grouped(office_data, settings, grouped_office, answered):
    settings.WORKSPACE = grouped_office
    answered("choices")
    return answered


@pytest.mark.parametrize("language", ["ko", "en"])
def test_portfolio_leads_to_every_cluster(grouped, client_as, language):
    grouped("portfolio", LENS)
    page = client_as("council", language=language).get(f"/portfolio/{ADDRESS}")
    rows = page.context["rows"]
    text = page.content.decode()
    assert len(rows) > 5
    assert all(f"/portfolio/{row['cluster']}/?city=A" in text for row in rows)
    assert ("클러스터 포트폴리오" in text) is (language == "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_cluster_leads_to_its_industries(grouped, client_as, language):
    grouped("region_cluster", LENS, {"cluster": "012"})
    page = client_as("planner", language=language).get(f"/portfolio/012/{ADDRESS}")
    assert page.context["waiting"] is False
    assert f"/clusters/012/{ADDRESS}" in page.content.decode().replace("&amp;", "&")
    assert "012" in [code for code, _ in page.context["data"]["industries"]]


def test_portfolio_asks_the_database_equally_often_however_much_it_shows(
    grouped, client_as, django_assert_num_queries
):
    client = client_as("director")
    for city in ("A", "C"):
        lens = Lens(city, 2010, 2013)
        grouped("portfolio", lens)
        with django_assert_num_queries(QUERIES):
            assert client.get(f"/portfolio/?{lens.address}").context["rows"]


def test_portfolio_of_few_cities_says_what_to_import(office_data, answered, client_as):
    answered("choices")
    answered("portfolio", LENS)
    page = client_as("planner").get(f"/portfolio/{ADDRESS}").content.decode()
    assert page.count("at least six cities and sixty industries") == 1
