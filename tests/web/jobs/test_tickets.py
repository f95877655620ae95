from types import SimpleNamespace

from sandan.web.jobs.tickets import ticket_for, ticket_holds

READER, OTHER = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
JOB = SimpleNamespace(pk="3f2c")


def test_ticket_holds_for_its_reader_and_its_job_alone():
    ticket = ticket_for(READER, JOB)
    assert ticket_holds(READER, JOB.pk, ticket) is True
    assert ticket_holds(OTHER, JOB.pk, ticket) is False
    assert ticket_holds(READER, "other", ticket) is False
    assert ticket_holds(READER, JOB.pk, ticket[::-1]) is False
