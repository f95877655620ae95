"""Words of a specification."""

from django import template

from sandan.web.evaluation.forms import BASIS_WORDS, ORIGIN_WORDS, OUTCOME_WORDS, RATE_WORDS

register = template.Library()


@register.filter
def outcome_words(key: str) -> str:
    return str(OUTCOME_WORDS[key])


@register.filter
def basis_words(key: str) -> str:
    return str(BASIS_WORDS[key])


@register.filter
def rate_words(key: str) -> str:
    return str(RATE_WORDS[key])


@register.filter
def origin_words(key: str) -> str:
    return str(ORIGIN_WORDS[key])
