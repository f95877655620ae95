"""Words about people and their roles."""

from django import template
from django.contrib.auth.hashers import is_password_usable
from django.utils import timezone

from sandan.web.accounts.models import RoleAssignment
from sandan.web.shared.catalog import ROLES, Words

register = template.Library()


@register.filter
def role_words(key: str) -> Words | str:
    return ROLES.get(key, key)


@register.filter
def role_state(assignment: RoleAssignment) -> str:
    today = timezone.localdate()
    if assignment.valid_from > today:
        return "to come"
    return "ended" if assignment.valid_to is not None and assignment.valid_to < today else "held"


@register.filter
def usable(password: str) -> bool:
    return is_password_usable(password)
