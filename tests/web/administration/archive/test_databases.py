import pytest

from sandan.errors import BackupError
from sandan.web.administration.archive.databases import describe_sqlite, parts_of


def test_parts_of_an_address():
    assert parts_of("postgresql://u:p%40w@host:5433/name") == {
        "user": "u",
        "password": "p@w",
        "host": "host",
        "port": "5433",
        "dbname": "name",
    }


@pytest.mark.parametrize("address", ["mysql://host/name", "postgresql://host", "name"])
def test_parts_of_another_kind_of_address_is_refused(address):
    with pytest.raises(BackupError, match="it must be like postgresql://user:password@host/name"):
        parts_of(address)


def test_describe_sqlite_of_no_database_is_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"not a database" * 100)
    with pytest.raises(BackupError, match="x is no whole database"):
        describe_sqlite(tmp_path / "x")
