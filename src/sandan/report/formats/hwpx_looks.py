"""The looks of the office format: character shapes and borders, made once for each file."""

from collections.abc import Mapping
from typing import Any

from hwpx import HwpxDocument

from sandan.report.theme import LIGHT

__all__ = ["Looks"]

# The second character shape of the empty file is set in the sans serif of the office program.
SANS = "1"

TEXT: Mapping[str, Mapping[str, Any]] = {
    "title": {"size": 26, "bold": True, "color": LIGHT.ink},
    "subtitle": {"size": 13, "color": LIGHT.muted},
    "heading1": {"size": 16, "bold": True, "color": LIGHT.ink},
    "heading2": {"size": 11, "bold": True, "color": LIGHT.ink},
    "lead": {"size": 12, "color": LIGHT.ink},
    "body": {"size": 10, "color": LIGHT.ink},
    "strong": {"size": 10, "bold": True, "color": LIGHT.ink},
    "muted": {"size": 9, "color": LIGHT.muted},
    "small": {"size": 8, "color": LIGHT.muted},
    "accent": {"size": 10, "bold": True, "color": LIGHT.accent},
    "warning": {"size": 10, "bold": True, "color": LIGHT.negative},
    "raised": {"size": 10, "color": LIGHT.accent, "script": "sup"},
    "big": {"size": 20, "bold": True, "color": LIGHT.ink},
    "cell": {"size": 9, "color": LIGHT.ink},
    "cell_strong": {"size": 9, "bold": True, "color": LIGHT.ink},
    "cell_weak": {"size": 9, "color": LIGHT.muted},
}

BORDERS: Mapping[str, Mapping[str, Any]] = {
    "none": {"active_borders": []},
    "row": {"active_borders": ["bottom"], "border_color": LIGHT.line},
    "ruled": {"active_borders": ["top"], "border_color": LIGHT.neutral},
    "header": {"active_borders": ["top", "bottom"], "border_color": LIGHT.ink, "border_width": "0.3 mm"},
    "total": {
        "active_borders": ["top", "bottom"],
        "border_color": LIGHT.neutral,
        "fill_color": LIGHT.surface,
    },
    "notice": {
        "active_borders": ["top", "bottom", "left", "right"],
        "border_color": LIGHT.accent,
        "fill_color": LIGHT.tint,
    },
    "warning": {
        "active_borders": ["left"],
        "border_color": LIGHT.negative,
        "border_width": "0.7 mm",
        "fill_color": LIGHT.caution,
    },
}

ROWS = {
    "header": "cell_strong",
    "total": "cell_strong",
    "strong": "cell_strong",
    "weak": "cell_weak",
    "small": "small",
}


class Looks:
    """Identifiers of the character shapes (``text``) and borders (``border``) of one file."""

    def __init__(self, file: HwpxDocument) -> None:
        self.text = {
            name: file.styles.ensure_run(base_char_pr_id=SANS, **look) for name, look in TEXT.items()
        }
        self.border = {name: file.styles.ensure_border_fill(**look) for name, look in BORDERS.items()}

    @staticmethod
    def of_row(tone: str) -> str:
        """Name the character shape of a table row."""
        return ROWS.get(tone, "cell")
