import re
import stat

import pytest

from sandan.data.workspace import create_workspace
from sandan.errors import WorkspaceError
from sandan.web.config import DEFAULTS, read_config


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in DEFAULTS:
        monkeypatch.delenv(f"SANDAN_{name.upper()}", raising=False)
    monkeypatch.setenv("SANDAN_WORKSPACE", str(tmp_path / "office"))
    return create_workspace(tmp_path / "office", name="하늘시").root


def write(folder, lines):
    with (folder / "sandan.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[web]\n{lines}\n")


def values(config):
    return {name: getattr(config, name) for name in DEFAULTS}


def test_config_without_settings_has_the_defaults(folder):
    assert values(read_config()) == DEFAULTS


def test_config_reads_the_file_of_the_workspace(folder):
    write(folder, 'hosts = ["office.example.org"]\nhttps = true\ntime_zone = "Europe/London"')
    assert values(read_config()) == DEFAULTS | {
        "hosts": ["office.example.org"],
        "https": True,
        "time_zone": "Europe/London",
    }


def test_config_takes_the_environment_before_the_file(folder, monkeypatch):
    write(folder, 'hosts = ["file.example.org"]\nhttps = true\nmail = "smtp://file"')
    monkeypatch.setenv("SANDAN_HOSTS", "a.example.org,b.example.org")
    monkeypatch.setenv("SANDAN_HTTPS", "no")
    monkeypatch.setenv("SANDAN_MAIL", "smtp://environment")
    config = read_config()
    assert (config.hosts, config.https, config.mail) == (
        ["a.example.org", "b.example.org"],
        False,
        "smtp://environment",
    )


@pytest.mark.parametrize(("written", "read"), [("1", True), ("TRUE", True), ("yes", True), ("0", False)])
def test_config_reads_switches_of_the_environment(folder, monkeypatch, written, read):
    monkeypatch.setenv("SANDAN_HTTPS", written)
    assert read_config().https is read


def test_config_with_an_unknown_setting_names_those_that_are_known(folder):
    write(folder, 'databse = "x"')
    with pytest.raises(WorkspaceError) as refusal:
        read_config()
    assert str(refusal.value) == (
        f"{folder / 'sandan.toml'} has in [web] the setting `databse`, which Sandan does not know; it knows "
        f"{', '.join(DEFAULTS)}. Correct or remove it."
    )


def test_config_with_a_value_of_another_kind_shows_how_it_must_be(folder):
    write(folder, 'https = "yes"')
    with pytest.raises(WorkspaceError) as refusal:
        read_config()
    assert str(refusal.value) == f"{folder / 'sandan.toml'}: `https` is 'yes', but it must be like False."


def test_config_with_an_unknown_word_names_those_that_are_known(folder):
    write(folder, 'mfa = "always"')
    with pytest.raises(WorkspaceError) as refusal:
        read_config()
    assert str(refusal.value) == "`mfa` in [web] is 'always', but it must be one of administrators, optional."


def test_secret_key_is_made_once_and_is_its_owners_alone(folder):
    first, second = read_config().secret_key, read_config().secret_key
    assert (first == second, len(first)) == (True, 64)
    assert stat.S_IMODE((folder / "secret.key").stat().st_mode) == 0o600


def test_secret_key_that_is_empty_is_refused(folder):
    (folder / "secret.key").touch()
    with pytest.raises(WorkspaceError, match="is empty; remove it, and a new key is made"):
        read_config()


def test_database_without_an_address_is_the_file_of_the_workspace(folder):
    default = read_config().databases()["default"]
    assert (default["ENGINE"], default["NAME"]) == ("django.db.backends.sqlite3", folder / "sandan.sqlite3")
    assert default["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_database_of_an_address_is_postgresql(folder):
    write(folder, 'database = "postgresql://us%40er:p%2Fw@db.example.org:6432/office"')
    default = read_config().databases()["default"]
    assert {name: default[name] for name in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "office",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example.org",
        "PORT": "6432",
    }


@pytest.mark.parametrize("address", ["mysql://user:secret@host/name", "postgresql://user:secret@host/"])
def test_database_of_another_kind_is_refused_without_showing_the_password(folder, address):
    write(folder, f'database = "{address}"')
    with pytest.raises(WorkspaceError) as refusal:
        read_config().databases()
    assert str(refusal.value) == (
        f"`database` is {address.partition(':')[0]}://…, but it must be like "
        "postgresql://user:password@host/name; leave it out to use the SQLite file of the workspace."
    )


def test_page_of_settings_names_every_setting(root):
    page = (root / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    _, _, table = page.partition("## [web]")
    assert re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE) == list(DEFAULTS)
