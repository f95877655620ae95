import pytest

from sandan.data.vault.disk import copy_in
from sandan.data.vault.incoming import incoming_folder
from sandan.errors import SourceError, VaultError


def _names(root):
    return sorted(path.name for path in (root / "incoming").iterdir())


def test_folder_is_gone_afterwards_with_its_content(tmp_path):
    with incoming_folder(tmp_path) as folder:
        (folder / "half").write_text("half a table")
    assert _names(tmp_path) == []


def test_folder_is_gone_after_a_failure(tmp_path):
    with pytest.raises(SourceError), incoming_folder(tmp_path) as folder:
        copy_in(tmp_path / "nowhere", folder / "copy", on_bytes=print)
    assert _names(tmp_path) == []


def test_leftover_of_a_killed_import_is_removed_and_a_running_one_stays(tmp_path):
    with incoming_folder(tmp_path) as running:
        leftover = tmp_path / "incoming" / "0123"
        (leftover / "deep").mkdir(parents=True)
        leftover.with_suffix(".lock").touch()
        (tmp_path / "incoming" / "4567.lock").touch()
        with incoming_folder(tmp_path) as second:
            expected = {running.name, f"{running.name}.lock", second.name, f"{second.name}.lock"}
            assert set(_names(tmp_path)) == expected


def test_vault_in_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "vault").write_text("a file")
    with pytest.raises(VaultError, match="cannot be written"), incoming_folder(tmp_path / "vault"):
        pass
