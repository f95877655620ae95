import numpy as np
import pytest

from sandan.data.array_folder import ArrayFolder
from sandan.errors import VaultError


def test_array_folder_gives_back_the_same_bits_to_another_process(tmp_path):
    array = np.random.default_rng(1).random((3, 4, 5))
    ArrayFolder(tmp_path / "kept")["a-0"] = array
    again = ArrayFolder(tmp_path / "kept")
    assert np.array_equal(again["a-0"], array)
    assert (list(again), len(again), "a-0" in again, "a-1" in again) == (["a-0"], 1, True, False)


def test_array_folder_forgets_what_is_deleted(tmp_path):
    kept = ArrayFolder(tmp_path)
    kept["a"] = np.ones(2)
    del kept["a"]
    assert dict(kept) == {}
    for action in (lambda: kept["a"], lambda: kept.pop("a"), lambda: kept.__delitem__("a")):
        with pytest.raises(KeyError):
            action()


def test_array_folder_does_not_see_a_piece_that_was_half_written(tmp_path):
    (tmp_path / "a.77.partial").write_bytes(b"half")
    assert len(ArrayFolder(tmp_path)) == 0


def test_array_folder_refuses_a_file_that_is_not_whole(tmp_path):
    kept = ArrayFolder(tmp_path)
    kept["a"] = np.ones(1000)
    path = tmp_path / "a.npy"
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(VaultError, match=r"a\.npy is not a whole array .* delete it"):
        kept["a"]


@pytest.mark.parametrize("key", ["../a", "a/b", "", "a" * 300])
def test_array_folder_refuses_names_that_lead_elsewhere(tmp_path, key):
    with pytest.raises(VaultError, match="cannot be the name of a kept array"):
        ArrayFolder(tmp_path)[key] = np.ones(1)
