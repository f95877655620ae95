from datetime import date

import pytest

from sandan.web.audit.models import Event
from sandan.web.companies.actions import (
    add_contact,
    correct_contact,
    propose,
    remove_contact,
    reveal_contact,
    settle,
)
from sandan.web.companies.models import Contact
from web.companies.factories import CompanyFactory, ContactFactory

pytestmark = pytest.mark.django_db

VALUES = {
    "name": "최은지",
    "position": "팀장",
    "phone": "010-2345-6789",
    "email": "eunji@example.org",
    "purpose": "지원사업 안내",
    "consent_on": date(2026, 1, 2),
    "retention_until": date(2028, 1, 2),
}


@pytest.fixture
def person(person_with):
    return person_with("coordinator")


def test_contact_is_added_corrected_seen_and_removed_without_a_trace_of_who_it_was(person, events):
    contact = add_contact(by=person, company=CompanyFactory(), values=VALUES)
    correct_contact(by=person, contact=contact, values={**VALUES, "phone": "010-9999-9999"})
    reveal_contact(by=person, contact=contact)
    remove_contact(by=person, contact=contact, reason="동의 철회")
    about = {"contact": contact.pk or 1, "purpose": "지원사업 안내"}
    number = events()[0][2]["contact"]
    about["contact"] = number
    assert events() == [
        ("contact.added", {}, about, ""),
        ("contact.corrected", {}, {**about, "fields": ["phone"]}, ""),
        ("contact.seen", {}, about, ""),
        ("contact.removed", about, {}, "동의 철회"),
    ]
    assert Contact.objects.count() == 0
    trail = str(list(Event.objects.values()))
    assert [secret for secret in ("최은지", "010-", "eunji") if secret in trail] == []


def test_correct_contact_without_a_change_writes_nothing(person, events):
    contact = ContactFactory()
    correct_contact(by=person, contact=contact, values={"name": contact.name})
    assert events() == []


def test_proposal_is_answered_once(person, person_with, events):
    company = CompanyFactory()
    firm = person_with("firm", company=company)
    proposal = propose(by=firm, company=company, text="본사를 옮겼습니다.")
    settled = settle(by=person, proposal=proposal, answer="고쳤습니다.")
    assert (settled.answer, settled.settled_by, settled.settled_at is None) == ("고쳤습니다.", person, False)
    assert events() == [
        ("company.correction_proposed", {}, {"proposal": proposal.pk}, ""),
        ("company.proposal_settled", {}, {"proposal": proposal.pk}, "고쳤습니다."),
    ]
