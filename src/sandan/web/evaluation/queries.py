"""Reading: what is registered, in the words of the reader."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext

from sandan.errors import RegistrationError
from sandan.web.measurement.evaluations import (
    Specification,
    beside,
    find,
    named_codes,
    offered,
    registered,
    standing_of,
)
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.screens import answer_to
from sandan.web.shared.catalog import reader_language

__all__ = ["BY_HAND", "FROM_LIST", "answer", "found", "in_words", "listed", "source_words", "standing"]

FROM_LIST = "strategic list, version "
BY_HAND = "codes written by hand"
"""What a specification keeps of where its codes are from; its hash covers it, so it is in one language."""


def listed() -> list[dict[str, Any]]:
    """Return all specifications in words, the newest first."""
    return [in_words(one.fixed) | {"standing": one} for one in reversed(registered())]


def found(key: str) -> Specification:
    try:
        return find(key)
    except RegistrationError as error:
        raise Http404(str(error)) from error


def standing(fixed: Specification) -> dict[str, Any]:
    """Return a specification in words, with how it stands among others."""
    return in_words(fixed) | {"standing": standing_of(fixed)}


def in_words(fixed: Specification) -> dict[str, Any]:
    language, names = reader_language(), offered()

    def name(code: str) -> str:
        return (names.places.get(code) or names.sites.get(code) or {}).get(language, code)

    return {
        "fixed": fixed,
        "policy": fixed.policy(language),
        "place": name(fixed.place),
        "site": name(fixed.site),
        "target": named_codes(fixed.target, language),
        "target_from": source_words(fixed.target_from),
        "elsewhere": [name(code) for code in fixed.treated_elsewhere],
        "percent": f"{100 * fixed.level:g}",
        "rates": _rates(fixed),
        "rings": ", ".join(f"{end:g}" for end in fixed.rings),
    }


def _rates(fixed: Specification) -> list[dict[str, str]]:
    """Write rates with their ends, shares in percent."""
    given = {} if fixed.rates is None else fixed.rates.to_json()
    return [
        {"name": name, "ends": _ends(name, rate), "origin": rate["origin"], "source": rate["source"]}
        for name, rate in given.items()
    ]


def _ends(name: str, rate: dict[str, Any]) -> str:
    unit, sign = (1, "") if name == "multiplier" else (100, "%")
    low, central, high = (f"{unit * rate[end]:g}" for end in ("lower", "central", "upper"))
    return f"{central}{sign} ({low}–{high}{sign})"


def answer(question: str, fixed: Specification) -> dict[str, Any]:
    """Return the answer about a specification, or the job that makes it."""
    lens = Lens(fixed.place, fixed.first, fixed.last)
    options = {"specification": fixed.id}
    if question == "policy" and (others := beside(fixed)):
        options["beside"] = ",".join(one.id for one in others)
    return answer_to(question, lens, options, offered=None)


def source_words(kept: str) -> str:
    """Say in the language of the page where codes are from; what was written elsewhere stands as it is."""
    if kept == BY_HAND:
        return gettext("codes written by hand")
    if kept.startswith(FROM_LIST):
        return gettext("list of strategic industries, version %(version)s") % {
            "version": kept.removeprefix(FROM_LIST)
        }
    return kept
