import hashlib
import io
import random
import tarfile

import pytest

from sandan.errors import BackupError
from sandan.web.administration.archive.reading import read_backup


def _contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_flipped_bytes_are_refused_or_harmless(back_up, tmp_path):
    path = back_up().path
    whole, right = path.read_bytes(), tmp_path / "right"
    read_backup(path, right)
    draw, refused = random.Random(20_261), 0
    for turn in range(150):
        raw = bytearray(whole)
        raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
        (tmp_path / "flipped.tar").write_bytes(raw)
        try:
            read_backup(tmp_path / "flipped.tar", tmp_path / f"into-{turn}")
        except BackupError:
            refused += 1
        else:
            assert _contents(tmp_path / f"into-{turn}") == _contents(right)
    assert refused > 130


@pytest.mark.parametrize("part", ["vault", "files", "database", "manifest"])
def test_flipped_byte_names_the_member(back_up, tmp_path, part):
    path = back_up().path
    with tarfile.open(path) as tar:
        info = next(one for one in tar if part in one.name and one.size)
    raw = bytearray(path.read_bytes())
    raw[info.offset_data + info.size // 2] ^= 1
    path.write_bytes(raw)
    with pytest.raises(BackupError, match=f"{part}.* not as it was written|not as it was written: .*{part}"):
        read_backup(path)


@pytest.mark.parametrize("kept", [0, 100, 511, 512, 5_000, 0.5, 0.8])
def test_truncated_backup_is_refused(back_up, kept):
    path = back_up().path
    raw = path.read_bytes()
    path.write_bytes(raw[: int(kept * len(raw)) if isinstance(kept, float) else kept])
    with pytest.raises(BackupError, match=r"cut off|no whole backup|cannot be read to its end"):
        read_backup(path)


def test_backup_cut_between_two_members_is_refused(back_up):
    path = back_up().path
    with tarfile.open(path) as tar:
        offsets = [info.offset for info in tar]
    raw = path.read_bytes()
    for offset in offsets[1:]:
        path.write_bytes(raw[:offset])
        with pytest.raises(BackupError, match="cut off"):
            read_backup(path)


def _with_member(path, info, content=b""):
    with tarfile.open(path, "a") as tar:
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))


@pytest.mark.parametrize("name", ["workspace/../../evil", "/etc/passwd", "workspace/a\\b", "other"])
def test_member_that_would_land_elsewhere_is_refused(back_up, tmp_path, name):
    path = back_up().path
    _with_member(path, tarfile.TarInfo(name))
    with pytest.raises(BackupError, match="which no backup of Sandan holds"):
        read_backup(path, tmp_path / "into")
    assert not (tmp_path / "evil").exists()


def test_member_that_is_a_link_is_refused(back_up):
    path, info = back_up().path, tarfile.TarInfo("workspace/link")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    _with_member(path, info)
    with pytest.raises(BackupError, match="which no backup of Sandan holds"):
        read_backup(path)


def test_member_that_is_not_in_the_list_is_refused(back_up):
    path = back_up().path
    _with_member(path, tarfile.TarInfo("workspace/more"), b"x")
    with pytest.raises(BackupError, match="workspace/more is not in the list"):
        read_backup(path)


def test_list_of_another_program_is_refused(tmp_path):
    path, content = tmp_path / "b.tar", b'{"format": "other"}'
    seal = hashlib.sha256(content).hexdigest().encode()
    with tarfile.open(path, "w") as tar:
        for name, raw in (("manifest.json", content), ("manifest.sha256", seal)):
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))
    with pytest.raises(BackupError, match=r"manifest\.json lacks 'version'"):
        read_backup(path)


def test_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BackupError, match="cannot be read to its end"):
        read_backup(tmp_path / "nothing.tar")
