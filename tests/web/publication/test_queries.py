"""What is found: keys that work, files by name, tables that have become newer."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from sandan.errors import OfficeError
from sandan.web.publication import queries
from sandan.web.publication.actions import hash_of
from web.publication.factories import (
    CONTENTS,
    MadeFactory,
    PublishedFactory,
    ReportFactory,
    WithdrawnFactory,
    key_of,
)


@pytest.mark.parametrize(
    "about",
    [
        {"expires_on": timezone.localdate() - timedelta(days=1)},
        {"revoked_at": timezone.now()},
    ],
)
def test_live_token_that_ended_is_not_found(planner, about):
    assert queries.live_token(hash_of(key_of(planner, **about))) is None


def test_live_token_on_its_last_day_works(planner):
    secret = key_of(planner, days=0)
    assert queries.live_token(hash_of(secret)).person == planner


def test_live_token_of_somebody_who_was_shut_out_is_not_found(planner):
    secret = key_of(planner)
    planner.is_active = False
    planner.save()
    assert queries.live_token(hash_of(secret)) is None


def test_published_holds_no_drafts(db):
    ReportFactory()
    MadeFactory()
    withdrawn, published = WithdrawnFactory(), PublishedFactory()
    assert list(queries.published()) == [published, withdrawn]
    assert list(queries.replaceable()) == [published]


def test_file_of_a_name_that_the_record_does_not_hold_is_none(db):
    report = MadeFactory()
    assert queries.file_of(report, "../../../sandan.toml") is None
    filed = queries.file_of(report, "A-2010-2013-ko.html")
    assert queries.bytes_of(report, filed) == CONTENTS["A-2010-2013-ko.html"]


def test_bytes_of_a_file_that_is_gone_are_refused(db):
    report = MadeFactory()
    filed = queries.file_of(report, "A-2010-2013-ko.html")
    (queries.place_of(report) / filed.name).unlink()
    with pytest.raises(OfficeError, match="Restore the folder of reports from a backup"):
        queries.bytes_of(report, filed)


def _now(kind, key):
    return SimpleNamespace(
        kind=kind, profile="sandan-register", title="Register", as_of=date(2014, 12, 31), id=key
    )


def test_newer_than_lists_other_snapshots_of_the_same_kinds(db):
    report = MadeFactory()
    assert queries.newer_than(report, [_now("establishments", "ab" * 32), _now("regions", "ef" * 32)]) == []
    (newer,) = queries.newer_than(report, [_now("establishments", "cd" * 32)])
    assert (newer.was, newer.now, newer.snapshot) == ("2013-12-31", "2014-12-31", "cd" * 32)
