from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandan.web.companies.actions import add_row, correct, correct_row, merge, tell_apart, undo_merge
from sandan.web.companies.actions.refusals import MergeError, UndoError
from sandan.web.companies.models import DATED, Company, Contact, Proposal
from sandan.web.companies.queries.register import Filters, listed
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    ContactFactory,
    IndustryCodeFactory,
    LikelyDuplicateFactory,
)

pytestmark = pytest.mark.django_db

TABLES = (*DATED.values(), Contact, Proposal)


@pytest.fixture
def person(person_with):
    return person_with("planner")


def everything():
    """Return every row of the register but the numbers of revisions, which only rise."""
    companies = [{**row, "revision": 0} for row in Company.objects.order_by("pk").values()]
    return companies, [list(model.objects.order_by("pk").values()) for model in TABLES]


def test_merge_moves_rows_fills_facts_and_leads_on(person, last_event):
    gone = CompanyFactory(name="한빛전자", business_number="1248100998", main_product="센서")
    kept = CompanyFactory(name="한빛전자㈜", main_product="초음파 센서")
    AddressFactory(company=gone)
    IndustryCodeFactory(company=gone)
    merge(by=person, absorbed=gone, into=kept, reason="사업자등록번호가 같음")
    for company in (gone, kept):
        company.refresh_from_db()
    assert (gone.merged_into, gone.business_number, kept.business_number) == (kept, "", "1248100998")
    assert (gone.names.count(), kept.main_product) == (0, "초음파 센서")
    assert sorted((row.name, row.kind) for row in kept.names.all()) == [
        ("한빛전자", "alias"),
        ("한빛전자㈜", "legal"),
    ]
    assert [(row.kind, row.company) for row in kept.addresses.all()] == [("other", kept)]
    assert [row.main for row in kept.industries.all()] == [False]
    assert list(listed(person, Filters(q="한빛전자"))) == [kept]
    after = {"absorbed": f"한빛전자 ({gone.number})", "rows": 3, "facts": ["business_number"]}
    assert last_event() == ("company.merged", {}, after, "사업자등록번호가 같음")


def test_merge_with_itself_or_with_one_merged_away_is_refused(person):
    one, other, third = CompanyFactory(), CompanyFactory(), CompanyFactory()
    with pytest.raises(MergeError, match="cannot be merged with itself"):
        merge(by=person, absorbed=one, into=one, reason="-")
    merge(by=person, absorbed=one, into=other, reason="같음")
    for absorbed, into in ((one, third), (third, one)):
        with pytest.raises(Exception, match="was merged into another company"):
            merge(by=person, absorbed=absorbed, into=into, reason="-")


def test_undo_leaves_one_event_and_search_as_before(person, last_event):
    gone, kept = CompanyFactory(name="가온"), CompanyFactory(name="나래")
    done = merge(by=person, absorbed=gone, into=kept, reason="같음")
    undo_merge(by=person, done=done, reason="다른 기업으로 확인")
    after = {"restored": f"가온 ({gone.number})", "rows": 1}
    assert last_event() == ("company.merge_undone", {}, after, "다른 기업으로 확인")
    assert list(listed(person, Filters(q="가온"))) == [gone]


def test_undo_after_a_change_that_does_not_touch_it_keeps_the_change(person):
    gone, kept = CompanyFactory(), CompanyFactory()
    done = merge(by=person, absorbed=gone, into=kept, reason="같음")
    kept.refresh_from_db()
    correct(by=person, company=kept, seen=kept.revision, facts={"main_product": "렌즈"})
    add_row(by=person, company=kept, kind="names", values={"name": "별칭", "kind": "alias"})
    undo_merge(by=person, done=done, reason="다름")
    kept.refresh_from_db()
    assert (kept.main_product, sorted(kept.names.values_list("kind", flat=True))) == (
        "렌즈",
        ["alias", "legal"],
    )


def test_undo_names_every_conflict_and_changes_nothing(person):
    gone, kept = CompanyFactory(main_product="센서"), CompanyFactory(name="나래")
    row = AddressFactory(company=gone, text="판교로 1")
    certificate = CertificateFactory(company=gone)
    done = merge(by=person, absorbed=gone, into=kept, reason="같음")
    row.refresh_from_db()
    kept.refresh_from_db()
    correct_row(by=person, row=row, seen=row.mark, values={"text": "판교로 2"})
    correct(by=person, company=kept, seen=kept.revision, facts={"main_product": "렌즈"})
    certificate.delete()
    before = everything()
    with pytest.raises(UndoError) as refusal:
        undo_merge(by=person, done=done, reason="다름")
    assert refusal.value.conflicts == (
        "main product of 나래 was changed afterwards.",
        "The address “판교로 2” was changed afterwards.",
        f"The certificate “{done.rows.get(table='certificates').row}” was changed afterwards.",
    )
    assert everything() == before


def test_undo_twice_or_below_a_later_merge_is_refused(person):
    one, two, three = CompanyFactory(name="가"), CompanyFactory(name="나"), CompanyFactory(name="다")
    first = merge(by=person, absorbed=one, into=two, reason="같음")
    second = merge(by=person, absorbed=two, into=three, reason="같음")
    with pytest.raises(UndoError, match="나 was itself merged into 다 afterwards; undo that first"):
        undo_merge(by=person, done=first, reason="다름")
    undo_merge(by=person, done=second, reason="다름")
    undo_merge(by=person, done=first, reason="다름")
    with pytest.raises(UndoError, match="It was undone already"):
        undo_merge(by=person, done=first, reason="다름")


def test_merged_and_undone_company_can_be_merged_again(person):
    one, two = CompanyFactory(), CompanyFactory()
    undo_merge(by=person, done=merge(by=person, absorbed=one, into=two, reason="같음"), reason="다름")
    merge(by=person, absorbed=two, into=one, reason="이번에는 맞음")
    two.refresh_from_db()
    assert two.merged_into == one


def test_pair_told_apart_is_noted_on_it(person, last_event):
    pair = LikelyDuplicateFactory()
    told = tell_apart(by=person, pair=pair, reason="대표자가 다름")
    assert (told.told_apart_by, told.told_apart_at is None) == (person, False)
    assert last_event() == ("company.told_apart", {}, {"other": pair.other.number}, "대표자가 다름")


DAYS = st.none() | st.dates(date(2019, 1, 1), date(2027, 1, 1))
SOME = st.sampled_from(["", "값", "다른 값"])


@st.composite
def rows(draw):
    """Draw rows of all kinds for a company: exclusive ones one after the other, others as they come."""
    first = draw(st.dates(date(2019, 1, 1), date(2020, 1, 1)))
    return {
        "names": [
            {
                "name": draw(st.text("가나다", min_size=1, max_size=3)),
                "kind": draw(st.sampled_from(["alias", "english", "former"])),
            }
        ],
        "addresses": [{"text": "ㄱ", "kind": "head", "valid_to": first}, {"text": "ㄴ", "kind": "other"}],
        "industries": [
            {
                "code": draw(st.sampled_from(["26112", "58221"])),
                "main": draw(st.booleans()),
                "valid_to": draw(DAYS),
            }
        ],
        "establishments": [{"name": "ㄷ", "workers": draw(st.none() | st.integers(0, 9))}],
        "certificates": [{"kind": "venture", "number": draw(SOME), "valid_from": first}]
        * draw(st.integers(0, 2)),
    }


def build(given, facts):
    company = CompanyFactory(**facts)
    for kind, of_kind in given.items():
        for values in of_kind:
            DATED[kind].objects.create(company=company, **values)
    ContactFactory(company=company)
    Proposal.objects.create(company=company, text="정정")
    return company


FACTS = st.fixed_dictionaries(
    {
        "main_product": SOME,
        "representative": SOME,
        "founded_on": DAYS,
        "size_class": st.sampled_from(["", "small"]),
    }
)


@given(
    first=rows(), second=rows(), one=FACTS, other=FACTS, numbered=st.sampled_from([(), (0,), (1,), (0, 1)])
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_merge_then_undo_gives_every_row_as_it_was(person, first, second, one, other, numbered):
    Company.objects.all().delete()
    numbers = [{"business_number": "1248100998"} if at in numbered[:1] else {} for at in (0, 1)]
    gone, kept = build(first, one | numbers[0]), build(second, other | numbers[1])
    before = everything()
    done = merge(by=person, absorbed=gone, into=kept, reason="같음")
    assert everything() != before
    undo_merge(by=person, done=done, reason="다름")
    assert everything() == before
    done.rows.all().delete()
    done.delete()
