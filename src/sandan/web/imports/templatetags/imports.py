"""Filters that say in the reader's language what the vault says in English."""

import re
from datetime import datetime
from typing import Any

from django.template import Library
from django.utils.translation import gettext_lazy as _

from sandan.data.profiles.registry import PROFILES
from sandan.data.quality import Action, Finding
from sandan.data.vault.sidecar import Snapshot
from sandan.web.imports import words
from sandan.web.shared.catalog import events, reader_language

register = Library()

EDITIONS = {
    "provisional": _("provisional edition"),
    "final": _("final edition"),
    "revised": _("revised edition"),
}
ACTIONS = {
    Action.NOTED: (_("taken and noted"), "info"),
    Action.REPAIRED: (_("taken after a repair"), "warn"),
    Action.SET_ASIDE: (_("row set aside"), "quiet"),
    Action.REFUSED: (_("row refused"), "bad"),
}
TYPES = {
    "years": _("years"),
    "codes": _("codes"),
    "numbers": _("numbers to count"),
    "words": _("plain words"),
    "empty": _("empty cells"),
}
KIB, MIB = 2**10, 2**20
ROW = re.compile(r"^row (\d+): ")

register.filter("kind_words", words.kind_words)
register.filter("count_words", words.count_words)
register.filter("refusal", words.refusal_words)


@register.filter
def of_profile(said: str, profile: str) -> str:
    return words.profile_words(profile, said)


@register.filter
def profile_title(name: str) -> str:
    return words.profile_words(name, PROFILES[name].title) if name in PROFILES else name


@register.filter
def said(finding: Finding) -> str:
    return words.finding_words(finding.code, finding.message)


@register.filter
def example_words(example: str) -> str:
    """Say “row 17” in Korean where the reader speaks it."""
    return example if reader_language() == "en" else ROW.sub(r"\1행: ", example)


@register.filter
def imported_on(snapshot: Snapshot) -> datetime:
    return datetime.fromisoformat(snapshot.imported_at)


@register.filter
def action_words(finding: Finding) -> Any:
    return ACTIONS[finding.action][0]


@register.filter
def tone(finding: Finding) -> str:
    return ACTIONS[finding.action][1]


@register.filter
def edition_words(edition: str) -> Any:
    return EDITIONS[str(edition)]


@register.filter
def type_words(kind: str) -> Any:
    return TYPES[kind]


@register.filter
def bytes_words(size: int) -> str:
    """Say a size as people do: in MiB from one on, else in KiB."""
    return f"{size / MIB:.1f} MiB" if size >= MIB else f"{size / KIB:.1f} KiB"


@register.filter
def option_meaning(option: str, profile: str) -> str:
    return words.option_words(profile, option)


@register.filter
def event_words(action: str) -> str:
    return str(events()[action].words) if action in events() else action
