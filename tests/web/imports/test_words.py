"""Whatever the core can say has a Korean sentence."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from django.utils import translation

from sandan import errors
from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.registry import PROFILES
from sandan.web.imports.words import (
    finding_words,
    kind_words,
    option_words,
    profile_words,
    refusal_words,
)

CODE = re.compile(r"(?:note|take_out|noted|describe|describe_rows)\(\s*f?\"([a-z-]+)(?:\{\w+\})?\"")


def _codes():
    root = Path(str(files("sandan.data")))
    return sorted(
        {code.strip("-") for path in root.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    )


@pytest.mark.parametrize("code", _codes())
def test_finding_has_korean_words(code):
    said = {
        "encoding": "The file is in cp949.",
        "moved-header": "The header stands below 3 other lines.",
        "column-left-out": "firm_list does not know the columns a, b.",
        "stray-character": "4 NUL or byte-order characters were taken out.",
    }.get(code, "said")
    with translation.override("ko"):
        assert re.search("[가-힣]", finding_words(code, said))


@pytest.mark.parametrize(
    ("code", "message", "korean"),
    [
        ("encoding", "The file is in cp949.", "파일의 문자 인코딩은 cp949입니다."),
        ("moved-header", "The header stands below 3 other lines.", "머리글이 위에서 3행 아래에 있습니다."),
        ("unreadable-workers", "`workers` cannot be read.", "칸을 읽을 수 없습니다."),
        ("of-another-release", "What it said.", "What it said."),
    ],
)
def test_finding_in_korean_keeps_its_values(code, message, korean):
    with translation.override("ko"):
        assert finding_words(code, message) == korean
    with translation.override("en"):
        assert finding_words(code, message) == message


@pytest.mark.parametrize("kind", CONTRACTS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_kind_has_words(kind, language):
    with translation.override(language):
        assert kind_words(kind) != kind


@pytest.mark.parametrize(
    ("profile", "option"),
    [(p.name, o) for p in PROFILES.values() for o in p.options if o not in p.file_options],
)
def test_option_has_korean_words(profile, option):
    with translation.override("ko"):
        assert re.search("[가-힣]", option_words(profile, option))


def test_profile_is_named_in_the_language_of_the_reader():
    stores = PROFILES["stores"]
    with translation.override("en"):
        assert profile_words("stores", stores.title) == stores.title
    with translation.override("ko"):
        assert profile_words("stores", "as the city told us") == "as the city told us"


def test_refusal_of_unknown_code_is_that_of_its_family():
    with translation.override("en"):
        assert refusal_words("vault-snapshot-missing") == refusal_words(errors.VaultError.code)
        assert refusal_words("never-heard-of") == refusal_words("source")
