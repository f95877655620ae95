import pytest

from sandan.web.linkage.queries.lists import firm_lists, list_of, rows_of, snapshot_of
from web.linkage.factories import EntryFactory, RunFactory, pensions, snapshot, ventures

pytestmark = pytest.mark.django_db


def test_lists_come_with_their_runs_and_what_waits_in_them():
    older = snapshot(pensions([{"name": "한빛전자"}]))
    newer = snapshot(ventures([{"name": "노을"}]), profile="ventures")
    run = RunFactory(snapshot=older.id)
    EntryFactory(run=run)
    EntryFactory(run=run, decision="new")
    EntryFactory(run=run, state="none")
    found = firm_lists()
    assert [(one.snapshot.id, one.is_current) for one in found] == [(newer.id, True), (older.id, True)]
    assert [one.waiting for one in list_of(found, older.id).runs] == [1]


def test_rows_are_read_by_their_number_with_days_as_text():
    list_ = snapshot(ventures([{"name": "노을", "product": "센서"}]), profile="ventures")
    (row,) = rows_of(list_).to_dict("index").items()
    assert (row[0], {name: value for name, value in row[1].items() if value != ""}) == (
        1,
        {
            "name": "노을",
            "product": "센서",
            "valid_from": "2022-05-01",
            "valid_to": "2025-04-30",
            "certificate": "혁신성장유형",
        },
    )


def test_snapshot_of_another_kind_is_no_list():
    assert snapshot_of("f" * 64) is None
