from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from web_table import Row

READERS = {"administrator", "director"}


def one_event():
    person = Person.objects.create_user(email="someone@example.org", name="이도담")
    return {"number": record(by=None, action="person.invited", on=person).number}


ROWS = [
    Row("audit:trail", READERS),
    Row("audit:event", READERS, make=one_event),
    Row("audit:download", READERS, method="POST"),
]
