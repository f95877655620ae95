"""Answers and reasons of the matching in the words of the reader."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

ANSWERS = {
    "name-same": _("same name"),
    "name-branch": _("same name, another branch"),
    "name-similar": _("similar name"),
    "name-begins": _("one name is the other with a word added"),
    "name-different": _("another name"),
    "name-absent": _("no name to compare"),
    "number-whole": _("same number"),
    "number-part": _("first six digits agree"),
    "number-different": _("another number"),
    "number-absent": _("not on both sides"),
    "address-same": _("same building"),
    "address-near": _("same street"),
    "address-place": _("same city"),
    "address-different": _("elsewhere"),
    "address-absent": _("not on both sides"),
    "representative-same": _("same person's name"),
    "representative-masked": _("masked, may be the same"),
    "representative-different": _("another person"),
    "representative-absent": _("not on both sides"),
    "phone-same": _("same telephone number"),
    "phone-different": _("another telephone number"),
    "phone-absent": _("not on both sides"),
    "product-same": _("same product"),
    "product-different": _("worded differently"),
    "product-absent": _("not on both sides"),
}

COLUMNS = {
    "name": _("Name"),
    "number": _("Business number"),
    "address": _("Address"),
    "representative": _("Representative"),
    "phone": _("Telephone"),
    "product": _("Product or industry"),
}

REASONS = {
    "number": _("The whole business number agrees, and the name or another feature with it."),
    "name-and-address": _("Name and building agree, and the numbers do not disagree."),
    "several-possible": _("Several companies are possible."),
    "one-possible": _("One company is possible, but not certain."),
    "other-name": _("One company is possible, by a former or another name."),
    "too-little": _("The row says too little."),
    "nothing-near": _("No company comes near."),
    "number-held": _("It was decided as new, but a company of the register has its business number."),
}

MEANINGS = {
    "match": _("One company is certain and has no rival. It is a proposal until somebody confirms it."),
    "multiple": _("Two or more companies come near. A person chooses."),
    "unknown": _("One company comes near but is not certain, or the row says too little. A person decides."),
    "none": _(
        "No company comes near: a new one, one of another place, or one that moved and changed its name."
    ),
}

TONES = {"match": "good", "multiple": "warn", "unknown": "warn", "none": "quiet"}
DECISION_TONES = {"same": "good", "new": "info", "unclear": "warn", "": "quiet"}


@register.filter
def answer(key: str) -> Any:
    return ANSWERS[key]


@register.filter
def column(feature: str) -> Any:
    return COLUMNS[feature]


@register.filter
def why(key: str) -> Any:
    return REASONS[key]


@register.filter
def meaning(state: str) -> Any:
    return MEANINGS[state]


@register.filter
def state_tone(state: str) -> str:
    return TONES[state]


@register.filter
def decision_tone(decision: str) -> str:
    return DECISION_TONES[decision]


@register.filter
def points(value: float) -> str:
    """Write points with their sign, as they are added up."""
    return f"{value:+.0f}".replace("-", "−") if value else "0"


@register.filter
def whole(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}".replace("-", "−")
