"""Pages of reports, open data and keys: what they show, to whom, under which headers."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sandan.web.audit.models import Event
from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.actions import ask
from sandan.web.measurement.queries import asked_of
from sandan.web.publication.models import ApiToken, Report
from web.publication.factories import (
    CONTENTS,
    MadeFactory,
    PublishedFactory,
    ReportFactory,
    WithdrawnFactory,
    key_of,
)

ZIP, PAGE = "A-2010-2013-ko.zip", "A-2010-2013-ko.html"


def _at(page, **kwargs):
    return reverse(f"publication:{page}", kwargs=kwargs)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_reports_asks_as_much_for_three_as_for_one(client_as, django_assert_num_queries, count):
    client = client_as("planner")
    PublishedFactory.create_batch(count)
    # session, person, roles; count, reports, successors; the state of the menu asks nothing
    with django_assert_num_queries(6):
        response = client.get(_at("reports"))
    assert len(response.context["lines"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_public_list_asks_as_much_for_three_as_for_one(db, django_assert_num_queries, count):
    PublishedFactory.create_batch(count)
    with django_assert_num_queries(2):  # reports, successors
        response = Client().get(_at("open"))
    assert len(response.context["lines"]) == count


@pytest.fixture
def offered(settings, workspace_with, planted_register, db):
    settings.WORKSPACE = workspace_with("data", establishments=planted_register)
    ask(by=None, asked=asked_of("choices", None, {}))
    run_waiting()


CHOSEN = {
    "city": "A",
    "from": "2010",
    "to": "2013",
    "peers": "",
    "sections": ["overview"],
    "languages": ["ko"],
    "formats": ["html"],
}


def test_make_without_choices_offers_to_read_them(client_as):
    response = client_as("planner").get(_at("make"))
    assert (response.status_code, response.context["waiting"]) == (200, True)


def test_make_asks_for_a_report_and_leads_to_it(client_as, offered):
    client = client_as("planner")
    assert client.get(_at("make")).status_code == 200
    response = client.post(_at("make"), CHOSEN)
    report = Report.objects.get()
    assert (response.status_code, response.url) == (302, report.get_absolute_url())
    assert (report.lens["city"], report.sections) == ("A", ["overview", "limits"])
    assert Job.objects.get(key=report.key).by == client.person
    assert client.get(response.url).context["job"].state == "waiting"


def test_make_of_years_in_the_wrong_order_keeps_what_was_typed(client_as, offered):
    response = client_as("planner").post(_at("make"), CHOSEN | {"from": "2013", "to": "2010"})
    assert response.status_code == 422
    assert list(response.context["lens_form"].errors) == ["end"]
    assert response.context["form"]["sections"].value() == ["overview"]
    assert Report.objects.count() == 0


def test_preview_has_no_origin_and_its_own_policy(client_as):
    report = MadeFactory()
    response = client_as("council").get(_at("preview", report=report.pk, language="ko"))
    assert (response.content, response.headers["Content-Type"]) == (
        CONTENTS[PAGE],
        "text/html; charset=utf-8",
    )
    assert response.headers["Content-Security-Policy"] == "sandbox allow-scripts allow-popups"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_preview_in_a_language_that_the_report_lacks_is_not_there(client_as):
    address = _at("preview", report=MadeFactory().pk, language="en")
    assert client_as("planner").get(address).status_code == 404


def test_download_is_a_file_to_keep_with_its_hash(client_as):
    report = MadeFactory()
    response = client_as("planner").get(_at("file", report=report.pk, name=PAGE))
    assert response.content == CONTENTS[PAGE]
    assert response.headers["Content-Disposition"] == f'attachment; filename="{PAGE}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "sandbox"
    assert response.headers["ETag"] == f'"{report.files[0]["sha256"]}"'


def test_publish_without_a_reason_changes_nothing(client_as):
    report = MadeFactory()
    response = client_as("director").post(_at("publish", report=report.pk), {"reason": " "})
    report.refresh_from_db()
    assert (response.status_code, report.state, Event.objects.count()) == (422, "draft", 0)
    assert list(response.context["reason_form"].errors) == ["reason"]


def test_publish_and_withdraw_lead_back_and_are_in_the_trail(client_as):
    client, report = client_as("director"), MadeFactory()
    for decision in ("publish", "withdraw"):
        response = client.post(_at(decision, report=report.pk), {"reason": "as was decided"})
        assert (response.status_code, response.url) == (302, report.get_absolute_url())
    report.refresh_from_db()
    assert report.state == "withdrawn"
    assert [event.action for event in Event.objects.order_by("number")] == [
        "report.published",
        "report.withdrawn",
    ]
    assert client.get(report.get_absolute_url()).status_code == 200


def test_publish_of_a_published_report_says_why_not(client_as):
    response = client_as("director").post(
        _at("publish", report=PublishedFactory().pk), {"reason": "once more"}
    )
    assert response.status_code == 422
    assert re.search("only a draft whose files are made can be published", response.content.decode())


@pytest.mark.parametrize(
    ("factory", "page", "file"),
    [
        (ReportFactory, 404, 404),
        (MadeFactory, 404, 404),
        (WithdrawnFactory, 200, 404),
        (PublishedFactory, 200, 200),
    ],
)
def test_public_gets_files_of_published_reports_only(db, factory, page, file):
    report, client = factory(), Client()
    assert client.get(_at("open_report", report=report.pk)).status_code == page
    for name in (ZIP, PAGE):
        assert client.get(_at("open_file", report=report.pk, name=name)).status_code == file


@pytest.mark.parametrize("name", ["../sandan.toml", "..%2Fsandan.toml", "other.zip"])
def test_public_gets_no_file_that_the_record_does_not_name(db, name):
    report = PublishedFactory()
    assert Client().get(f"/open/reports/{report.pk}/{name}").status_code == 404


def test_public_list_names_what_was_withdrawn_and_hides_drafts(db):
    MadeFactory(titles={"ko": "초안"})
    withdrawn, published = WithdrawnFactory(), PublishedFactory()
    response = Client(headers={"accept-language": "en"}).get(_at("open"))
    assert [report for report, _ in response.context["lines"]] == [published, withdrawn]
    text = response.content.decode()
    assert ("초안" in text, text.count("a table was wrong"), text.count(f'{ZIP}"')) == (False, 1, 1)


def test_superseded_report_leads_to_its_successor(db):
    old = PublishedFactory()
    new = PublishedFactory(supersedes=old)
    WithdrawnFactory(supersedes=old)
    text = Client().get(_at("open_report", report=old.pk)).content.decode()
    assert text.count(_at("open_report", report=new.pk)) == 1


def test_catalog_lists_published_files_with_their_hashes(db):
    WithdrawnFactory()
    MadeFactory()
    report = PublishedFactory()
    told = Client().get(_at("catalog")).json()
    (dataset,) = told["dcat:dataset"]
    assert (told["@type"], dataset["dct:identifier"]) == ("dcat:Catalog", str(report.pk))
    assert [
        (
            one["dcat:downloadURL"],
            one["spdx:checksum"]["spdx:checksumValue"],
            one["dcat:byteSize"],
            one["dcat:mediaType"],
        )
        for one in dataset["dcat:distribution"]
    ] == [
        (f"http://testserver/open/reports/{report.pk}/{one['name']}", one["sha256"], one["size"], kind)
        for one, kind in zip(report.files, ("text/html", "application/zip"), strict=True)
    ]


def test_nothing_else_is_reached_without_signing_in(db):
    report = PublishedFactory()
    for name in ("report", "publish", "withdraw"):
        assert Client().get(_at(name, report=report.pk)).status_code in {302, 405}
    response = Client().get(_at("file", report=report.pk, name=ZIP))
    assert (response.status_code, response.url.startswith("/account/login/")) == (302, True)


def test_operations_stand_on_the_page_in_both_languages(db):
    english = Client(headers={"accept-language": "en"}).get(_at("operations"))
    korean = Client(headers={"accept-language": "ko"}).get(_at("operations"))
    paths = [one["path"] for one in english.context["free"] + english.context["with_key"]]
    assert len(paths) == 15
    for response in (english, korean):
        text = response.content.decode()
        assert [path for path in paths if path not in text] == []
    assert korean.context["with_key"][0]["summary"] == "기업 목록"


def test_key_is_shown_once(client_as):
    client = client_as("coordinator")
    response = client.post(_at("tokens"), {"name": "city page", "days": "30"})
    secret = response.context["secret"]
    assert re.search(re.escape(secret), response.content.decode())
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    again = client.get(_at("tokens")).content.decode()
    assert re.search(re.escape(secret), again) is None
    assert re.search(re.escape(secret[:11]), again)


def test_key_without_a_name_is_not_made(client_as):
    response = client_as("coordinator").post(_at("tokens"), {"name": "", "days": "30"})
    assert (response.status_code, ApiToken.objects.count()) == (422, 0)


def test_revoke_of_ones_own_key_and_of_another(client_as, person_with):
    client, other = client_as("planner"), person_with("planner")
    key_of(client.person)
    key_of(other)
    own, foreign = (ApiToken.objects.get(person=person) for person in (client.person, other))
    assert client.post(_at("revoke", token=own.pk)).url == _at("tokens")
    assert client.post(_at("revoke", token=foreign.pk)).status_code == 404
    own.refresh_from_db()
    foreign.refresh_from_db()
    assert (own.works, foreign.works) == (False, True)


def test_report_that_is_not_known_is_not_there(client_as):
    assert client_as("planner").get(_at("report", report=uuid.uuid4())).status_code == 404
