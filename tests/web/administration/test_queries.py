from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from sandan.web.administration import queries
from sandan.web.administration.models import Backup, RetentionPeriod
from sandan.web.jobs.queries import visible_to
from sandan.web.shared.catalog import permissions
from sandan.web.shared.retained import retained
from web.accounts import factories as make
from web.jobs.factories import JobFactory


@pytest.mark.parametrize("count", [1, 3])
def test_state_in_constant_queries(person_with, count, django_assert_num_queries):
    person = person_with("administrator")
    assert person.roles == {"administrator"}
    JobFactory.create_batch(count, by=person)
    # Jobs by state; the last backup; the last check; people without a second factor; the periods of the
    # office and, for each of the kinds that can be erased, how many rows are due.
    with django_assert_num_queries(5 + len(retained())):
        state = queries.state(visible_to(person))
    assert (state.jobs_waiting, state.jobs_failed, state.unsecured) == (count, 0, 1)
    assert (state.backup_old, state.check, state.due, state.mfa_required) == (True, None, 0, False)


@pytest.mark.parametrize(("hours", "old"), [(1, False), (49, True)])
def test_state_backup_grows_old(person_with, hours, old):
    made_at = timezone.now() - timedelta(hours=hours)
    Backup.objects.create(path="/x/b.tar", made_at=made_at, bytes=1, members=1, head="x", sha256="x")
    assert queries.state(visible_to(person_with("administrator"))).backup_old is old


def test_backups_tell_whether_the_file_is_there(db, tmp_path):
    (tmp_path / "a.tar").write_bytes(b"123")
    (tmp_path / "b.tar").write_bytes(b"12")
    for name in ("a", "b", "c"):
        Backup.objects.create(path=str(tmp_path / f"{name}.tar"), bytes=3, members=1, head="x", sha256="x")
    assert {str(one.backup): one.there for one in queries.backups()} == {
        "a.tar": True,
        "b.tar": False,
        "c.tar": False,
    }


def test_data_kinds_count_what_is_due_in_the_office_s_own_period(db):
    gone = timezone.now() - timedelta(days=40)
    make.PersonFactory(is_active=False, last_login=gone)

    def people():
        (kind,) = (one for one in queries.data_kinds() if one.key == "accounts.person")
        return kind.days, kind.due

    assert people() == (1095, 0)
    RetentionPeriod.objects.create(kind="accounts.person", days=39)
    assert people() == (39, 1)


def test_every_retained_kind_is_described():
    assert sorted(set(retained()) - set(queries.kinds())) == []


def test_every_condition_of_a_permission_has_words():
    named = {name for one in permissions().values() for name in one.allow_if.values()}
    assert sorted(named - set(queries.conditions())) == []


def test_matrix_says_what_the_catalogs_say():
    roles, apps = queries.matrix()
    with override("en"):
        columns = [str(role) for role in roles]
        lines = {line.name: line.cells for _, app in apps for line in app}
        director = columns.index("Director")
        assert (columns[0], columns[-1], len(lines)) == ("Administrator", "Citizen", len(permissions()))
        assert lines["accounts.manage_people"][0] == queries.Cell(always=True, condition=None)
        assert lines["accounts.manage_people"][director] == queries.Cell(always=False, condition=None)
        assert str(lines["jobs.see"][director].condition) == "only jobs that one asked for"
