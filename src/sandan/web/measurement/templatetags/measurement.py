"""Tags that show answers: words with figures in them, and addresses that carry the lens on."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sandan.web.measurement.lens import Lens

register = template.Library()


@register.simple_tag
def inlines(content: Sequence[str | Sequence[Any]]) -> SafeString:
    """Show words as they are and numbers as links to their cards."""
    return format_html_join("", "{}", ((_inline(one),) for one in content))


def _inline(one: str | Sequence[Any]) -> str | SafeString:
    if isinstance(one, str):
        return one
    key, shown, has_value = tuple(one)
    looks = "figure" if has_value else "figure missing"
    return format_html('<a class="{}" href="{}">{}</a>', looks, reverse("figures:card", args=(key,)), shown)


@register.filter
def picture(drawing: str) -> SafeString:
    """Put a drawing of our own worker into the page as it is."""
    return mark_safe(drawing)  # noqa: S308 -- drawn by the core from numbers, with names of files escaped


@register.simple_tag
def seen(lens: Lens | None, url: str, *args: str, **more: Any) -> str:
    """Give the address of a page that looks through the same lens, with more parts if they are named."""
    address = reverse(url, args=args)
    parts = [] if lens is None else [lens.address]
    parts += [f"{name}={value}" for name, value in more.items() if value]
    return f"{address}?{'&'.join(parts)}" if parts else address
