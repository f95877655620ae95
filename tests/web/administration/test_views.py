from datetime import timedelta

import pytest
from django.utils import timezone

from sandan.web.accounts.models import Person
from sandan.web.administration.models import Backup, TrailCheck
from sandan.web.jobs.models import Job
from sandan.web.measurement.models import Office
from web.accounts import factories as make


def errors(response):
    return {name: list(said) for name, said in response.context["form"].errors.items()}


def test_overview_names_what_is_not_in_order(client_as):
    TrailCheck.objects.create(
        head="1:x", breaks=[{"number": 4, "why": "its content was changed after it was written"}]
    )
    page = client_as("director").get("/administration/").content.decode()
    said = [
        "there is none",
        "1 break",
        "Event 4: its content was changed after it was written",
        "left to each person",
    ]
    assert [one for one in said if one not in page] == []


@pytest.mark.parametrize("count", [1, 3])
def test_backups_in_constant_queries(client_as, count, django_assert_num_queries):
    client = client_as("administrator")
    for number in range(count):
        Backup.objects.create(path=f"/x/{number}.tar", bytes=1, members=1, head="x", sha256="x")
    # Session, viewer, the viewer's roles; the backups; the one that is being made.
    with django_assert_num_queries(5):
        page = client.get("/administration/backups/")
    assert len(page.context["backups"]) == count


def test_backup_is_asked_for_once(client_as):
    client = client_as("administrator")
    for _ in range(2):
        assert client.post("/administration/backups/").url == "/administration/backups/"
    assert [(one.kind, one.by_id) for one in Job.objects.all()] == [
        ("administration.back_up", client.person.pk)
    ]
    assert client.get("/administration/backups/").context["job"] == Job.objects.get()


def test_verification_is_asked_for_from_the_trail(client_as):
    client = client_as("administrator")
    assert client.post("/administration/verify/").url == "/administration/"
    assert Job.objects.get().kind == "administration.verify_trail"


def test_office_keeps_what_is_set_though_the_data_no_longer_hold_it(client_as):
    client = client_as("planner")
    Office.objects.create(pk=1, city="G1", start=2010, end=2013)
    form = {"city": "G1", "start": "2010", "end": "2013", "comparison_set": ""}
    assert client.post("/administration/office/", form).status_code == 302
    assert errors(client.post("/administration/office/", {"city": "G2"})) == {
        "city": ["Select a valid choice. G2 is not one of the available choices."]
    }


def test_period_asks_for_days_and_reason(client_as):
    client, address = client_as("administrator"), "/administration/retention/accounts.person/period/"
    assert sorted(errors(client.post(address, {"days": "0"}))) == ["days", "reason"]
    assert client.post(address, {"days": "365", "reason": "내부 규정"}).status_code == 302
    kinds = client.get("/administration/retention/").context["kinds"]
    assert next(one.days for one in kinds if one.key == "accounts.person") == 365


def test_erase_asks_for_a_reason_and_says_how_many(client_as):
    client, address = client_as("administrator"), "/administration/retention/accounts.person/erase/"
    make.PersonFactory(is_active=False, last_login=timezone.now() - timedelta(days=2000))
    assert errors(client.post(address, {"reason": ""})) == {"reason": ["This field is required."]}
    answer = client.post(address, {"reason": "기한"}, follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["1 records were erased."]
    assert Person.objects.filter(email__endswith="@erased.invalid").count() == 1


@pytest.mark.parametrize("address", ["audit.trail/erase", "nothing/erase", "companies.contact/period"])
def test_kind_that_cannot_be_changed_is_not_found(client_as, address):
    assert client_as("administrator").get(f"/administration/retention/{address}/").status_code == 404
