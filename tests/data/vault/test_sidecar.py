import json
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.quality import Action, Finding, QualityReport
from sandan.data.vault.sidecar import Edition, Snapshot, snapshot_id

FINDING = Finding("no-number", Action.REFUSED, "The value is no number.", 1, ("row 3: x",))
RECORD = Snapshot(
    profile="tiny",
    profile_version="1",
    kind="industry_table",
    title="Jobs",
    source="the tests",
    licence="none",
    as_of=date(2015, 12, 31),
    edition=Edition.FINAL,
    original_name="jobs.csv",
    original_sha256="0" * 64,
    original_bytes=10,
    table_sha256="1" * 64,
    rows=2,
    options={"mapping": "jobs.toml"},
    option_files={"mapping": "2" * 64},
    quality=QualityReport(3, 2, 2, (FINDING,)),
    not_to_be_read_as=("anything",),
    supersedes=("3" * 64,),
    outdated_by=(),
    sandan_version="0.1.0",
    imported_at="2026-01-01T00:00:00+00:00",
).with_id()


def test_record_comes_back_from_json_unchanged():
    assert Snapshot.from_json(json.loads(json.dumps(RECORD.to_json()))) == RECORD


def test_identifier_does_not_depend_on_the_time_of_import():
    assert replace(RECORD, imported_at="2030-01-01T00:00:00+00:00").with_id().id == RECORD.id


@pytest.mark.parametrize("name", [f.name for f in fields(Snapshot) if f.name not in {"id", "imported_at"}])
def test_identifier_depends_on_every_other_field(name):
    record = RECORD.to_json()
    assert snapshot_id(record | {name: "another"}) != RECORD.id


@given(st.permutations(list(RECORD.to_json().items())))
def test_identifier_does_not_depend_on_the_order_of_fields(items):
    assert snapshot_id(dict(items)) == RECORD.id


def test_field_of_a_later_release_is_named():
    with pytest.raises(ValueError, match=r"^unknown field wisdom$"):
        Snapshot.from_json(RECORD.to_json() | {"wisdom": 1})


def test_short_identifier_begins_the_long_one():
    assert RECORD.short == RECORD.id[:12]
