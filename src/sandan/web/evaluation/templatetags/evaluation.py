"""Words of a specification."""

from django import template

from sandan.web.evaluation.forms import BASIS_WORDS, OUTCOME_WORDS

register = template.Library()


@register.filter
def outcome_words(key: str) -> str:
    return str(OUTCOME_WORDS[key])


@register.filter
def basis_words(key: str) -> str:
    return str(BASIS_WORDS[key])
