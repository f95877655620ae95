"""Tags of the office: icons, and numbers as people write them."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a sign that says nothing new: it stands beside words and is not read aloud."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("sandan/icons.svg"),
        name,
    )
