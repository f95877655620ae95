import pytest
from django.test import Client, RequestFactory

from sandan.web.shared.views import server_error


@pytest.mark.parametrize(
    ("next_page", "goes_to"),
    [("/claims/", "/claims/"), ("https://elsewhere.example/", "/"), ("//elsewhere.example/", "/")],
)
def test_set_language_goes_back_only_within_the_office(db, next_page, goes_to):
    response = Client().post("/language/", {"language": "en", "next": next_page})
    assert (response.url, response.cookies["django_language"].value) == (goes_to, "en")


def test_set_language_unknown_language_is_not_remembered(db):
    assert dict(Client().post("/language/", {"language": "xx"}).cookies) == {}


@pytest.mark.parametrize(("theme", "attribute"), [("dark", ' data-theme="dark"'), ("auto", "")])
def test_set_theme_shows_on_the_next_page(db, theme, attribute):
    client = Client(headers={"accept-language": "en"})
    client.cookies["theme"] = "light"
    client.post("/theme/", {"theme": theme})
    page = client.get("/account/login/").content.decode()
    assert page.partition("\n")[2].partition("\n")[0] == f'<html lang="en"{attribute}>'


def test_theme_cookie_with_foreign_content_is_ignored(db):
    client = Client(headers={"accept-language": "en"})
    client.cookies["theme"] = '"><script>'
    assert client.get("/account/login/").content.decode().split("\n")[1] == '<html lang="en">'


def test_forbidden_names_the_right_and_the_roles_that_have_it(client_as):
    response = client_as("firm").get("/")
    assert response.status_code == 403
    assert str(response.context["needed"]) == "See the numbers of the place"
    assert "Planner" in response.context["holders"]


@pytest.mark.urls("web_gallery")
def test_refused_page_says_the_sentence_and_the_code(client_as):
    response = client_as("planner").get("/gallery/refuse/")
    assert response.status_code == 422
    assert (
        str(response.context["error"]) == "The file holds 3 columns, but 5 are needed. Add the missing two."
    )
    assert response.templates[0].name == "shared/refused.html"


@pytest.mark.urls("web_gallery")
def test_refused_part_is_the_sentence_alone(client_as):
    response = client_as("planner").get("/gallery/refuse/", headers={"hx-request": "true"})
    assert response.content.decode() == (
        "<p>The file holds 3 columns, but 5 are needed. Add the missing two.</p>\n"
    )


def test_server_error_asks_no_database(django_assert_num_queries):
    request = RequestFactory().get("/")
    response = server_error(request)
    assert response.status_code == 500
    assert "하늘시 산업진흥원" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/account/email/",
        "/account/confirm-email/",
        "/account/confirm-email/x/",
        "/account/login/code/confirm/",
    ],
)
def test_closed_doors_of_the_library_lead_nowhere(client_as, address):
    assert client_as("planner").get(address).status_code == 404


def test_sign_up_says_that_accounts_are_given(db):
    response = Client(headers={"accept-language": "en"}).get("/account/signup/")
    assert response.templates[0].name == "account/signup_closed.html"


@pytest.mark.parametrize(("mail", "fields"), [("", 0), ("smtp://127.0.0.1", 1)])
def test_password_reset_offers_a_form_only_where_mail_is_sent(db, settings, mail, fields):
    settings.CONFIG = settings.CONFIG.__class__(**{**vars(settings.CONFIG), "mail": mail})
    page = Client().get("/account/password/reset/").content.decode()
    assert page.count('type="email"') == fields
