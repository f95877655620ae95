"""What programs ask: every operation for every role, and answers as pages would give them."""

import json
import uuid
from datetime import date

import pytest
from django.db import transaction

from sandan.web.accounts.models import RoleAssignment
from sandan.web.jobs.models import Job
from sandan.web.publication.api import entering
from sandan.web.publication.api.service import api
from sandan.web.publication.models import ApiToken
from web.claims.factories import ClaimFactory, OpinionFactory
from web.companies.factories import AddressFactory, CompanyFactory
from web.imports.factories import snapshot
from web.measurement.permission_rows import a_figure
from web.publication.factories import CONTENTS, MadeFactory, PublishedFactory, WithdrawnFactory
from web_table import EVERYBODY, SIGNED_IN

STAFF = {"administrator", "director", "planner", "coordinator", "programme_manager"}
REPORTS = STAFF - {"administrator"}
ZIP = "A-2010-2013-ko.zip"
SEE_REPORTS = "This needs the right “See the office's reports”, which the person of the key does not have."


def _company(person):
    return f"/companies/{CompanyFactory().number}"


def _figure(person):
    return f"/figures/{a_figure()['key']}"


def _job(person):
    if person is None:
        return f"/jobs/{uuid.uuid4()}"
    return f"/jobs/{Job.objects.create(kind='imports.check', title='a job', by=person).pk}"


def _file(make, prefix=""):
    return lambda _: f"{prefix}/reports/{make().pk}/files/{ZIP}"


TABLE = {
    ("GET", "/companies"): (REPORTS, lambda _: "/companies"),
    ("GET", "/companies/{number}"): (REPORTS, _company),
    ("GET", "/figures/{key}"): (STAFF, _figure),
    ("POST", "/figures/{key}/replay"): ({"director", "planner"}, lambda p: f"{_figure(p)}/replay"),
    ("GET", "/snapshots"): ({"administrator", "director", "planner"}, lambda _: "/snapshots"),
    ("GET", "/snapshots/{key}"): (
        {"administrator", "director", "planner"},
        lambda _: f"/snapshots/{snapshot(as_of=date(1963, 1, 1)).id}",
    ),
    ("GET", "/claims"): (REPORTS, lambda _: "/claims"),
    ("GET", "/reports"): (REPORTS, lambda _: "/reports"),
    ("GET", "/reports/{key}"): (REPORTS, lambda _: f"/reports/{MadeFactory().pk}"),
    ("GET", "/reports/{key}/files/{name}"): (REPORTS, _file(MadeFactory)),
    ("GET", "/jobs/{key}"): (STAFF, _job),
    ("GET", "/open/reports"): (EVERYBODY, lambda _: "/open/reports"),
    ("GET", "/open/reports/{key}"): (EVERYBODY, lambda _: f"/open/reports/{PublishedFactory().pk}"),
    ("GET", "/open/reports/{key}/files/{name}"): (EVERYBODY, _file(PublishedFactory, "/open")),
    ("GET", "/open/claims"): (EVERYBODY, lambda _: "/open/claims"),
}
"""For every operation who gets an answer, and at which address."""


def _operations():
    paths = api.get_openapi_schema()["paths"]
    return {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in paths.items()
        for method in methods
    }


def test_table_holds_every_operation():
    assert sorted(TABLE) == sorted(_operations())


@pytest.mark.parametrize(("method", "path"), TABLE, ids=[" ".join(key) for key in TABLE])
def test_operation_answers_only_its_roles(method, path, program, program_of):
    roles, make = TABLE[method, path]
    answered = set()
    for role in sorted(EVERYBODY):
        asking = program if role == "citizen" else program_of(role)
        undo = transaction.savepoint()
        response = asking.ask(make(getattr(asking, "person", None)), method)
        if response.status_code < 300:
            answered.add(role)
        else:
            assert response.headers["Content-Type"] == "application/problem+json"
            assert response.status_code in {401, 403, 404}
        transaction.savepoint_rollback(undo)
    assert answered == set(roles)


@pytest.mark.parametrize("role", sorted(SIGNED_IN - STAFF))
def test_key_of_somebody_who_may_no_longer_use_it_is_refused(role, program_of):
    refused = program_of(role).ask("/reports")
    assert (refused.status_code, refused.read["code"]) == (401, "key")
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def test_key_follows_the_roles_of_its_person(program_of):
    asking = program_of("planner")
    assert asking.ask("/reports").status_code == 200
    RoleAssignment.objects.filter(person=asking.person).update(role="administrator")
    refused = asking.ask("/reports")
    assert refused.status_code == 403
    assert refused.read == {
        "type": "about:blank",
        "title": "Forbidden",
        "status": 403,
        "code": "right",
        "detail": SEE_REPORTS,
        "faults": [],
    }


def test_session_of_a_browser_does_not_let_a_program_in(client_as):
    assert client_as("planner").get("/api/v1/reports").status_code == 401


def test_refusal_speaks_the_language_that_is_asked_for(program_of):
    refused = program_of("administrator", language="ko").ask("/reports")
    assert refused.read["detail"] == "“보고서 보기” 권한이 필요하지만 키의 주인에게 이 권한이 없습니다."


def test_use_of_a_key_is_noted_by_day(program_of):
    asking = program_of("planner")
    asking.ask("/reports")
    assert ApiToken.objects.get().used_on is not None


def test_companies_are_paged_and_hold_no_persons(program_of):
    for k in range(3):
        AddressFactory(company=CompanyFactory(name=f"하늘전자 {k}", representative="홍길동"))
    asking = program_of("planner")
    first = asking.ask("/companies", q="하늘전자", size=2)
    assert [one["name"] for one in first.read["items"]] == ["하늘전자 0", "하늘전자 1"]
    assert (first.read["page"], first.read["size"], first.read["total"]) == (1, 2, 3)
    assert first.read["items"][0]["address"] == "경기도 성남시 분당구 판교로 242"
    assert "홍길동" not in first.content.decode()
    path, _, query = first.read["next"].removeprefix("http://testserver/api/v1").partition("?")
    second = asking.ask(path, **dict(part.split("=") for part in ["page=2", "size=2"]), q="하늘전자")
    assert query == "q=%ED%95%98%EB%8A%98%EC%A0%84%EC%9E%90&page=2&size=2"
    assert ([one["name"] for one in second.read["items"]], second.read["next"]) == (["하늘전자 2"], None)


@pytest.mark.parametrize("count", [1, 3])
def test_companies_ask_as_much_for_three_as_for_one(program_of, django_assert_num_queries, count):
    for _ in range(count):
        AddressFactory()
    asking = program_of("planner")
    asking.ask("/companies")
    # key with person, roles; count, companies; names, addresses, industries, sites, certificates
    with django_assert_num_queries(9):
        assert asking.ask("/companies").read["total"] == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["/reports", "/open/reports"])
def test_reports_ask_as_much_for_three_as_for_one(program_of, django_assert_num_queries, path, count):
    PublishedFactory.create_batch(count)
    asking = program_of("planner")
    asking.ask("/reports")
    # with a key: key with person, roles; always: count, reports, successors
    with django_assert_num_queries(3 if path.startswith("/open") else 5):
        assert asking.ask(path).read["total"] == count


def test_company_that_was_merged_names_its_successor(program_of):
    kept = CompanyFactory()
    gone = CompanyFactory(merged_into=kept)
    assert program_of("planner").ask(f"/companies/{gone.number}").read["merged_into"] == kept.number


def test_figure_is_given_with_its_record(program_of):
    key = a_figure()["key"]
    told = program_of("planner").ask(f"/figures/{key}").read
    assert (told["id"], told["value"], told["calculation"]["name"]) == (key, 2, "counts")


def test_replay_is_a_job_that_can_be_followed(program_of):
    asking = program_of("planner")
    response = asking.ask(f"/figures/{a_figure()['key']}/replay", "POST")
    assert (response.status_code, response.read["state"]) == (202, "waiting")
    job = asking.ask(response.read["address"].removeprefix("http://testserver/api/v1"))
    assert job.read == response.read


def test_job_of_somebody_else_is_not_there(program_of, person_with):
    address = _job(person_with("planner"))
    assert program_of("planner").ask(address).status_code == 404
    assert program_of("administrator").ask(address).status_code == 200


def test_snapshots_are_listed_and_shown(program_of):
    found = snapshot()
    asking = program_of("planner")
    (line,) = asking.ask("/snapshots").read["items"]
    assert (line["id"], line["current"], line["rows"]) == (found.id, True, 2)
    assert asking.ask(f"/snapshots/{found.id}").read["table_sha256"] == found.table_sha256


def test_reports_of_the_office_hold_drafts_with_files(program_of):
    report = MadeFactory()
    asking = program_of("planner")
    told = asking.ask(f"/reports/{report.pk}").read
    address = told["files"][1]["address"].removeprefix("http://testserver/api/v1")
    given = asking.ask(address)
    assert (told["state"], given.content) == ("draft", CONTENTS[ZIP])
    assert given.headers["Content-Disposition"] == f'attachment; filename="{ZIP}"'


def test_public_gets_published_reports_and_no_file_of_others(program):
    draft, withdrawn, published = MadeFactory(), WithdrawnFactory(), PublishedFactory()
    told = program.ask("/open/reports").read["items"]
    assert [(one["id"], one["state"], len(one["files"])) for one in told] == [
        (str(published.pk), "published", 2),
        (str(withdrawn.pk), "withdrawn", 0),
    ]
    for report, status in ((draft, 404), (withdrawn, 404), (published, 200)):
        assert program.ask(f"/open/reports/{report.pk}/files/{ZIP}").status_code == status


def test_claims_are_public_when_their_verdict_is(program, program_of, person_with):
    claim, other = ClaimFactory(), ClaimFactory()
    about = {"state": "approved", "decided_at": claim.entered_at, "reason": "two counts"}
    OpinionFactory(claim=claim, verdict="conflicts", public_since=claim.entered_at, **about)
    (told,) = program.ask("/open/claims").read["items"]
    assert (told["key"], told["verdict"], told["opinion"]["reason"]) == (claim.key, "conflicts", "two counts")
    every = program_of("planner").ask("/claims").read["items"]
    assert [(one["key"], one["public"]) for one in every] == [(claim.key, True), (other.key, False)]


@pytest.mark.parametrize(
    ("asked", "where"),
    [({"page": 0}, "query.page"), ({"size": 201}, "query.size"), ({"sort": "size"}, "query.sort")],
)
def test_value_out_of_bounds_is_named(program_of, asked, where):
    refused = program_of("planner").ask("/companies", **asked)
    assert (refused.status_code, refused.read["code"]) == (422, "values")
    assert [fault["where"] for fault in refused.read["faults"]] == [where]


def test_page_behind_the_last_is_empty(program_of):
    CompanyFactory()
    told = program_of("planner").ask("/companies", page=1000).read
    assert (told["items"], told["total"], told["next"]) == ([], 1, None)


def test_key_that_asks_too_often_is_told_when_to_come_back(program_of, monkeypatch):
    monkeypatch.setattr(entering.BY_KEY, "limit", 2)
    asking, other = program_of("planner"), program_of("planner")
    assert [asking.ask("/reports").status_code for _ in range(3)] == [200, 200, 429]
    refused = asking.ask("/reports")
    assert (refused.read["code"], 1 <= int(refused.headers["Retry-After"]) <= 61) == ("too-many", True)
    assert other.ask("/reports").status_code == 200


def test_address_that_asks_too_often_is_refused_with_and_without_bad_keys(program, program_of, monkeypatch):
    monkeypatch.setattr(entering.BY_ADDRESS, "limit", 2)
    assert [program.ask("/open/reports").status_code for _ in range(3)] == [200, 200, 429]
    program.headers["authorization"] = "Bearer sandan_guessed"
    assert program.ask("/reports").status_code == 429
    program.headers["x-forwarded-for"] = "203.0.113.9"
    assert program.ask("/reports").status_code == 429
    assert program_of("planner").ask("/reports").status_code == 200


def test_schema_is_openapi_and_names_every_refusal(program):
    schema = json.loads(program.ask("/openapi.json").content)
    assert schema["openapi"] == "3.1.0"
    keyed, free = (schema["paths"][f"/api/v1{path}"]["get"] for path in ("/reports", "/open/reports"))
    assert sorted(keyed["responses"]) == ["200", "400", "401", "403", "404", "422", "429"]
    assert sorted(free["responses"]) == ["200", "400", "404", "422", "429"]
    assert list(keyed["responses"]["401"]["content"]) == ["application/problem+json"]
