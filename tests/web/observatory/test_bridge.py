"""Two screens with further choices: what connects two complexes, and how large the creative class is."""

import pytest

from sandan.web.measurement.lens import Lens

LENS = Lens("A", 2010, 2013)
ADDRESS = f"?{LENS.address}"
# The session, the person, their roles; the choices of the lens, what the office has set, the answer.
QUERIES = 6
SCREENS = {"bridge/": "bridge", "creative-class/": "creative"}


@pytest.fixture
def bridged_screens(settings, bridged_office, answered):
    settings.WORKSPACE = bridged_office
    answered("choices")
    return answered


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize(
    ("language", "word"), [("en", "What this cannot tell"), ("ko", "이 자료로 말할 수 없는 것")]
)
def test_screen_says_in_both_languages_what_it_cannot_tell(path, language, word, bridged_screens, client_as):
    bridged_screens(SCREENS[path], LENS)
    page = client_as("council", language=language).get(f"/{path}{ADDRESS}")
    assert page.context["waiting"] is False
    assert word in page.content.decode()


@pytest.mark.parametrize("path", SCREENS)
def test_screen_asks_the_database_equally_often_however_much_it_shows(
    path, bridged_screens, client_as, django_assert_num_queries
):
    client = client_as("director")
    for city in ("A", "B"):
        lens = Lens(city, 2010, 2013)
        bridged_screens(SCREENS[path], lens)
        with django_assert_num_queries(QUERIES):
            assert client.get(f"/{path}?{lens.address}").context["waiting"] is False


def test_complexes_of_the_address_are_asked(bridged_screens, client_as):
    bridged_screens("bridge", LENS, {"first": "Y"})
    page = client_as("planner").get(f"/bridge/{ADDRESS}&first=Y")
    assert page.context["waiting"] is False
    assert page.context["more_form"].cleaned_data == {"first": "Y", "second": ""}


def test_same_complex_twice_is_said_and_the_largest_are_shown(bridged_screens, client_as):
    bridged_screens("bridge", LENS)
    page = client_as("planner").get(f"/bridge/{ADDRESS}&first=Y&second=Y")
    assert page.context["waiting"] is False
    assert "This is the first complex too; choose another one." in page.content.decode()


def test_list_and_basis_of_the_address_are_asked(bridged_screens, client_as):
    bridged_screens("creative", LENS, {"family": "florida", "basis": "workplace"})
    page = client_as("planner").get(f"/creative-class/{ADDRESS}&family=florida&basis=workplace")
    assert page.context["waiting"] is False
    assert "SOC2000" in page.content.decode()


@pytest.mark.parametrize("path", SCREENS)
def test_screen_without_data_waits_for_them(path, client_as, db):
    assert client_as("planner").get(f"/{path}").context["waiting"] is True
