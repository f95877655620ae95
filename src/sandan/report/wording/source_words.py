"""What the record of a snapshot says about its source, in the language of a report."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sandan.data.profiles.registry import PROFILES

__all__ = ["source_words"]


def source_words(profile: str, words: str, language: str) -> str:
    """Say words of a snapshot's record in the language of a report.

    Parameters
    ----------
    profile : str
        The profile that the snapshot was read with.
    words : str
        Its title, source or licence, or a sentence on what it must not be read as.
    language : str
        ``ko`` or ``en``.

    Returns
    -------
    str
        The Korean of the catalog in a Korean report; the words themselves otherwise.

    Raises
    ------
    TOMLDecodeError
        If the catalog is damaged.

    Notes
    -----
    Records speak English, because their bytes are part of what names a snapshot. Words that the
    profile no longer says, in the record of an older release, stay as they are: Korean for other words
    would be a false translation.

    References
    ----------
    ``src/sandan/report/wording/sources_ko.toml``.

    Examples
    --------
    >>> source_words("stores", "Workers or sales: it has neither.", "ko")
    '종사자나 매출 자료로 읽지 마십시오. 둘 다 들어 있지 않습니다.'
    >>> source_words("stores", "as the city told us", "ko")
    'as the city told us'
    """
    return _korean(profile).get(words, words) if language == "ko" else words


@cache
def _korean(name: str) -> Mapping[str, str]:
    """Pair what a profile says with its Korean."""
    if name not in PROFILES:
        return {}
    profile, korean = PROFILES[name], _catalog()[name]
    plain = {getattr(profile, part): str(korean[part]) for part in ("title", "source", "licence")}
    return plain | dict(zip(profile.not_to_be_read_as, korean["not_to_be_read_as"], strict=True))


@cache
def _catalog() -> Mapping[str, Mapping[str, Any]]:
    text = files("sandan.report.wording").joinpath("sources_ko.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
