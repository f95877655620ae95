"""The theme as a style sheet of the office: colors, fonts, measures; written, or checked with ``--check``."""

import sys
from pathlib import Path

from sandan.report.theme import (
    DARK,
    DARK_SHADES,
    FONT_STACK,
    LIGHT,
    LIGHT_SHADES,
    MEASURES,
    MONO_STACK,
    custom_properties,
    recoloring,
)

SHEET = Path(__file__).parents[1] / "src" / "sandan" / "web" / "shared" / "static" / "sandan" / "tokens.css"


def sheet() -> str:
    """Write the style sheet: light for everybody, dark where the system or the person asks for it."""
    light = custom_properties(LIGHT) + custom_properties(LIGHT_SHADES)
    dark = custom_properties(DARK) + custom_properties(DARK_SHADES) + "color-scheme:dark;"
    fonts = f"--font:{FONT_STACK};--mono:{MONO_STACK};"
    measures = "".join(f"--{name}:{value};" for name, value in MEASURES.items())
    return (
        "/* Written from sandan.report.theme by tools/tokens.py; change it there. */\n"
        + _rule(":root", fonts + measures + light + "color-scheme:light;")
        # Paper stays light: what is dark applies to screens only.
        + "@media screen and (prefers-color-scheme: dark) {\n"
        + _rule(':root:not([data-theme="light"])', dark)
        + "}\n@media screen {\n"
        + _rule(':root[data-theme="dark"]', dark)
        + "}\n@media screen {\n"
        + recoloring().replace("}", "}\n")
        + "}\n"
    )


def _rule(selector: str, properties: str) -> str:
    lines = "".join(f"  {one.replace(':', ': ', 1)};\n" for one in properties.rstrip(";").split(";"))
    return f"{selector} {{\n{lines}}}\n"


def main() -> int:
    """Write the sheet, or say that it is out of date."""
    if sys.argv[1:] != ["--check"]:
        SHEET.write_text(sheet(), encoding="utf-8")
        return 0
    if SHEET.read_text(encoding="utf-8") == sheet():
        return 0
    print(f"{SHEET.name} differs from the theme; run python tools/tokens.py")
    return 1


if __name__ == "__main__":
    sys.exit(main())
