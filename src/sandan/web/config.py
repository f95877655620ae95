"""What an operator may set: the environment first, then ``[web]`` in ``sandan.toml``, then the default."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from sandan.data.workspace import Workspace, open_workspace
from sandan.errors import WorkspaceError

__all__ = ["Config", "read_config"]

CHOICES: Mapping[str, tuple[str, ...]] = {"mfa": ("administrators", "optional")}
"""Settings that take one of a few words."""

SECRET_FILE = "secret.key"  # noqa: S105 -- the name of the file, not what is in it
DEFAULTS: Mapping[str, Any] = {
    "database": "",
    "hosts": ["127.0.0.1", "localhost", "[::1]"],
    "https": False,
    "mail": "",
    "mail_from": "sandan@localhost",
    "time_zone": "Asia/Seoul",
    "mfa": "administrators",
}
"""Every setting with its default; ``docs/reference/settings.md`` says what each is for."""


@dataclass(frozen=True)
class Config:
    """The settings of a running office."""

    workspace: Workspace
    database: str
    hosts: list[str]
    https: bool
    mail: str
    mail_from: str
    time_zone: str
    mfa: str
    secret_key: str

    def databases(self) -> dict[str, dict[str, Any]]:
        if not self.database:
            return {"default": _sqlite(self.workspace.root / "sandan.sqlite3")}
        return {"default": _postgresql(self.database)}


def read_config() -> Config:
    workspace = open_workspace(Path(os.environ.get("SANDAN_WORKSPACE", ".")))
    written = workspace.settings.web
    _refuse_unknown(written, workspace.root)
    values = {name: _value(name, written, default) for name, default in DEFAULTS.items()}
    _refuse_unknown_words(values)
    return Config(workspace=workspace, secret_key=_secret_key(workspace.root), **values)


def _refuse_unknown(written: Mapping[str, Any], root: Path) -> None:
    for name, value in written.items():
        if name not in DEFAULTS:
            raise WorkspaceError(
                f"{root / 'sandan.toml'} has in [web] the setting `{name}`, which Sandan does not know; "
                f"it knows {', '.join(DEFAULTS)}. Correct or remove it."
            )
        if type(value) is not type(DEFAULTS[name]):
            raise WorkspaceError(
                f"{root / 'sandan.toml'}: `{name}` is {value!r}, but it must be like {DEFAULTS[name]!r}."
            )


def _refuse_unknown_words(values: Mapping[str, Any]) -> None:
    for name, known in CHOICES.items():
        if values[name] not in known:
            raise WorkspaceError(
                f"`{name}` in [web] is {values[name]!r}, but it must be one of {', '.join(known)}."
            )


def _value(name: str, written: Mapping[str, Any], default: Any) -> Any:
    given = os.environ.get(f"SANDAN_{name.upper()}")
    if given is None:
        return written.get(name, default)
    if isinstance(default, bool):
        return given.lower() in {"1", "true", "yes"}
    return given.split(",") if isinstance(default, list) else given


def _secret_key(root: Path) -> str:
    """Read the key that signs cookies and links; made at the first start, readable by its owner only."""
    path = root / SECRET_FILE
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise WorkspaceError(f"{path} is empty; remove it, and a new key is made. Everybody signs in again.")
    return key


def _sqlite(path: Path) -> dict[str, Any]:
    """Writers queue for the lock at once and never meet half-way; readers are not kept waiting."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        },
    }


def _postgresql(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise WorkspaceError(
            f"`database` is {parts.scheme}://…, but it must be like postgresql://user:password@host/name; "
            "leave it out to use the SQLite file of the workspace."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
