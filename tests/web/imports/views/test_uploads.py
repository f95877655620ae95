"""The pages of a file on its way: from a bad file to a snapshot that a later edition replaces."""

import re

import pytest
from django.urls import reverse

from sandan.web.imports import actions, queries
from sandan.web.imports.models import Mapping, Upload
from sandan.web.jobs.worker import run_waiting
from web.imports.factories import CODES, PLAN, UNKNOWN, UploadFactory, sent, snapshot, table

pytestmark = pytest.mark.django_db


def _text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _at(name, **kwargs):
    return reverse(f"imports:{name}", kwargs=kwargs)


def _upload(client, text=CODES, name="codes.csv", **said):
    return client.post(_at("new"), {"file": sent(text, name, **said)})


def test_bad_file_is_repaired_by_mapping_and_comes_in(client_as):
    """The steps of a planner: a file with notes above the header that no profile knows."""
    client = client_as("planner")
    refused = _upload(client, b"%PDF-1.7", "jobs.csv")
    assert (refused.status_code, Upload.objects.count()) == (422, 0)
    assert "The file is a PDF document, but text was expected" in _text(refused)

    first = _upload(client, "2015 survey\n\n" + UNKNOWN, "근로자_2015.csv", encoding="cp949")
    upload = Upload.objects.get()
    assert first.url == _at("reading", upload=upload.pk)
    assert "Any table can be read once you say what its columns mean." in _text(client.get(first.url))

    page = client.get(_at("mapping", upload=upload.pk))
    form = page.context["form"]
    assert {name: form[name].value() for name in ("column_region", "column_value", "constant_unit")} == {
        "column_region": "행정구역코드",
        "column_value": "근로자",
        "constant_unit": "persons",
    }
    data = {name: form[name].value() or "" for name in form.fields if name != "replace"}
    shown = client.post(page.request["PATH_INFO"], data | {"preview": "1"})
    assert shown.context["preview"].rows.cells[1][8] == "suppressed"
    saved = client.post(page.request["PATH_INFO"], data | {"name": "시군구 근로자", "save": "1"})
    mapping = Mapping.objects.get()
    assert saved.url == f"{_at('reading', upload=upload.pk)}?profile=generic&mapping={mapping.pk}"

    reading = client.get(saved.url).context["form"]
    assert (reading["option_mapping"].value(), str(reading["as_of"].value())) == (
        str(mapping.pk),
        "2015-12-31",
    )
    plan = {"profile": "generic", "as_of": "2015-12-31", "edition": "final", "option_mapping": mapping.pk}
    tried = client.post(_at("reading", upload=upload.pk), plan)
    assert run_waiting() == 1
    page = client.get(tried.url)
    assert page.context["tried"].rows == 2
    assert "Thousands separators were taken out." in _text(page)
    assert queries.vault().snapshots() == []

    client.post(_at("take_in", upload=upload.pk), {"reason": "yearly plan"})
    assert run_waiting() == 2  # the import, and looking through what is new
    (found,) = queries.vault().snapshots()
    assert "It is in the vault." in _text(client.get(tried.url))
    assert (found.original_name, found.options) == ("근로자_2015.csv", {"mapping": "시군구-근로자.toml"})
    assert "yearly plan" in _text(client.get(_at("snapshot", key=found.id)))


def test_later_edition_replaces_the_earlier_one(client_as):
    client = client_as("planner")
    older = snapshot(table(("31020", "C26", 2015, 3)), name="jobs.csv", profile="sandan-industry-table")
    sending = sent(table(("31020", "C26", 2015, 4)), "later.csv")
    answer = client.post(f"{_at('new')}?replaces={older.id}", {"file": sending})
    upload = Upload.objects.get()
    assert answer.url == f"{_at('reading', upload=upload.pk)}?replaces={older.id}"
    form = client.get(answer.url).context["form"]
    begun = {name: form[name].value() for name in ("as_of", "edition", "supersedes")}
    assert begun == {"as_of": older.as_of, "edition": "revised", "supersedes": [older.id]}
    plan = {"profile": older.profile, "as_of": "2017-07-01", "edition": "final", "supersedes": [older.id]}
    client.post(_at("reading", upload=upload.pk), plan)
    run_waiting()
    client.post(_at("take_in", upload=upload.pk))
    run_waiting()
    (now,) = queries.vault().current()
    assert (now.original_name, now.supersedes) == ("later.csv", (older.id,))
    page = client.get(_at("snapshot", key=older.id))
    assert "This table is no longer current." in _text(page)
    assert _at("snapshot", key=now.id) in page.content.decode()


def test_overlapping_edition_offers_to_replace_the_other(client_as):
    client = client_as("planner")
    older = snapshot(CODES + "C10,식료품\n")
    upload = UploadFactory()
    actions.choose_reading(by=client.person, upload=upload, plan=PLAN)
    run_waiting()
    page = client.get(upload.get_absolute_url())
    assert f"{_at('reading', upload=upload.pk)}?replaces={older.id}" in page.content.decode()
    assert _at("take_in", upload=upload.pk) not in page.content.decode()


def test_same_bytes_lead_to_the_first_upload(client_as):
    client = client_as("planner")
    first = _upload(client)
    again = client.post(_at("new"), {"file": sent(name="copy.csv")}, follow=True)
    assert (again.redirect_chain[0][0], Upload.objects.count()) == (first.url, 1)
    assert "These very bytes are here already, as “codes.csv”." in _text(again)


def test_file_that_the_command_line_imported_is_known(client_as):
    client = client_as("planner")
    found = snapshot()
    page = client.get(_upload(client).url)
    assert page.context["in_vault"] == [found]


def test_refused_trial_says_what_to_do(client_as):
    client = client_as("planner")
    upload = UploadFactory()
    plan = PLAN | {"profile": "stores", "options": {}}
    actions.choose_reading(by=client.person, upload=upload, plan=plan)
    run_waiting()
    said = _text(client.get(upload.get_absolute_url()))
    assert "The columns are not those of the chosen profile." in said
    assert "Choose another profile, or map the columns." in said


def test_failed_import_says_what_to_do(client_as):
    client = client_as("planner")
    upload = UploadFactory(plan=PLAN, trial={"refused": ""})
    snapshot(CODES + "C10,식료품\n")
    actions.start_import(by=client.person, upload=upload, reason="")
    run_waiting()
    said = _text(client.get(upload.get_absolute_url()))
    assert "If the new file replaces the old one, choose below what it replaces." in said


def test_reading_keeps_what_was_typed(client_as):
    upload = UploadFactory()
    page = client_as("planner").post(
        _at("reading", upload=upload.pk),
        {
            "profile": "classification",
            "as_of": "soon",
            "edition": "revised",
            "option_classification": "KSIC11",
        },
    )
    assert page.status_code == 422
    form = page.context["form"]
    assert (form["as_of"].value(), form["option_classification"].value()) == ("soon", "KSIC11")


def test_removed_upload_is_not_found(client_as):
    client = client_as("planner")
    upload = UploadFactory()
    client.post(_at("discard", upload=upload.pk))
    assert client.get(upload.get_absolute_url()).status_code == 404
