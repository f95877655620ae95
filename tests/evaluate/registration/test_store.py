"""Written once, found again, and refused once changed."""

import json
import os
import shutil

import pytest

from sandan.errors import RegistrationError
from sandan.evaluate.registration import store


def _files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_specification_is_kept_once_and_found_by_both_names(tmp_path, fixed):
    own = fixed()
    assert store.register(tmp_path, own) == store.register(tmp_path, own) == own
    assert _files(tmp_path) == [f"evaluations/{own.hash}.json"]
    assert store.specification(tmp_path, own.id) == store.specification(tmp_path, own.hash) == own


@pytest.mark.parametrize("key", ["S-0123456789ab", "S-", "", "*", "../x"])
def test_specification_that_is_not_there_is_refused(tmp_path, fixed, key):
    store.register(tmp_path, fixed())
    with pytest.raises(RegistrationError, match="is registered here"):
        store.specification(tmp_path, key)


def test_specifications_stand_in_order_of_registration_whatever_the_clock(tmp_path, fixed):
    moments = ["2016-01-04T09:00:00+09:00", "2016-01-04T01:00:00+00:00", "2016-01-03T23:00:00-02:00"]
    for moment in reversed(moments):
        store.register(tmp_path, fixed(registered_at=moment))
    assert [one.registered_at for one in store.specifications(tmp_path)] == moments


def test_changed_specification_is_refused(tmp_path, fixed):
    own = fixed()
    store.register(tmp_path, own)
    path = tmp_path / "evaluations" / f"{own.hash}.json"
    for content in (
        json.dumps(own.to_json() | {"start": 2012}),
        json.dumps(own.to_json() | {"weather": "fair"}),
        path.read_text()[:-40],
        "[1]",
    ):
        path.write_text(content)
        for look in (lambda: store.specification(tmp_path, own.id), lambda: store.register(tmp_path, own)):
            with pytest.raises(RegistrationError, match="is not what was registered"):
                look()
        with pytest.raises(RegistrationError, match="is not what was registered"):
            store.specifications(tmp_path)


def test_same_run_is_kept_once_and_the_first_stays(tmp_path, fixed, run_of):
    own = store.register(tmp_path, fixed())
    first = store.keep_run(tmp_path, own.id, run_of(own))
    again = store.keep_run(tmp_path, own.id, run_of(own, at="2017-01-01T00:00:00+09:00", by="Lee"))
    assert (first.by, again.by, len(_files(tmp_path))) == ("Kim", "Kim", 2)
    store.keep_run(tmp_path, own.id, run_of(own, seed=1, at="2015-01-01T00:00:00+09:00"))
    assert [one.seed for one in store.runs(tmp_path, own.id)] == [1, 0]


def test_same_run_of_two_people_at_once_is_the_earlier(tmp_path, fixed, run_of):
    own = fixed()
    for name, at in (("Kim", "2016-02-02T09:00:00+09:00"), ("Lee", "2016-02-01T09:00:00+09:00")):
        store.register(tmp_path / name, own)
        store.keep_run(tmp_path / name, own.id, run_of(own, by=name, at=at))
    # As if neither had seen the file of the other.
    shutil.copytree(tmp_path / "Kim", tmp_path / "Lee", dirs_exist_ok=True)
    assert len(_files(tmp_path / "Lee")) == 3
    assert [one.by for one in store.runs(tmp_path / "Lee", own.id)] == ["Lee"]


def test_changed_run_is_refused(tmp_path, fixed, run_of):
    own = store.register(tmp_path, fixed())
    store.keep_run(tmp_path, own.id, run_of(own))
    (path,) = (tmp_path / "evaluations" / "runs" / own.hash).iterdir()
    path.write_text(path.read_text().replace("12.5", "22.5"))
    with pytest.raises(RegistrationError, match="is not what was registered"):
        store.runs(tmp_path, own.id)


def test_run_of_another_specification_is_refused(tmp_path, fixed, run_of):
    own, other = (store.register(tmp_path, fixed(author=name)) for name in ("Kim", "Lee"))
    with pytest.raises(RegistrationError, match="The run is of the specification"):
        store.keep_run(tmp_path, own.id, run_of(other))


def test_full_disk_leaves_nothing_half_written(tmp_path, fixed, monkeypatch):
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(RegistrationError, match="No space left on device"):
        store.register(tmp_path, fixed())
    assert (_files(tmp_path), store.specifications(tmp_path)) == ([], [])


def _full(descriptor):
    raise OSError(28, "No space left on device")


def test_tally_counts_what_was_registered_and_what_was_run(tmp_path, fixed, run_of):
    one, two, three = (
        store.register(tmp_path, fixed(**change))
        for change in ({}, {"author": "Lee"}, {"place": "B", "policy_en": "park"})
    )
    for seed in (0, 1):
        store.keep_run(tmp_path, one.id, run_of(one, seed=seed))
    store.keep_run(tmp_path, three.id, run_of(three))
    assert store.tally(tmp_path) == store.Tally(registered=3, run=2, runs=3)
    assert store.tally(tmp_path, place="A") == store.Tally(2, 1, 2)
    assert store.tally(tmp_path, place="A", policy="연구단지") == store.Tally(2, 1, 2)
    assert store.tally(tmp_path, policy="park") == store.Tally(1, 1, 1)
    assert (two.id, store.tally(tmp_path, policy="harbor").registered) == (two.id, 0)
