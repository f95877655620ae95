import json
import shutil
from datetime import date

import pytest

from sandan.data.vault.sidecar import snapshot_id
from sandan.errors import SnapshotMissingError, SnapshotTamperedError, VaultError

END = date(2015, 12, 31)


@pytest.fixture
def stored(vault, tiny, jobs):
    return vault.import_file(tiny, jobs("11,C26,2015,3", "12,C26,2015,4"), as_of=END)


def _write(path, content):
    path.chmod(0o644)
    path.write_bytes(content)


def _states(vault):
    return vault.verify()[["snapshot", "state"]].to_numpy().tolist()


def test_table_comes_back_as_it_was_imported(vault, stored):
    assert vault.read(stored.id, ["region", "value"]).to_dict("list") == {
        "region": ["11", "12"],
        "value": [3.0, 4.0],
    }


def test_snapshot_is_found_by_the_beginning_of_its_identifier(vault, stored):
    assert vault.get(stored.short) == vault.get(stored.id) == stored


@pytest.mark.parametrize("key", ["", "abc", "0000", "no such thing"])
def test_snapshot_that_is_not_there_is_named(vault, stored, key):
    assert not stored.id.startswith("0000")
    with pytest.raises(SnapshotMissingError, match=f"has no snapshot '{key}'"):
        vault.get(key)


def test_beginning_of_two_identifiers_is_refused(vault, stored):
    twin = stored.id[:6] + "0" * 58
    shutil.copytree(vault.folder(stored.id), vault.folder(twin))
    with pytest.raises(VaultError, match="is the beginning of 2 snapshots"):
        vault.get(stored.id[:6])


def test_new_vault_is_empty_and_whole(vault):
    assert vault.snapshots() == []
    assert vault.verify().empty


def test_kind_is_a_filter(vault, stored):
    assert vault.snapshots("industry_table") == vault.current("industry_table") == [stored]
    assert vault.snapshots("claims") == vault.current("claims") == []


def test_foreign_things_beside_the_snapshots_do_no_harm(vault, stored):
    (vault.root / "snapshots" / ".DS_Store").write_text("")
    assert vault.snapshots() == [stored]


def test_whole_vault_is_ok(vault, stored):
    assert _states(vault) == [[stored.id, "ok"]]


def test_table_that_was_changed_is_not_read(vault, stored):
    path = vault.parquet_path(stored.id)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    _write(path, bytes(content))
    with pytest.raises(SnapshotTamperedError, match=f"The table of snapshot {stored.short} is not what was"):
        vault.read(stored.id)
    assert _states(vault) == [[stored.id, "tampered"]]


def test_original_that_was_changed_is_found(vault, stored):
    _write(vault.original_path(stored.id), b"another file")
    with pytest.raises(SnapshotTamperedError, match=r"The original jobs\.csv"):
        vault.original_path(stored.id)
    assert _states(vault) == [[stored.id, "tampered"]]


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record | {"rows": 3},
        lambda record: record | {"as_of": "2016-12-31"},
        lambda record: record | {"id": "0" * 64},
        lambda record: [record],
    ],
)
def test_sidecar_that_was_changed_is_not_believed(vault, stored, change):
    path = vault.folder(stored.id) / "sidecar.json"
    _write(path, json.dumps(change(json.loads(path.read_text()))).encode())
    for ask in (vault.snapshots, vault.current, lambda: vault.get(stored.id), lambda: vault.read(stored.id)):
        with pytest.raises(SnapshotTamperedError, match="The sidecar of snapshot"):
            ask()
    assert _states(vault) == [[stored.id, "tampered"]]


def test_sidecar_that_is_no_json_is_not_believed(vault, stored):
    _write(vault.folder(stored.id) / "sidecar.json", b"\xff{")
    assert _states(vault) == [[stored.id, "tampered"]]


@pytest.mark.parametrize("name", ["table.parquet", "sidecar.json"])
def test_file_that_is_gone_is_missing_not_tampered(vault, stored, name):
    (vault.folder(stored.id) / name).unlink()
    with pytest.raises(SnapshotMissingError, match=f"{name}"):
        vault.read(stored.id)
    assert _states(vault) == [[stored.id, "missing"]]


def test_original_that_is_gone_is_missing(vault, stored):
    vault.original_path(stored.id).unlink()
    assert _states(vault) == [[stored.id, "missing"]]


def test_snapshot_that_another_supersedes_is_missed(vault, tiny, jobs, stored):
    newer = vault.import_file(tiny, jobs("11,C26,2015,5"), as_of=END, edition="revised")
    shutil.rmtree(vault.folder(stored.id))
    assert _states(vault) == [[newer.id, "ok"], [stored.id, "missing"]]


def test_sidecar_of_a_later_release_is_told_apart_from_a_forged_one(vault, stored):
    record = json.loads((vault.folder(stored.id) / "sidecar.json").read_text())
    record |= {"wisdom": 1, "sandan_version": "9.0"}
    record["id"] = snapshot_id(record)
    vault.folder(record["id"]).mkdir()
    (vault.folder(record["id"]) / "sidecar.json").write_text(json.dumps(record))
    with pytest.raises(VaultError, match=r"written by Sandan 9\.0 .*unknown field wisdom"):
        vault.get(record["id"])


def test_file_is_hashed_once_while_it_stays_the_same(vault, stored):
    path = vault.parquet_path(stored.id)
    sealed = vault._verified[path]
    vault.read(stored.id)
    assert vault._verified[path] is sealed
