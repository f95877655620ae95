from django.test import Client
from django.urls import reverse

SECRET = "correct horse battery"


def test_sign_up_is_closed(db):
    answer = Client(headers={"accept-language": "en"}).get(reverse("account_signup"))
    assert answer.templates[0].name == "account/signup_closed.html"


def test_reauthenticate_with_the_address_that_people_sign_in_with(client_as):
    client = client_as("planner")
    client.person.set_password(SECRET)
    client.person.save()
    client.force_login(client.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"{reverse('account_reauthenticate')}?next=/people/me/"
    assert client.post(address, {"password": "wrong"}).status_code == 200
    assert client.post(address, {"password": SECRET}).url == "/people/me/"
