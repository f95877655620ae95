"""Names of files, as people and file systems know them."""

import pytest

from sandan.web.imports.models import Import, Mapping, Upload


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("codes.csv", "codes.csv"),
        ("가" * 80 + ".xlsx", "가" * 50 + ".xlsx"),
        ("no-ending", "no-ending"),
    ],
)
def test_plain_name_of_upload_fits_a_file_system(name, plain):
    assert Upload(name=name).plain_name == plain


@pytest.mark.parametrize(
    ("name", "file_name"),
    [("시군구 근로자", "시군구-근로자.toml"), ("../../etc", "etc.toml"), ("!", "mapping.toml")],
)
def test_file_name_of_mapping_follows_from_its_name(name, file_name):
    assert Mapping(name=name).file_name == file_name


def test_import_is_named_by_file_and_snapshot():
    entry = Import(snapshot="ab" * 32, name="codes.csv")
    assert (str(entry), entry.get_absolute_url()) == (
        "codes.csv (abababababab)",
        f"/imports/snapshots/{'ab' * 32}/",
    )
