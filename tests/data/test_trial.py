"""A trial says what the import then does, and leaves the vault as it was."""

from datetime import date
from functools import partial

import pytest

from sandan.data.trial import try_import
from sandan.errors import SourceError, TableError

DAY = date(2015, 12, 31)


def _same(snapshot):
    record = snapshot.to_json()
    return {name: record[name] for name in record if name not in {"id", "imported_at"}}


@pytest.fixture
def trial(vault, tiny):
    return partial(try_import, vault, tiny, as_of=DAY, options={})


@pytest.fixture
def take_in(vault, tiny):
    return partial(vault.import_file, tiny, as_of=DAY)


def test_trial_of_new_file_is_what_the_import_gives(vault, trial, take_in, jobs):
    path = jobs("11,C26,2015,3", "11,C10,2016,4", "12,C10,2015,x", "total,C10,2015,9")
    found = trial(path)
    assert vault.snapshots() == []
    assert _same(found.snapshot) == _same(take_in(path))
    assert (found.periods, found.counts) == ((2015, 2016), {"region": 1, "industry": 2, "measure": 1})
    assert found.first_rows["value"].tolist() == [3.0, 4.0]


def test_trial_shows_twenty_rows(trial, jobs):
    assert len(trial(jobs(*(f"{k},C26,2015,3" for k in range(50)))).first_rows) == 20


def test_trial_of_later_edition_says_what_it_supersedes(vault, trial, take_in, jobs):
    older = take_in(jobs("11,C26,2015,3", "12,C26,2015,3"), edition="provisional")
    found = trial(jobs("11,C26,2015,4", name="later.csv"))
    assert found.snapshot.supersedes == (older.id,)
    assert [(f.code, f.rows) for f in found.snapshot.quality.findings] == [("edition-lacks-rows", 1)]
    assert vault.snapshots() == [older]


def test_trial_of_same_edition_with_same_keys_names_the_other(trial, take_in, jobs):
    older = take_in(jobs("11,C26,2015,3"))
    take_in(jobs("13,C26,2015,3", name="beside.csv"))
    found = trial(jobs("11,C26,2015,4", name="other.csv"))
    assert found.overlapping == (older.id,)
    assert found.refused.startswith(f"Snapshot {older.short} (jobs.csv) is the final edition")


def test_trial_with_named_replacement_is_not_refused(trial, take_in, jobs):
    older = take_in(jobs("11,C26,2015,3"))
    found = trial(jobs("11,C26,2015,4", name="other.csv"), supersedes=[older.id])
    assert (found.refused, found.overlapping, found.snapshot.supersedes) == ("", (), (older.id,))


def test_trial_of_the_same_import_names_the_snapshot_that_is_there(trial, take_in, jobs):
    path = jobs("11,C26,2015,3")
    known = take_in(path)
    found = trial(path)
    assert (found.known, found.same_file, found.refused) == (known.id, (known.id,), "")


def test_trial_of_same_bytes_at_another_date_names_the_other_snapshot(trial, take_in, jobs):
    path = jobs("11,C26,2015,3")
    known = take_in(path)
    found = trial(path, as_of=date(2016, 12, 31))
    assert (found.known, found.same_file) == ("", (known.id,))


def test_trial_of_unusable_file_refuses_as_the_import_does(vault, trial, take_in, jobs):
    path = jobs("11,C26,2015,x")
    with pytest.raises(SourceError) as by_trial:
        trial(path)
    with pytest.raises(SourceError) as by_import:
        take_in(path)
    assert str(by_trial.value) == str(by_import.value)


def test_trial_that_is_cancelled_leaves_nothing(trial, jobs, tmp_path):
    def stop(_step, _done, _whole):
        raise TableError("enough")

    place = tmp_path / "trials"
    place.mkdir()
    with pytest.raises(TableError, match="enough"):
        trial(jobs("11,C26,2015,3"), on_progress=stop, folder=place)
    assert list(place.iterdir()) == []
