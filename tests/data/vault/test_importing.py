import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from sandan.data.quality import Action, Chunk, Finding
from sandan.errors import SourceError, TableError, VaultError

END = date(2015, 12, 31)


def _names(vault, place):
    folder = vault.root / place
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def _nothing_visible(vault):
    return not _names(vault, "snapshots") and not _names(vault, "originals") and not _names(vault, "incoming")


def test_import_keeps_bytes_table_and_account(vault, tiny, jobs):
    path = jobs("11,C26,2015,3", "12,C26,2015,x", "total,C26,2015,3", "13,C26,2015,4")
    snapshot = vault.import_file(tiny, path, as_of=END)
    assert vault.original_path(snapshot.id).read_bytes() == path.read_bytes()
    assert vault.read(snapshot.id)["region"].tolist() == ["11", "13"]
    assert (snapshot.rows, snapshot.original_name, snapshot.original_bytes) == (
        2,
        "jobs.csv",
        path.stat().st_size,
    )
    quality = snapshot.quality
    assert (quality.rows_read, quality.rows_used, quality.rows_written) == (4, 2, 2)
    assert (quality.count(Action.REFUSED), quality.count(Action.SET_ASIDE)) == (1, 1)
    assert _names(vault, "incoming") == []


def test_same_import_gives_the_same_snapshot_and_reads_nothing_again(vault, tiny, jobs):
    path = jobs("11,C26,2015,3")
    first = vault.import_file(tiny, path, as_of=END)
    steps = []
    again = vault.import_file(tiny, path, as_of=END, on_progress=lambda step, *_: steps.append(step))
    assert again == first
    assert steps == ["copy"]


def test_name_of_the_file_does_not_make_another_snapshot(vault, tiny, jobs):
    first = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=END)
    assert vault.import_file(tiny, jobs("11,C26,2015,3", name="other.csv"), as_of=END) == first


def test_identifier_is_the_same_in_another_vault(vault, tiny, jobs, tmp_path):
    path = jobs("11,C26,2015,3")
    other = type(vault)(tmp_path / "elsewhere")
    assert vault.import_file(tiny, path, as_of=END).id == other.import_file(tiny, path, as_of=END).id


def test_file_of_an_option_is_kept_by_its_bytes(vault, tiny, jobs, tmp_path):
    path, words = jobs("11,C26,2015,3"), tmp_path / "words.txt"
    words.write_text("sales")
    one = vault.import_file(tiny, path, as_of=END, options={"words": str(words)})
    assert one.options == {"words": "words.txt"}
    assert vault.place_of_original(one.option_files["words"]).read_text() == "sales"
    assert vault.read(one.id)["measure"].tolist() == ["sales"]
    words.write_text("wages")
    two = vault.import_file(tiny, path, as_of=END, options={"words": str(words)})
    assert vault.read(two.id)["measure"].tolist() == ["wages"]
    assert vault.import_file(tiny, path, as_of=END, options={"words": str(words)}) == two


def test_lost_original_is_put_back_by_the_same_import(vault, tiny, jobs):
    path = jobs("11,C26,2015,3")
    stored = vault.import_file(tiny, path, as_of=END)
    vault.original_path(stored.id).unlink()
    vault.import_file(tiny, path, as_of=END)
    assert vault.verify()["state"].tolist() == ["ok"]


def test_progress_counts_bytes_and_rows(vault, tiny, jobs):
    seen = []
    path = jobs(*(f"{k},C26,2015,3" for k in range(7)))
    vault.import_file(tiny, path, as_of=END, on_progress=lambda *step: seen.append(step))
    size = path.stat().st_size
    assert seen == [("copy", size, size), ("read", 3, 8), ("read", 6, 8), ("read", 7, 8)]


def test_date_in_the_future_is_noted(vault, tiny, jobs):
    snapshot = vault.import_file(tiny, jobs("11,C26,2015,3"), as_of=date(9000, 1, 1))
    assert [f.code for f in snapshot.quality.findings] == ["as-of-in-future"]


def test_repeated_key_is_refused_with_its_place(vault, tiny, jobs):
    rows = [f"{k},C26,2015,3" for k in (11, 12, 13, 14, 12, 11, 12)]
    with pytest.raises(SourceError) as refused:
        vault.import_file(tiny, jobs(*rows), as_of=END)
    assert str(refused.value) == (
        "jobs.csv gives 2 rows for region '11', industry 'C26', period 2015, measure 'jobs', and 2 keys "
        "stand more than once in all. Nobody can tell which row is right, so nothing was imported; "
        "correct the file or its mapping."
    )
    assert _nothing_visible(vault)


def test_file_without_a_usable_row_is_refused_with_the_reason(vault, tiny, jobs):
    with pytest.raises(
        SourceError, match=r"No row of jobs\.csv .* of 2 .* The value is no number\. \(2 rows\)"
    ):
        vault.import_file(tiny, jobs("11,C26,2015,x", "12,C26,2015,y"), as_of=END)
    with pytest.raises(SourceError, match="There is nothing below the header"):
        vault.import_file(tiny, jobs(), as_of=END)
    assert _nothing_visible(vault)


def _profile_that_gives(tiny, *chunks):
    return replace(tiny, read=lambda *_: iter(chunks))


def test_profile_that_loses_rows_in_silence_is_refused(vault, tiny, jobs):
    path = jobs("11,C26,2015,3")
    (piece,) = tiny.read(path, {})
    whole = piece.table
    lost = Finding("lost", Action.REFUSED, "Lost.", 4)
    for chunk in (Chunk(whole.iloc[:0], 3), Chunk(whole, 3, (lost,)), Chunk(whole, 0)):
        with pytest.raises(SourceError, match="a profile must account for every row"):
            vault.import_file(_profile_that_gives(tiny, chunk), path, as_of=END)
    assert _nothing_visible(vault)


def test_profile_that_breaks_its_contract_is_refused(vault, tiny, jobs):
    broken = _profile_that_gives(tiny, Chunk(pd.DataFrame({"region": ["11"]}), 1))
    with pytest.raises(TableError, match="lacks the column"):
        vault.import_file(broken, jobs("11,C26,2015,3"), as_of=END)
    assert _nothing_visible(vault)


@pytest.mark.parametrize(
    "error", [EOFError("ended before the end-of-stream marker"), OSError("not a gzip file")]
)
def test_file_that_breaks_off_is_the_fault_of_the_file(vault, tiny, jobs, error):
    def read(path, options):
        yield from tiny.read(path, options)
        raise error

    with pytest.raises(SourceError, match=r"jobs\.csv breaks off or is damaged"):
        vault.import_file(replace(tiny, read=read), jobs("11,C26,2015,3"), as_of=END)
    assert _nothing_visible(vault)


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"options": {"colour": "red"}}, SourceError, "`colour` is no option of the profile tiny"),
        ({"options": {"words": "/nowhere"}}, SourceError, "/nowhere cannot be read"),
        ({"edition": "draft"}, VaultError, "`edition` is 'draft'"),
    ],
)
def test_wrong_argument_is_named(vault, tiny, jobs, wrong, error, words):
    with pytest.raises(error, match=words):
        vault.import_file(tiny, jobs("11,C26,2015,3"), **({"as_of": END} | wrong))
    assert _nothing_visible(vault)


def test_two_imports_of_one_file_at_once_give_one_snapshot(vault, tiny, jobs):
    path = jobs(*(f"{k},C26,2015,3" for k in range(200)))
    with ThreadPoolExecutor(4) as threads:
        given = list(threads.map(lambda _: vault.import_file(tiny, path, as_of=END).id, range(8)))
    assert len(set(given)) == 1
    assert _names(vault, "snapshots") == [given[0]]
    assert vault.verify()["state"].tolist() == ["ok"]
    assert _names(vault, "incoming") == []


FULL_DISK = """
import resource, sys
from datetime import date
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from conftest import read
from sandan.data.profiles.base import Profile
from sandan.data.vault.store import Vault
from sandan.errors import VaultError

resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), int(sys.argv[4])))
profile = Profile("tiny", "1", "industry_table", "t", "s", "l", read)
try:
    Vault(Path(sys.argv[2])).import_file(profile, Path(sys.argv[3]), as_of=date(2015, 12, 31))
except VaultError as error:
    print(error)
"""


@pytest.mark.parametrize("place", ["copy", "table"])
def test_disk_that_is_full_is_told_and_leaves_nothing(vault, jobs, request, place):
    """The operating system refuses larger files than there is room; the table is larger than the copy."""
    values = np.random.default_rng(1).random(3000).round(7).tolist()
    path = jobs(*(f"{k},C,1,{value}" for k, value in enumerate(values)))
    room = path.stat().st_size - (1 if place == "copy" else -1)
    arguments = [str(request.path.parents[1]), str(vault.root), str(path), str(room)]
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, *arguments], capture_output=True, text=True, check=False
    )
    assert "cannot be written" in done.stdout, done.stderr
    assert "File too large" in done.stdout
    assert _nothing_visible(vault)
