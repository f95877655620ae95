"""A workspace: one folder with the settings, the vault, and what was made of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sandan.data.vault.store import Vault
from sandan.errors import WorkspaceError

__all__ = ["LANGUAGES", "SETTINGS_FILE", "Settings", "Workspace", "create_workspace", "open_workspace"]

SETTINGS_FILE = "sandan.toml"
LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Settings:
    """What ``sandan.toml`` says: the name of the office or city, and the language of its documents."""

    name: str
    language: str = "ko"
    web: Mapping[str, Any] = field(default_factory=dict)
    """What ``[web]`` says, as it is written; the web application reads it."""


@dataclass(frozen=True)
class Workspace:
    """An open workspace; copy its folder, and the office has moved."""

    root: Path
    settings: Settings

    @cached_property
    def vault(self) -> Vault:
        """The store of snapshots."""
        return Vault(self.root / "vault")

    @property
    def figures_dir(self) -> Path:
        """Where the records of figures are kept."""
        return self.root / "figures"

    @property
    def reports_dir(self) -> Path:
        """Where reports are written unless another place is named."""
        return self.root / "reports"


def create_workspace(root: Path, *, name: str, language: str = "ko") -> Workspace:
    """Make a folder into a workspace.

    Parameters
    ----------
    root : Path
        The folder; made if it is not there. Files that are in it already stay as they are.
    name : str
        Name of the office or city, as reports print it.
    language : str
        Language of its documents, ``ko`` or ``en``.

    Returns
    -------
    Workspace
        The new workspace, open.

    Raises
    ------
    WorkspaceError
        If the folder is a workspace already, cannot be written, or a setting is wrong.

    Notes
    -----
    The settings file is written last: a folder without it is not a workspace.

    References
    ----------
    ``docs/reference/settings.md``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     create_workspace(Path(folder), name="Hanul").settings
    Settings(name='Hanul', language='ko', web={})
    """
    _check_settings({"name": name, "language": language}, "The arguments")
    path = root / SETTINGS_FILE
    try:
        for folder in (root, root / "vault", root / "figures", root / "reports"):
            folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(f'[workspace]\nname = "{_escaped(name)}"\nlanguage = "{language}"\n')
    except FileExistsError as error:
        raise WorkspaceError(
            f"{error.filename} is there already, so no new workspace was made in {root}; "
            "use it as it is, or choose another folder."
        ) from error
    except OSError as error:
        raise WorkspaceError(
            f"{root} cannot be made into a workspace ({error.strerror}); choose one that you may write to."
        ) from error
    return open_workspace(root)


def open_workspace(root: Path) -> Workspace:
    """Open the workspace in a folder.

    Parameters
    ----------
    root : Path
        The folder that holds ``sandan.toml``.

    Returns
    -------
    Workspace
        Settings and vault.

    Raises
    ------
    WorkspaceError
        If there is no ``sandan.toml``, if it is not TOML, or if it holds an unknown or wrong setting.

    Notes
    -----
    Nothing is looked for in the folders above: a command never works in a workspace by accident.

    References
    ----------
    TOML 1.0.0 (2021).

    Examples
    --------
    >>> open_workspace(Path("/nowhere"))
    Traceback (most recent call last):
    ...
    sandan.errors.WorkspaceError: /nowhere is not a workspace: it has no sandan.toml. Make one with
    `sandan init /nowhere --name NAME`, or name the folder with --workspace.
    """
    path = root / SETTINGS_FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise WorkspaceError(
            f"{root} is not a workspace: it has no {SETTINGS_FILE}. Make one with "
            f"`sandan init {root} --name NAME`, or name the folder with --workspace."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(f"{path} cannot be read as UTF-8 text: {error}. Mend the file.") from error
    return Workspace(root.resolve(), _settings(text, path))


def _settings(text: str, path: Path) -> Settings:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{path} is not TOML: {error}. Mend that line.") from error
    _refuse_unknown(content, ("workspace", "web"), f"{path} has the section")
    section = content.get("workspace")
    if not isinstance(section, dict) or "name" not in section:
        raise WorkspaceError(
            f'{path} does not say the name of the workspace; add [workspace] with name = "...".'
        )
    _refuse_unknown(section, ("name", "language"), f"{path} has in [workspace] the setting")
    _check_settings(section, str(path))
    web = content.get("web", {})
    if not isinstance(web, dict):
        raise WorkspaceError(
            f"{path}: `web` is {web!r}, but it must be a section; write [web] above its settings."
        )
    return Settings(**section, web=web)


def _refuse_unknown(found: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    for name in found:
        if name not in known:
            raise WorkspaceError(
                f"{where} `{name}`, which Sandan does not know; it knows {', '.join(known)}. "
                "Correct or remove it."
            )


def _check_settings(section: dict[str, Any], where: str) -> None:
    name, language = section["name"], section.get("language", "ko")
    if not isinstance(name, str) or not name.strip() or not name.isprintable():
        raise WorkspaceError(
            f"{where}: `name` is {name!r}, but it must be a line of text; give the workspace a name."
        )
    if language not in LANGUAGES:
        raise WorkspaceError(
            f"{where}: `language` is {language!r}, but it must be one of {', '.join(LANGUAGES)}."
        )


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
