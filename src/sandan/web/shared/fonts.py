"""The Korean font of the package in a form that browsers read, for devices that have none of their own."""

import os
from pathlib import Path

from fontTools.ttLib import TTFont

from sandan.report.theme import CHART_FONT, font_folder

__all__ = ["screen_fonts"]

WEIGHTS = (CHART_FONT, f"{CHART_FONT}Bold")


def screen_fonts(folder: Path) -> Path:
    """Write the fonts into a folder once; browsers refuse the originals for their empty tables of hints."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in WEIGHTS:
        if not (folder / f"{name}.woff").is_file():
            _write(name, folder)
    return folder


def _write(name: str, folder: Path) -> None:
    # Servers that start at the same time each write a file of their own; the last one stays.
    unfinished = folder / f".{name}.{os.getpid()}"
    with TTFont(font_folder() / f"{name}.ttf", lazy=True) as font:
        for table in [table for table in font.keys() if table.startswith("TSI")]:  # noqa: SIM118 -- no mapping
            del font[table]
        font.flavor = "woff"
        font.save(unfinished)
    unfinished.replace(folder / f"{name}.woff")
