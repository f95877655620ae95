"""What the core says in English, in the language of the reader."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sandan.data.profiles.registry import PROFILES
from sandan.report.wording.source_words import source_words
from sandan.web.shared.catalog import reader_language, words

__all__ = [
    "Refusal",
    "count_words",
    "finding_words",
    "kind_words",
    "option_words",
    "profile_words",
    "refusal_words",
]


@dataclass(frozen=True)
class Refusal:
    """What a refusal means, and what to do about it."""

    what: str
    then: str


@cache
def _catalog() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(files("sandan.web.imports").joinpath("words.toml").read_text(encoding="utf-8"))


def kind_words(kind: str) -> str:
    return str(words(_catalog()["kinds"][kind])) if kind in _catalog()["kinds"] else kind


def count_words(name: str) -> str:
    return str(words(_catalog()["counts"][name]))


def profile_words(profile: str, said: str) -> str:
    """Say a title, a source, a licence or a warning of a profile."""
    return source_words(profile, said, reader_language())


def option_words(profile: str, option: str) -> str:
    """Say what an option of a profile means."""
    said = PROFILES[profile].options[option]
    if reader_language() == "en":
        return f"{said[0].upper()}{said[1:]}"
    return str(_catalog()["options"].get(profile, {}).get(option, said))


def finding_words(code: str, message: str) -> str:
    """Say a finding: by its code, or by the beginning of a code that ends in the name of a column."""
    if reader_language() == "en":
        return message
    found = _catalog()["found"].get(code)
    if found is not None:
        match = re.search(found["find"], message)
        return found["ko"].format(*match.groups()) if match else message
    spoken = _catalog()["findings"]
    parts = code.split("-")
    beginnings = ("-".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((str(spoken[part]) for part in beginnings if part in spoken), message)


def refusal_words(code: str) -> Refusal:
    """Say what a refusal of the core means; of an unknown code, what its family means."""
    spoken = _catalog()["refusals"]
    said = spoken.get(code) or spoken.get(code.split("-", maxsplit=1)[0]) or spoken["source"]
    language = reader_language()
    return Refusal(said[language], said[f"next_{language}"])
