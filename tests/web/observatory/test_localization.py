import pytest

from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2013, 2013)
ADDRESS = f"?{LENS.address}"
# The session, the person, their roles; the choices of the lens, what the office has set, the answer.
QUERIES = 6


@pytest.fixture
def scattered(office_data, settings, workspace_with, scattered_register, answered):
    settings.WORKSPACE = workspace_with("scattered", establishments=scattered_register)
    answered("choices")
    answered("localization", LENS)


def industries(page):
    return [row["industry"] for row in page.context["rows"]]


@pytest.mark.parametrize(
    ("show", "listed"),
    [
        ("", ["261", "334", "311", "478", "471", "071", "303"]),
        ("localized", ["261", "334", "311"]),
        ("here", ["261"]),
        ("dispersed", ["478"]),
        ("nonsense", ["261", "334", "311", "478", "471", "071", "303"]),
    ],
)
def test_list_is_narrowed_by_verdict_and_presence(scattered, client_as, show, listed):
    assert industries(client_as("planner").get(f"/localization/{ADDRESS}&show={show}")) == listed


@pytest.mark.parametrize("language", ["ko", "en"])
def test_list_leads_to_the_curve_of_each_industry(scattered, client_as, language):
    page = client_as("council", language=language).get(f"/localization/{ADDRESS}").content.decode()
    assert page.count('href="/localization/261/?city=A') == 1
    assert {"ko": "모여 있고 이곳에도 있음", "en": "Gathered, with plants here"}[language] in page


def test_hidden_industry_has_no_number_on_the_page(scattered, client_as):
    page = client_as("planner").get(f"/localization/{ADDRESS}")
    (yard,) = [row for row in page.context["rows"] if row["industry"] == "311"]
    shown = [part[1] for cell, *_ in yard["cells"] for part in cell if isinstance(part, list)]
    assert shown.count("hidden") == 5


@pytest.mark.parametrize("language", ["ko", "en"])
def test_curve_and_cluster_of_an_industry_lead_to_each_other(scattered, answered, client_as, language):
    answered("localization_curve", LENS, {"industry": "261"})
    answered("industry", LENS, {"industry": "261"})
    client = client_as("planner", language=language)
    curve = client.get(f"/localization/261/{ADDRESS}").content.decode()
    cluster = client.get(f"/clusters/261/{ADDRESS}").content.decode()
    assert curve.count('href="/clusters/261/?city=A') == 1
    assert cluster.count('href="/localization/261/?city=A') == 1


def test_screen_asks_the_database_equally_often_however_much_it_shows(
    scattered, answered, client_as, django_assert_num_queries
):
    client = client_as("director")
    answered("localization_curve", LENS, {"industry": "261"})
    for path in (
        f"/localization/{ADDRESS}",
        f"/localization/{ADDRESS}&show=here",
        f"/localization/261/{ADDRESS}",
    ):
        with django_assert_num_queries(QUERIES):
            assert client.get(path).context["waiting"] is False


def test_register_without_coordinates_says_what_to_import(office_data, answered, client_as):
    answered("choices")
    lens = Lens("A", 2010, 2013)
    answered("localization", lens)
    page = client_as("planner").get(f"/localization/?{lens.address}")
    assert page.context["rows"] == []
    assert "with coordinates" in page.content.decode()
