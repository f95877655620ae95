import hashlib
import os
from pathlib import Path

import pytest

from sandan.data.vault.disk import copy_in, move_to, replace_file, sha256_of, storing
from sandan.errors import SourceError, VaultError


def _ignore(done, whole):
    pass


def test_copy_holds_the_bytes_and_their_hash(tmp_path):
    (tmp_path / "a").write_bytes(b"one\ntwo\n")
    seen = []
    copied = copy_in(tmp_path / "a", tmp_path / "b", on_bytes=lambda done, whole: seen.append((done, whole)))
    assert (tmp_path / "b").read_bytes() == b"one\ntwo\n"
    assert copied.sha256 == hashlib.sha256(b"one\ntwo\n").hexdigest() == sha256_of(tmp_path / "b")
    assert (copied.size, copied.lines, seen) == (8, 2, [(8, 8)])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (Path, "cannot be read (No such file or directory)"),
        (Path.mkdir, "is a folder, but an import reads one file"),
        (Path.touch, "is empty (0 bytes)"),
        (os.mkfifo, "is not an ordinary file"),
    ],
)
def test_what_is_no_file_with_content_is_refused(tmp_path, make, words):
    source = tmp_path / "source"
    make(source)
    with pytest.raises(SourceError) as refused:
        copy_in(source, tmp_path / "copy", on_bytes=_ignore)
    assert words in str(refused.value)
    assert str(source) in str(refused.value)


def test_failing_disk_is_told_as_a_sentence(tmp_path):
    with pytest.raises(VaultError, match="No space left on device"), storing(tmp_path):
        raise OSError(28, "No space left on device")


def test_move_replaces_a_file_but_no_full_folder(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    move_to(tmp_path / "one" / "file", tmp_path / "two" / "file")
    assert (tmp_path / "two" / "file").read_text() == "one"
    with pytest.raises(OSError, match="not empty"):
        move_to(tmp_path / "one", tmp_path / "two")


def test_file_that_cannot_be_finished_leaves_the_one_that_was_there(tmp_path, monkeypatch):
    replace_file(tmp_path / "file", b"one")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", _full)
        with pytest.raises(OSError, match="No space left"):
            replace_file(tmp_path / "file", b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("file", b"one")]
    assert replace_file(tmp_path / "file", b"two").read_bytes() == b"two"


def _full(descriptor):
    raise OSError(28, "No space left on device")
