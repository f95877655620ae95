"""Pages of the register: what they show, refuse and keep; who sees which part."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sandan.web.audit.models import Event
from sandan.web.companies.actions import correct, correct_row, merge, propose
from sandan.web.companies.models import Company, Contact, LikelyDuplicate
from sandan.web.jobs.models import Job
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    CompanyNameFactory,
    ContactFactory,
    IndustryCodeFactory,
    LikelyDuplicateFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner(client_as):
    return client_as("planner")


@pytest.fixture
def coordinator(client_as):
    return client_as("coordinator")


def url(name, company=None, **kwargs):
    return reverse(f"companies:{name}", kwargs={**({"number": company.number} if company else {}), **kwargs})


def said(response):
    """Return what forms of the page complain about."""
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


NOTHING = {
    "business_number": "",
    "corporation_number": "",
    "representative": "",
    "founded_on": "",
    "size_class": "",
    "main_product": "",
    "homepage": "",
}


# The list


@pytest.mark.parametrize("size", [1, 3])
def test_list_asks_the_same_number_of_queries_however_long(planner, django_assert_num_queries, size):
    for _ in range(size):
        IndustryCodeFactory(company=AddressFactory().company, code="99999")
    planner.get(url("list"))
    # session, person, roles, complexes, cities, count,
    # companies, names, addresses, industries, establishments, certificates
    with django_assert_num_queries(12):
        assert len(planner.get(url("list")).context["lines"]) == size


def test_list_asked_by_htmx_is_the_table_alone(planner):
    CompanyFactory()
    page = planner.get(url("list"), headers={"hx-request": "true"})
    assert page.templates[0].name == "companies/results.html"


def test_list_says_why_a_company_was_found(planner):
    CompanyNameFactory(company=CompanyFactory(name="가온"), name="한빛상사")
    (line,) = planner.get(url("list"), {"q": "한빛"}).context["lines"]
    assert [(text.what, text.text) for text in line.reasons] == [("former", "한빛상사")]


@pytest.mark.parametrize(
    ("role", "query", "title"),
    [
        ("planner", {}, "No companies yet"),
        ("expert", {}, "No companies yet"),
        ("planner", {"q": "없는이름"}, "No company is like that"),
    ],
)
def test_list_without_companies_says_what_to_do(client_as, role, query, title):
    page = client_as(role).get(url("list"), query).content.decode()
    assert (page.count('<p class="empty-title">'), page.count(title)) == (1, 1)


def test_list_of_a_firm_is_its_own_company(client_as):
    own = CompanyFactory()
    CompanyFactory()
    page = client_as("firm", company=own).get(url("list"))
    assert [line.company for line in page.context["lines"]] == [own]


# Export


def test_export_holds_what_the_filter_shows_and_is_noted(planner):
    company = CompanyFactory(name="=한빛", representative="김하늘", business_number="1248100998")
    CertificateFactory(company=company)
    CompanyFactory(name="노을")
    response = planner.post(url("export") + "?q=한빛", {"form": "csv"})
    heading, row = csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"), newline=""))
    found = dict(zip(heading, row, strict=True))
    assert (found["Name"], found["Representative"], found["Business number"]) == (
        "'=한빛",
        "김하늘",
        "124-81-00998",
    )
    event = Event.objects.get(action="register.exported")
    assert event.after == {"filter": {"q": "한빛"}, "companies": 1, "form": "csv", "columns": heading}
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"


def test_export_as_workbook(planner):
    CompanyFactory(name="한빛")
    data = io.BytesIO(planner.post(url("export"), {"form": "xlsx"}).getvalue())
    rows = list(load_workbook(data).worksheets[0].iter_rows(values_only=True))
    assert (rows[0][:2], rows[1][1], len(rows)) == (("Number", "Name"), "한빛", 2)


def test_export_in_cp949_stops_before_characters_are_lost(planner):
    CompanyFactory(name="카페é")
    page = planner.post(url("export"), {"form": "cp949"})
    assert (page.context["lost"], Event.objects.count()) == ([("é", 1)], 0)
    anyway = planner.post(url("export"), {"form": "cp949", "anyway": "1"})
    assert anyway.getvalue().decode("cp949").splitlines()[1].split(",")[1] == "카페{U+00E9}"


def test_export_in_cp949_without_such_characters_is_sent_at_once(planner):
    CompanyFactory(name="한빛")
    response = planner.post(url("export"), {"form": "cp949"})
    assert response.getvalue().decode("cp949").splitlines()[1].split(",")[1] == "한빛"


def test_export_in_an_unknown_form_leads_back(planner):
    assert planner.post(url("export"), {"form": "pdf"}).url == url("list")


# One company


def test_page_of_a_merged_company_leads_to_the_one_that_stands_for_it(planner):
    first, second, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    merge(by=planner.person, absorbed=first, into=second, reason="같음")
    merge(by=planner.person, absorbed=second, into=third, reason="같음")
    assert planner.get(url("company", first)).url == url("company", third)


@pytest.mark.parametrize(
    ("role", "knows", "may_see"),
    [
        ("director", True, False),
        ("planner", True, False),
        ("coordinator", True, True),
        ("programme_manager", True, True),
        ("expert", False, False),
        ("cluster_officer", False, False),
        ("council", False, False),
    ],
)
def test_page_shows_persons_to_those_who_may_know(client_as, role, knows, may_see):
    company = ContactFactory(company=CompanyFactory(representative="홍길동")).company
    client = client_as(role)
    correct(by=client.person, company=company, seen=1, facts={"representative": "전우치"})
    propose(by=client.person, company=company, text="대표자가 바뀌었습니다.")
    page = client.get(url("company", company)).content.decode()
    words = ("홍길동", "전우치", "바뀌었습니다", "최**", "최은지", "010-2345", "/show/")
    assert [word in page for word in words] == [knows] * 4 + [False, False, may_see]


def test_page_shows_history_and_doubts(planner):
    company = CompanyFactory(name="한빛")
    AddressFactory(company=company, text="옛 주소", valid_to=date(2020, 1, 1))
    page = planner.get(url("company", company))
    assert [one.key for one in page.context["profile"].doubts] == [
        "never-verified",
        "no-business-number",
        "no-address",
        "no-industry",
    ]
    assert page.content.decode().count('<tr class="weak">') == 1


def test_firm_sees_and_serves_its_own_company_only(client_as):
    own, other = ContactFactory().company, ContactFactory().company
    firm = client_as("firm", company=own)
    reachable = {
        name: [firm.get(url(name, company)).status_code for company in (own, other)]
        for name in ("company", "add_contact", "propose", "edit", "verify", "state", "choose_other")
    }
    assert reachable == {
        "company": [200, 404],
        "add_contact": [200, 404],
        "propose": [200, 404],
        "edit": [403, 404],
        "verify": [403, 404],
        "state": [403, 404],
        "choose_other": [403, 404],
    }


def test_new_company_is_entered(planner):
    given = {**NOTHING, "name": "한빛", "business_number": "124-81-00998", "address": "판교로 242"}
    response = planner.post(url("new"), given)
    company = Company.objects.get()
    assert (response.url, company.business_number) == (url("company", company), "1248100998")
    assert [row.text for row in company.addresses.all()] == ["판교로 242"]


def test_new_company_that_may_be_known_is_asked_about_and_nothing_typed_is_lost(planner):
    known = CompanyFactory(name="한빛전자")
    given = {**NOTHING, "name": "㈜한빛전자", "main_product": "센서"}
    page = planner.post(url("new"), given)
    assert [one.company for one in page.context["duplicates"]] == [known]
    assert (page.context["form"]["main_product"].value(), page.context["form"]["despite"].is_hidden) == (
        "센서",
        False,
    )
    planner.post(url("new"), {**given, "despite": "지역이 다름"})
    assert Event.objects.get(action="company.registered").reason == "지역이 다름"


def test_new_company_with_a_known_number_names_its_holder(planner):
    known = CompanyFactory(name="가온", business_number="1248100998")
    page = planner.post(url("new"), {**NOTHING, "name": "한빛", "business_number": "1248100998"})
    assert said(page) == {
        "business_number": [
            f"1248100998 is the business number of 가온 ({known.number}). Open that company instead."
        ]
    }


def test_edit_saves_and_leads_back(planner):
    company = CompanyFactory()
    response = planner.post(url("edit", company), {**NOTHING, "main_product": "센서", "seen": 1})
    company.refresh_from_db()
    assert (response.url, company.main_product) == (url("company", company), "센서")


def test_edit_after_somebody_else_shows_both_and_saves_knowingly(planner, person_with):
    company = CompanyFactory()
    facts = {**company.facts(), "main_product": "렌즈"}
    correct(by=person_with("coordinator"), company=company, seen=1, facts=facts)
    page = planner.post(url("edit", company), {**NOTHING, "main_product": "거울", "seen": 1})
    (differing,) = [row for row in page.context["conflict"] if row["differs"]]
    both = (differing["now"].main_product, differing["typed"].main_product)
    assert (page.status_code, differing["name"], both) == (409, "main_product", ("렌즈", "거울"))
    form = page.context["form"]
    again = {**NOTHING, "main_product": form["main_product"].value(), "seen": form["seen"].value()}
    assert planner.post(url("edit", company), again).status_code == 302
    company.refresh_from_db()
    assert company.main_product == "거울"


def test_edit_without_the_revision_that_was_seen_overwrites_nothing(planner):
    company = CompanyFactory(main_product="렌즈")
    assert planner.post(url("edit", company), NOTHING).status_code == 409
    company.refresh_from_db()
    assert company.main_product == "렌즈"


def test_state_and_verification_are_saved(planner):
    company = CompanyFactory()
    planner.post(url("state", company), {"state": "closed", "day": "2026-04-01", "reason": "폐업 조회"})
    planner.post(url("verify", company), {"day": "2026-04-02", "how": "phone"})
    company.refresh_from_db()
    assert (company.state, company.closed_on, company.verified_on, company.verified_by) == (
        "closed",
        date(2026, 4, 1),
        date(2026, 4, 2),
        planner.person,
    )


# Dated rows


@pytest.mark.parametrize("kind", ["names", "addresses", "establishments", "industries", "certificates"])
def test_form_for_each_kind_of_row_is_shown_and_asks(planner, kind):
    page = planner.post(url("add_row", CompanyFactory(), kind=kind), {})
    assert (page.status_code, len(page.context["form"].errors) > 0) == (200, True)


def test_row_is_added_corrected_and_ended(planner):
    company = CompanyFactory()
    planner.post(url("add_row", company, kind="addresses"), {"text": "판교로 24", "kind": "head"})
    row = company.addresses.get()
    given = {"text": "판교로 242", "kind": "head", "seen": row.mark}
    planner.post(url("correct_row", company, kind="addresses", row=row.pk), given)
    planner.post(url("end_row", company, kind="addresses", row=row.pk), {"last_day": "2026-04-01"})
    row.refresh_from_db()
    assert (row.text, row.valid_to) == ("판교로 242", date(2026, 4, 1))


def test_row_that_would_overlap_is_said_at_its_day(planner):
    row = AddressFactory(text="판교로 1", valid_to=date(2026, 4, 1))
    given = {"text": "판교로 2", "kind": "head", "valid_from": "2026-01-01"}
    page = planner.post(url("add_row", row.company, kind="addresses"), given)
    sentence = "“판교로 1” is true from the beginning to 2026-04-01, and only one can be at a time."
    assert said(page) == {"valid_from": [f"{sentence} End it before."]}


def test_row_corrected_meanwhile_shows_both_and_is_saved_knowingly(planner):
    row = AddressFactory(text="판교로 24")
    seen = row.mark
    correct_row(by=planner.person, row=row, seen=seen, values={"text": "판교로 241"})
    address = url("correct_row", row.company, kind="addresses", row=row.pk)
    page = planner.post(address, {"text": "판교로 242", "kind": "head", "seen": seen})
    assert (page.status_code, page.context["now"].text, page.context["form"]["text"].value()) == (
        409,
        "판교로 241",
        "판교로 242",
    )
    again = {"text": "판교로 242", "kind": "head", "seen": page.context["form"]["seen"].value()}
    assert planner.post(address, again).status_code == 302


def test_row_of_another_company_is_not_there(planner):
    row = AddressFactory()
    address = url("correct_row", CompanyFactory(), kind="addresses", row=row.pk)
    assert planner.get(address).status_code == 404


# Persons and proposals


def test_contact_is_shown_once_asked_for_and_that_is_noted(coordinator):
    contact = ContactFactory()
    address = url("reveal_contact", contact.company, contact=contact.pk)
    page = coordinator.post(address)
    assert (page.content.decode().count("010-2345-6789") > 0, page.headers["Cache-Control"]) == (
        True,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    assert Event.objects.get().action == "contact.seen"
    assert coordinator.get(address).status_code == 405


def test_contact_is_added_corrected_and_erased(coordinator):
    company = CompanyFactory()
    given = {
        "name": "최은지",
        "purpose": "안내",
        "consent_on": "2026-01-02",
        "retention_until": "2028-01-02",
        "phone": "010-1",
    }
    coordinator.post(url("add_contact", company), given)
    contact = Contact.objects.get()
    coordinator.post(url("correct_contact", company, contact=contact.pk), {**given, "phone": "010-2"})
    contact.refresh_from_db()
    assert contact.phone == "010-2"
    coordinator.post(url("remove_contact", company, contact=contact.pk), {"reason": "동의 철회"})
    assert Contact.objects.count() == 0


def test_contact_of_another_company_is_not_there_for_a_firm(client_as):
    own, other = ContactFactory(), ContactFactory()
    firm = client_as("firm", company=own.company)
    answers = [
        firm.post(url("reveal_contact", company, contact=contact.pk)).status_code
        for company, contact in ((own.company, own), (other.company, other), (own.company, other))
    ]
    assert answers == [200, 404, 404]


def test_firm_proposes_and_the_office_answers(client_as, planner):
    company = CompanyFactory()
    client_as("firm", company=company).post(url("propose", company), {"text": "본사를 옮겼습니다."})
    proposal = company.proposals.get()
    assert planner.get(url("company", company)).context["profile"].proposals == [proposal]
    planner.post(url("settle", company, proposal=proposal.pk), {"answer": "고쳤습니다."})
    proposal.refresh_from_db()
    assert (proposal.answer, proposal.settled_by) == ("고쳤습니다.", planner.person)
    assert planner.get(url("settle", company, proposal=proposal.pk)).status_code == 404


# Merging


def test_other_record_is_offered_and_searched(planner):
    one, likely, found = (
        CompanyFactory(name="한빛전자"),
        CompanyFactory(name="한빛전자㈜"),
        CompanyFactory(name="노을"),
    )
    page = planner.get(url("choose_other", one))
    assert [two.company for two in page.context["likely"]] == [likely]
    page = planner.get(url("choose_other", one), {"q": "노을"})
    assert [line.company for line in page.context["lines"]] == [found]


def test_merge_needs_a_reason_and_leads_to_the_record_that_stays(planner):
    one, other = CompanyFactory(), CompanyFactory()
    address = url("merge", one, into=other.number)
    assert said(planner.post(address, {})) == {"reason": ["This field is required."]}
    assert planner.post(address, {"reason": "같은 번호"}).url == url("company", other)
    again = planner.post(address, {"reason": "같은 번호"})
    assert said(again) == {
        "__all__": [f"{one} was merged into another company. Change that one, or undo the merge."]
    }


def test_undo_leads_to_the_restored_record_or_says_what_stands_in_the_way(planner):
    one, other = CompanyFactory(), CompanyFactory(name="가온")
    done = merge(by=planner.person, absorbed=one, into=other, reason="같음")
    row = done.rows.get()
    other.names.filter(pk=row.row).update(name="바뀐 이름")
    address = url("undo_merge", other, merge=done.pk)
    assert said(planner.post(address, {"reason": "다름"})) == {
        "__all__": ["The merge cannot be undone as it was: The name “바뀐 이름” was changed afterwards."]
    }
    other.names.filter(pk=row.row).update(name=one.name)
    assert planner.post(address, {"reason": "다름"}).url == url("company", one)
    assert planner.get(address).status_code == 404


def test_pair_is_told_apart_with_a_reason_only(planner):
    pair = LikelyDuplicateFactory()
    address = url("tell_apart", pair=pair.pk)
    planner.post(address, {"reason": ""})
    assert LikelyDuplicate.objects.get().told_apart_at is None
    planner.post(address, {"reason": "대표자가 다름"})
    assert LikelyDuplicate.objects.get().told_apart_by == planner.person
    assert planner.post(address, {"reason": "다시"}).status_code == 404


# Quality


def test_board_before_and_after_a_check(planner):
    CompanyFactory()
    page = planner.get(url("quality"))
    assert page.content.decode().count("Nobody has looked yet") == 1
    assert planner.post(url("check")).url == url("quality")
    job = Job.objects.get(kind="companies.check")
    assert planner.get(url("quality")).context["job"] == job


@pytest.mark.parametrize("size", [1, 3])
def test_work_list_asks_the_same_number_of_queries(planner, django_assert_num_queries, size):
    for _ in range(size):
        propose(by=None, company=CompanyFactory(), text="정정")
    planner.get(url("list"))
    # session, person, roles, count, companies, names, addresses, industries, establishments, certificates
    with django_assert_num_queries(10):
        page = planner.get(url("finding", finding="proposal-open"))
        assert len(page.context["lines"]) == size


@pytest.mark.parametrize("size", [1, 3])
def test_list_of_pairs_asks_the_same_number_of_queries(planner, django_assert_num_queries, size):
    for _ in range(size):
        LikelyDuplicateFactory()
    planner.get(url("list"))
    # session, person, roles, count, pairs, addresses
    with django_assert_num_queries(6):
        assert len(planner.get(url("pairs")).context["pairs"]) == size


# Both languages


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_page_opens_in_both_languages(client_as, language):
    client = client_as("coordinator", language=language)
    company, other = AddressFactory(company=CompanyFactory(name="한빛")).company, CompanyFactory(name="한빛")
    row, contact = company.addresses.get(), ContactFactory(company=company)
    proposal = propose(by=client.person, company=company, text="정정")
    LikelyDuplicateFactory(one=company, other=other)
    done = merge(by=client.person, absorbed=CompanyFactory(), into=company, reason="같음")
    place = {"kind": "addresses", "row": row.pk}
    addresses = [
        url("list"),
        url("list") + "?q=한빛&on=2026-01-01&state=active",
        url("new"),
        url("quality"),
        url("pairs"),
        url("finding", finding="no-industry"),
        *(
            url(name, company)
            for name in ("company", "edit", "state", "verify", "add_contact", "choose_other")
        ),
        url("add_row", company, kind="establishments"),
        url("correct_row", company, **place),
        url("end_row", company, **place),
        url("remove_contact", company, contact=contact.pk),
        url("settle", company, proposal=proposal.pk),
        url("merge", company, into=other.number),
        url("undo_merge", company, merge=done.pk),
    ]
    assert [address for address in addresses if client.get(address).status_code != 200] == []
