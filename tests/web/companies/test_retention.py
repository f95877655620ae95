from datetime import date

from sandan.web.audit.models import Event
from sandan.web.companies.models import Contact
from sandan.web.companies.retention import RETAINED
from web.companies.factories import ContactFactory


def test_contacts_due_are_those_whose_day_has_passed(person_with):
    (kind,) = RETAINED
    old, _last_day, _later = (ContactFactory(retention_until=date(2026, 1, day)) for day in (9, 10, 11))
    assert list(kind.due(date(2026, 1, 10))) == [old]
    kind.erase(by=person_with("administrator"), found=old, reason="보유 기간 만료")
    assert (Contact.objects.count(), Event.objects.first().reason) == (2, "보유 기간 만료")
