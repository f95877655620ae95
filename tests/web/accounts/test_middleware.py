import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from sandan.web.accounts import actions
from sandan.web.accounts.models import Person
from sandan.web.audit.models import Event

TO_SETUP = "/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.SECOND_FACTOR = "administrators"


def test_administrator_without_a_second_factor_is_led_to_it(client_as):
    answer = client_as("administrator").get("/people/")
    assert (answer.status_code, answer.url) == (302, reverse("mfa_activate_totp"))


def test_administrator_without_a_second_factor_is_led_by_htmx(client_as):
    answer = client_as("administrator").get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, reverse("mfa_activate_totp"))


@pytest.mark.parametrize("address", ["mfa_activate_totp", "account_logout", "mfa_index"])
def test_administrator_can_reach_what_the_set_up_needs(client_as, address):
    answer = client_as("administrator").get(reverse(address))
    assert (answer.status_code, getattr(answer, "url", "")[:9]) in {(200, ""), (302, "/account/")}


def test_administrator_with_a_second_factor_passes(client_as):
    client = client_as("administrator")
    Authenticator.objects.create(user=client.person, type=Authenticator.Type.TOTP, data={})
    assert client.get("/people/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client_as):
    client = client_as("administrator")
    Authenticator.objects.create(user=client.person, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get("/people/").status_code == 302


def test_others_are_not_asked(client_as):
    assert client_as("planner").get("/people/me/").status_code == 200


def test_office_that_leaves_it_open_asks_nobody(client_as, settings):
    settings.SECOND_FACTOR = "optional"
    assert client_as("administrator").get("/people/").status_code == 200


def test_first_administrator_sets_a_second_factor_up_without_typing_the_password_again(
    db, django_capture_on_commit_callbacks
):
    client, secret = Client(headers={"accept-language": "en"}), "correct horse battery"
    form = {"name": "김하늘", "email": "a@example.org", "password": secret, "again": secret}
    client.post(actions.setup_link(), form)
    assert client.get("/people/").url == TO_SETUP
    page = client.get(TO_SETUP)
    code = _code_of(page.context["form"].secret)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(TO_SETUP, {"code": code}).status_code == 302
    assert client.get("/people/").status_code == 200
    assert [(one.action, one.after) for one in Event.objects.order_by("number")][2:] == [
        ("person.secured", {"totp": "added"}),
        ("person.secured", {"recovery_codes": "added"}),
    ]
    assert Person.objects.get().roles == {"administrator"}


def _code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
