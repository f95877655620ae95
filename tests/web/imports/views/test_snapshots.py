"""The pages about what lies in the vault."""

import re
from datetime import date

import pytest
from django.urls import reverse

from sandan.web.imports.models import Import
from sandan.web.jobs.worker import run_waiting
from web.imports.factories import CODES, PLAN, UploadFactory, snapshot

pytestmark = pytest.mark.django_db


def _text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _at(name, **kwargs):
    return reverse(f"imports:{name}", kwargs=kwargs)


def test_originals_are_attachments_that_no_browser_opens(client_as):
    client = client_as("planner")
    upload, found = UploadFactory(name="<b>.csv"), snapshot(name="분류.csv")
    for address in (_at("file", upload=upload.pk), _at("original", key=found.id)):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == CODES.encode()
        headers = {name: answer.headers[name] for name in ("Content-Type", "X-Content-Type-Options")}
        assert headers == {"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"}
        assert answer.headers["Content-Disposition"].startswith("attachment; filename")


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
