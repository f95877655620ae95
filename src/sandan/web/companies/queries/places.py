"""Names of places and industries: codes are what is kept, names are looked up when they are shown."""

from collections.abc import Mapping
from functools import cache, lru_cache

from django.conf import settings

from sandan.data.codes.ksic import ksic10
from sandan.data.codes.ksic_korean import KOREAN_NAMES
from sandan.data.codes.ksic_korean_groups import KOREAN_GROUP_NAMES
from sandan.web.shared.catalog import reader_language

__all__ = ["industry_name", "is_known_industry", "place_name", "place_names"]

KNOWN = "KSIC10"


def place_names() -> Mapping[str, tuple[str, str]]:
    """Return the names of every place in the office's own lists, Korean and English, by code."""
    return _names(tuple(one.id for one in settings.WORKSPACE.vault.current("regions")))


@lru_cache(maxsize=2)
def _names(snapshots: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    vault = settings.WORKSPACE.vault
    tables = [vault.read(key, columns=["code", "name_ko", "name_en"]) for key in snapshots]
    return {
        code: (korean, english if isinstance(english, str) else korean)
        for table in tables
        for code, korean, english in table.itertuples(index=False)
    }


def place_name(code: str) -> str:
    korean, english = place_names().get(code, (code, code))
    return english if reader_language() == "en" else korean


def industry_name(code: str) -> str:
    """Name an industry by the nearest level that has a name in the reader's language."""
    return _english(code) if reader_language() == "en" else _korean(code)


@cache
def _korean(code: str) -> str:
    names = KOREAN_NAMES | KOREAN_GROUP_NAMES
    return next((names[code[:size]] for size in range(len(code), 0, -1) if code[:size] in names), code)


@cache
def _english(code: str) -> str:
    names = _english_names()
    return next((names[code[:size]] for size in range(len(code), 0, -1) if code[:size] in names), code)


def is_known_industry(classification: str, code: str) -> bool:
    """Tell whether a code is one of its classification; of a classification that is not carried, any is."""
    return classification != KNOWN or code in _english_names()


@cache
def _english_names() -> Mapping[str, str]:
    return {str(code): str(name) for code, name in ksic10().codes["name_en"].items()}
