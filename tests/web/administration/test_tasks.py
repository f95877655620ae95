from office_process import make_office
from sandan.web.administration import actions
from sandan.web.administration.archive.reading import read_backup
from sandan.web.administration.models import TrailCheck
from sandan.web.audit.models import Event
from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting

ASK = """
import json
from sandan.web.accounts.models import Person
from sandan.web.administration import actions
from sandan.web.administration.models import Backup
from sandan.web.audit.models import Event
from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting
person = Person.objects.create_user(email="a@example.org", name="김하늘")
first, second = actions.ask_for_backup(by=person), actions.ask_for_backup(by=person)
run_waiting()
job, backup, event = Job.objects.get(), Backup.objects.get(), Event.objects.first()
said = [first == second, job.state, job.result["sha256"] == backup.sha256]
print(json.dumps([*said, event.action, event.actor_id == person.pk, job.title]))
"""


def test_backup_is_made_once_and_noted(tmp_path):
    office = make_office(tmp_path / "office")
    *said, name = office.python(ASK)
    assert said == [True, "done", True, "backup.made", True]
    assert read_backup(office.root / "backups" / name).contents.rows["accounts_person"] == 1


def test_verification_is_made_and_noted(person_with):
    by = person_with("administrator")
    actions.ask_for_verification(by=by)
    run_waiting()
    assert (Job.objects.get().state, TrailCheck.objects.get().breaks) == ("done", [])
    assert [(one.action, one.actor_id) for one in Event.objects.all()] == [("trail.verified", by.pk)]
