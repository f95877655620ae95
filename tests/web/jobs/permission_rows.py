from sandan.web.accounts.models import Person
from sandan.web.jobs.models import Job
from sandan.web.jobs.tickets import ticket_for
from web_table import SIGNED_IN, Row


def somebody_elses():
    return {"job": Job.objects.create(kind="test", title="stores.csv").pk}


def shown_to_all():
    """A ticket holds for one person; the table makes its people in order, so this is nobody's."""
    job = Job.objects.create(kind="test", title="stores.csv")
    return {"job": job.pk, "ticket": ticket_for(Person(pk=0), job)}


ROWS = [
    Row("jobs:list", SIGNED_IN),
    Row("jobs:detail", {"administrator"}, make=somebody_elses),
    Row("jobs:progress", set(), make=shown_to_all),
    Row("jobs:cancel", {"administrator"}, method="POST", make=somebody_elses),
    Row("jobs:retry", {"administrator"}, method="POST", make=somebody_elses),
]
