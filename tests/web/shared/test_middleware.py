from django.test import Client

PART = {"hx-request": "true", "hx-current-url": "http://testserver/claims/?page=2"}


def test_part_of_a_page_leads_to_sign_in_as_a_whole_page(db):
    response = Client().get("/", headers=PART)
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/account/login/?next=%2Fclaims%2F%3Fpage%3D2"


def test_whole_page_is_redirected_to_sign_in(db):
    assert Client().get("/").url == "/account/login/?next=/"


def test_every_answer_shuts_the_devices_of_the_browser(db):
    policy = Client().get("/account/login/")["Permissions-Policy"]
    assert policy == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def test_personal_language_goes_before_that_of_the_browser(client_as):
    client = client_as("planner", language="ko")
    client.person.language = "en"
    client.person.save()
    assert client.get("/").wsgi_request.LANGUAGE_CODE == "en"
