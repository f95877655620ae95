"""The pages, from a bad file to a snapshot that a later edition replaces."""

import re
from datetime import date

import pytest
from django.urls import reverse

from sandan.web.imports import actions, queries
from sandan.web.imports.models import Import, Mapping, Upload
from sandan.web.jobs.worker import run_waiting
from web.imports.factories import CODES, PLAN, UNKNOWN, MappingFactory, UploadFactory, sent, snapshot, table

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
    assert run_waiting() == 1
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


def test_shapes_have_no_columns_to_map(client_as):
    upload = UploadFactory(beginning={})
    page = client_as("planner").get(_at("mapping", upload=upload.pk))
    assert page.status_code == 422
    assert "This file has no columns of text that could be mapped" in _text(page)


def test_originals_are_attachments_that_no_browser_opens(client_as):
    client = client_as("planner")
    upload, found = UploadFactory(name="<b>.csv"), snapshot(name="분류.csv")
    for address in (_at("file", upload=upload.pk), _at("original", key=found.id)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == CODES.encode()
        headers = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
        assert headers == {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_mapping_is_downloaded_as_toml(client_as):
    mapping = MappingFactory(name="시군구")
    answer = client_as("director").get(_at("mapping_file", mapping=mapping.pk))
    assert answer.content.decode() == mapping.text
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%EC%8B%9C%EA%B5%B0%EA%B5%AC.toml"
    )


def test_removed_upload_is_not_found(client_as):
    client = client_as("planner")
    upload = UploadFactory()
    client.post(_at("discard", upload=upload.pk))
    assert client.get(upload.get_absolute_url()).status_code == 404


def test_unknown_snapshot_is_not_found(client_as):
    assert client_as("planner").get(_at("snapshot", key="f" * 64)).status_code == 404


def test_snapshot_is_verified_and_says_so(client_as):
    client = client_as("planner")
    found = snapshot()
    answer = client.post(_at("check", key=found.id))
    assert "Verify now" not in _text(client.get(answer.url))
    run_waiting()
    assert "bytes unchanged" in _text(client.get(answer.url))


def test_director_sees_but_has_no_buttons_that_refuse(client_as):
    client = client_as("director")
    found, upload = snapshot(), UploadFactory(plan=PLAN, trial=None)
    for address in (_at("history"), _at("snapshot", key=found.id), upload.get_absolute_url()):
        page = client.get(address).content.decode()
        for name, kwargs in (
            ("new", {}),
            ("original", {"key": found.id}),
            ("check", {"key": found.id}),
            ("discard", {"upload": upload.pk}),
            ("file", {"upload": upload.pk}),
        ):
            assert _at(name, **kwargs) not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_history_takes_the_same_queries_for_any_number_of_rows(client_as, rows, django_assert_num_queries):
    client = client_as("planner")
    for number in range(rows):
        found = snapshot(CODES + f"C{number + 30},업종\n", as_of=date(2017 + number, 7, 1))
        Import.objects.create(snapshot=found.id, name="codes.csv", by=client.person)
        UploadFactory(by=client.person)
    client.get(_at("history"))
    # session, person, roles, imports with their people, uploads with their people
    with django_assert_num_queries(5):
        page = client.get(_at("history"))
    assert (len(page.context["page"]), len(page.context["waiting"])) == (rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_mappings_take_the_same_queries_for_any_number_of_rows(client_as, rows, django_assert_num_queries):
    client = client_as("planner")
    for _ in range(rows):
        MappingFactory(by=client.person)
    client.get(_at("mappings"))
    # session, person, roles, mappings with their people
    with django_assert_num_queries(4):
        assert len(client.get(_at("mappings")).context["mappings"]) == rows


@pytest.mark.parametrize("language", ["ko", "en"])
def test_history_without_anything_says_where_to_begin(client_as, language):
    page = client_as("planner", language=language).get(_at("history"))
    assert {"ko": "보관소가 비어 있습니다", "en": "The vault is empty"}[language] in _text(page)


def test_list_of_firms_leads_to_the_register(client_as):
    client = client_as("planner")
    firms = "회사명,공장대표주소(도로명),대표업종번호\n하늘정밀,하늘시 산마루로 12,26111\n"
    listed, codes = snapshot(firms, name="firms.csv", profile="factories"), snapshot()
    pages = [client.get(_at("snapshot", key=found.id)) for found in (listed, codes)]
    assert [page.context["linkage"] for page in pages] == [f"/linkage/?snapshot={listed.id}", ""]
