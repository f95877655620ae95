from dataclasses import replace
from datetime import date

import pytest

from sandan.data.quality import Action
from sandan.errors import SnapshotMissingError, VaultError

END = date(2015, 12, 31)


def test_revised_edition_supersedes_and_the_old_one_stays_readable(vault, tiny, jobs):
    old = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END, edition="provisional")
    new = vault.import_file(tiny, jobs("11,C26,2015,5"), as_of=END, edition="revised")
    assert new.supersedes == (old.id,)
    assert vault.snapshots() == [old, new]
    assert vault.current() == [new]
    assert vault.read(old.id)["value"].tolist() == [3.0]
    assert vault.read(new.id)["value"].tolist() == [5.0]


def test_editions_follow_one_another(vault, tiny, jobs):
    stored = [
        vault.import_file(tiny, jobs(f"11,C26,2015,{k}"), as_of=END, edition=edition)
        for k, edition in enumerate(["provisional", "final", "revised"])
    ]
    assert [s.supersedes for s in stored] == [(), (stored[0].id,), (stored[1].id,)]
    assert vault.current() == [stored[2]]


def test_older_edition_that_comes_late_supersedes_nothing_and_is_not_current(vault, tiny, jobs):
    new = vault.import_file(tiny, jobs("11,C26,2015,5"), as_of=END, edition="revised")
    late = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END, edition="provisional")
    assert (late.supersedes, late.outdated_by) == ((), (new.id,))
    assert vault.current() == [new]


@pytest.mark.parametrize(
    "other",
    [
        {"as_of": date(2016, 12, 31)},
        {"options": {"measure": "sales"}},
    ],
)
def test_another_date_or_option_is_another_series(vault, tiny, jobs, other):
    one = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END)
    two = vault.import_file(tiny, jobs("11,C26,2015,5"), **({"as_of": END, "edition": "revised"} | other))
    assert two.supersedes == ()
    assert vault.current() == [one, two]


def test_file_of_another_district_stands_beside(vault, tiny, jobs):
    one = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END)
    two = vault.import_file(tiny, jobs("12,C26,2015,3"), as_of=END, edition="revised")
    assert vault.current() == [one, two]


def test_same_edition_with_the_same_keys_is_refused_until_it_is_said_which_counts(vault, tiny, jobs):
    one = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END)
    path = jobs("11,C26,2015,4", "12,C26,2015,4")
    with pytest.raises(VaultError, match=rf"Snapshot {one.short} .* has 1 of the same keys"):
        vault.import_file(tiny, path, as_of=END)
    assert vault.snapshots() == [one]
    two = vault.import_file(tiny, path, as_of=END, supersedes=[one.short])
    assert vault.current() == [two]


def test_same_bytes_read_by_a_later_profile_supersede(vault, tiny, jobs):
    path = jobs("11,C26,2015,3")
    one = vault.import_file(tiny, path, as_of=END)
    two = vault.import_file(replace(tiny, version="2"), path, as_of=END)
    assert two.supersedes == (one.id,)


def test_rows_that_only_the_older_edition_has_are_told(vault, tiny, jobs):
    old = vault.import_file(tiny, jobs("11,C26,2015,3", "12,C26,2015,3", "13,C26,2015,3"), as_of=END)
    new = vault.import_file(tiny, jobs("11,C26,2015,5"), as_of=END, edition="revised")
    (finding,) = new.quality.findings
    assert (finding.code, finding.action, finding.rows) == ("edition-lacks-rows", Action.NOTED, 2)
    assert finding.examples == (f"{old.short} (jobs.csv): 2 rows",)


def test_snapshot_that_is_not_there_cannot_be_superseded(vault, tiny, jobs):
    with pytest.raises(SnapshotMissingError, match="no snapshot 'abcd'"):
        vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END, supersedes=["abcd"])


def test_stored_snapshot_does_not_learn_later_what_it_supersedes(vault, tiny, jobs):
    one = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END)
    path = jobs("12,C26,2015,3")
    vault.import_file(tiny, path, as_of=END)
    with pytest.raises(VaultError, match=f"does not supersede {one.short}"):
        vault.import_file(tiny, path, as_of=END, supersedes=[one.short])
