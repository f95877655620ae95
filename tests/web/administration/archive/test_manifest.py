from hashlib import sha256

import pytest

from sandan.errors import BackupError
from sandan.web.administration.archive.databases import Contents
from sandan.web.administration.archive.manifest import Manifest, Member, first_difference
from sandan.web.audit.chain import Head

MANIFEST = Manifest(
    office="하늘시",
    made_at="2026-01-01T00:00:00+00:00",
    sandan="0.1.0",
    database="sqlite",
    contents=Contents({"a": 3}, Head(2, "cd" * 32)),
    members={"workspace/a": Member("ef" * 32, 7)},
)


def _seal(raw):
    return sha256(raw).hexdigest().encode()


def test_manifest_is_read_as_it_is_written():
    raw = MANIFEST.to_bytes()
    assert Manifest.from_bytes(raw, _seal(raw)) == MANIFEST


def test_manifest_changed_is_refused():
    raw = MANIFEST.to_bytes()
    with pytest.raises(BackupError, match=r"manifest\.json is not as it was written"):
        Manifest.from_bytes(raw.replace(b'"a": 3', b'"a": 4'), _seal(raw))


def test_manifest_of_a_later_version_names_who_can_read_it():
    raw = MANIFEST.to_bytes().replace(b'"version": 1', b'"version": 2')
    with pytest.raises(BackupError, match=r"version 2, but this Sandan reads version 1\. .* 0\.1\.0"):
        Manifest.from_bytes(raw, _seal(raw))


@pytest.mark.parametrize(
    ("said", "found", "difference"),
    [
        ({"a": 1}, {"a": 1}, ""),
        ({"a": 1}, {}, "a is missing"),
        ({}, {"a": 1}, "a is not in the list"),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "b is 3 instead of 2"),
    ],
)
def test_first_difference(said, found, difference):
    assert first_difference(said, found) == difference
