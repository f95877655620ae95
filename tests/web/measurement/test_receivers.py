from sandan.web.imports.models import Import
from sandan.web.imports.signals import vault_changed
from sandan.web.jobs.models import Job
from sandan.web.measurement import actions
from sandan.web.measurement.queries import default_lens
from sandan.web.measurement.questions.catalog import FIRST_ASKED


def test_new_data_are_answered_for_what_pages_start_with(office_data, person_with):
    by = person_with("planner")
    actions.change_office(by=by, city="A", start=2010, end=2013, comparison_set="")
    vault_changed.send(sender=Import, snapshot="abc", by=by)
    asked = sorted(job.parameters["asked"]["question"] for job in Job.objects.all())
    assert asked == sorted(["choices", *FIRST_ASKED])


def test_new_data_without_settings_are_only_looked_through(office_data, person_with):
    assert default_lens() is None
    vault_changed.send(sender=Import, snapshot="abc", by=person_with("planner"))
    assert [job.parameters["asked"]["question"] for job in Job.objects.all()] == ["choices"]
