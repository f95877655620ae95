"""What every app declares as data in its ``catalog.toml``: permissions, kinds of events, the menu."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from django.conf import settings
from django.utils.translation import get_language

__all__ = [
    "ROLES",
    "Entry",
    "Kind",
    "Permission",
    "events",
    "menu",
    "permissions",
    "reader_language",
    "words",
]

CITIZEN = "citizen"
"""Everybody has this role, signed in or not."""


def reader_language() -> str:
    """Return the language of the page being written, ``ko`` or ``en``."""
    return "en" if get_language() == "en" else "ko"


@dataclass(frozen=True)
class Words:
    """A name in both languages."""

    ko: str
    en: str

    def __str__(self) -> str:
        return self.en if reader_language() == "en" else self.ko


@dataclass(frozen=True)
class Permission:
    """Who may do a thing: roles that always may, and roles that may if a predicate holds for the object."""

    name: str
    words: Words
    allow: frozenset[str]
    allow_if: Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """A kind of event in the trail."""

    key: str
    words: Words


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    url: str
    group: str
    order: int
    icon: str
    permission: str
    words: Words


def _declared(app: str) -> dict:
    path = files(app).joinpath("catalog.toml")
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def words(said: Mapping[str, str]) -> Words:
    return Words(ko=said["ko"], en=said["en"])


ROLES: Mapping[str, Words] = MappingProxyType(
    {key: words(said) for key, said in _declared("sandan.web.shared")["roles"].items()}
)
"""The roles of an office, by key."""


@cache
def permissions() -> Mapping[str, Permission]:
    return {
        f"{app.rpartition('.')[2]}.{key}": _permission(f"{app.rpartition('.')[2]}.{key}", said)
        for app in settings.SANDAN_APPS
        for key, said in _declared(app).get("permissions", {}).items()
    }


def _permission(name: str, said: Mapping) -> Permission:
    allow_if = MappingProxyType(dict(said.get("allow_if", {})))
    unknown = (set(said["allow"]) | set(allow_if)) - set(ROLES)
    if unknown:
        raise ValueError(
            f"The permission {name} names the role {min(unknown)!r}; known are {', '.join(ROLES)}."
        )
    return Permission(name, words(said), frozenset(said["allow"]), allow_if)


@cache
def events() -> Mapping[str, Kind]:
    return {
        key: Kind(key, words(said))
        for app in settings.SANDAN_APPS
        for key, said in _declared(app).get("events", {}).items()
    }


@cache
def menu() -> tuple[Entry, ...]:
    entries = [
        Entry(
            url=said["url"],
            group=said["group"],
            order=said["order"],
            icon=said["icon"],
            permission=said["permission"],
            words=words(said),
        )
        for app in settings.SANDAN_APPS
        for said in _declared(app).get("menu", [])
    ]
    return tuple(sorted(entries, key=lambda entry: entry.order))
