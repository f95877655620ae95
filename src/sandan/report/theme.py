"""How Sandan looks: colors, type, spacing and fonts, written once for pages, documents and charts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from sandan.errors import ReportError

__all__ = [
    "CHART_FONT",
    "DARK",
    "DARK_SHADES",
    "FONT_STACK",
    "LIGHT",
    "LIGHT_SHADES",
    "MEASURES",
    "MONO_STACK",
    "Palette",
    "Shades",
    "custom_properties",
    "font_folder",
    "recoloring",
]


@dataclass(frozen=True)
class Palette:
    """The colors of one light; text colors reach a contrast of 4.5 on paper and on surface."""

    ink: str
    muted: str
    line: str
    paper: str
    surface: str
    accent: str
    tint: str
    positive: str
    negative: str
    caution: str
    neutral: str
    focus: str


LIGHT = Palette(
    ink="#1b2430",
    muted="#5b6773",
    line="#d7dde3",
    paper="#ffffff",
    surface="#f5f7f9",
    accent="#0b5fa5",
    tint="#e8f1f9",
    positive="#1f7a5a",
    negative="#b4532a",
    caution="#fbf3ee",
    neutral="#9aa5b1",
    focus="#c8352c",
)
"""For paper, for charts, and for screens in light."""

DARK = Palette(
    ink="#e4e9ee",
    muted="#a5b1bd",
    line="#323d48",
    paper="#12181f",
    surface="#1a222b",
    accent="#7fb9ec",
    tint="#1b3146",
    positive="#6cc3a0",
    negative="#e59a78",
    caution="#2a211d",
    neutral="#75828f",
    focus="#ff8f80",
)
"""For screens in the dark; charts are recolored token by token."""


@dataclass(frozen=True)
class Shades:
    """What the office needs beside a palette: states and their grounds, edges of controls, the top band."""

    ground: str
    raised: str
    sunken: str
    edge: str
    on_accent: str
    accent_deep: str
    good: str
    good_tint: str
    warn: str
    warn_tint: str
    bad: str
    bad_tint: str
    info: str
    info_tint: str
    band: str
    band_ink: str
    band_muted: str
    band_line: str
    ember: str
    veil: str


LIGHT_SHADES = Shades(
    ground="#f5f7f9",
    raised="#ffffff",
    sunken="#edf1f4",
    edge="#788491",
    on_accent="#ffffff",
    accent_deep="#084a83",
    good="#186b4f",
    good_tint="#e4f3ec",
    warn="#845500",
    warn_tint="#fcf2da",
    bad="#b02a20",
    bad_tint="#fdecea",
    info="#0b5fa5",
    info_tint="#e8f1f9",
    band="#15263a",
    band_ink="#f3f6f9",
    band_muted="#aebdcc",
    band_line="#324a63",
    ember="#e0793b",
    veil="#0d151d8c",
)
"""For screens of the office in light."""

DARK_SHADES = Shades(
    ground="#10161d",
    raised="#19212a",
    sunken="#0c1117",
    edge="#728090",
    on_accent="#0b1620",
    accent_deep="#a9d2f5",
    good="#6cc3a0",
    good_tint="#132e27",
    warn="#e3b565",
    warn_tint="#312711",
    bad="#f3978d",
    bad_tint="#3a1e1d",
    info="#7fb9ec",
    info_tint="#16293b",
    band="#0b1219",
    band_ink="#e8edf2",
    band_muted="#9dadbc",
    band_line="#2a3846",
    ember="#e98d55",
    veil="#000000a6",
)
"""The same in the dark."""

MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "s1": "0.25rem",
        "s2": "0.5rem",
        "s3": "0.75rem",
        "s4": "1rem",
        "s5": "1.5rem",
        "s6": "2rem",
        "s7": "3rem",
        "s8": "4.5rem",
        "radius": "0.5rem",
        "radius-small": "0.3125rem",
        "radius-round": "999px",
        "shadow": "0 1px 2px #0d151d12, 0 8px 24px -12px #0d151d38",
        "reading": "43rem",
        "menu-width": "13.5rem",
        "quick": "140ms",
    }
)
"""Spacing, corners, shadow and widths of the office."""

CHART_FONT = "NanumGothic"
"""The family that is always there: it comes with the package in :func:`font_folder`."""

FONT_STACK = (
    "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Source Han Sans KR', "
    "'Malgun Gothic', NanumGothic, 'Nanum Gothic', system-ui, sans-serif"
)
"""Every system that shows Hangul has one of these; nothing is fetched."""

MONO_STACK = "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace"


def custom_properties(palette: Palette | Shades) -> str:
    """Write a palette as CSS custom properties.

    Parameters
    ----------
    palette : Palette or Shades
        The colors.

    Returns
    -------
    str
        ``--name:value;`` for each color, in the order of the fields; a name's underscore becomes a hyphen.

    Raises
    ------
    TypeError
        If ``palette`` is not a dataclass.

    Notes
    -----
    ``"".join(f"--{name}:{value};")``

    References
    ----------
    W3C (2022), CSS Custom Properties for Cascading Variables Module Level 1.

    Examples
    --------
    >>> custom_properties(LIGHT)[:14]
    '--ink:#1b2430;'
    """
    return "".join(f"--{name.replace('_', '-')}:{value};" for name, value in asdict(palette).items())


def recoloring() -> str:
    """Write rules that turn each color of a chart into the token of the page around it.

    Parameters
    ----------
    None

    Returns
    -------
    str
        Two rules for each color, for fills and for strokes below ``.picture``.

    Raises
    ------
    TypeError
        Never.

    Notes
    -----
    Charts are drawn in the colors of :data:`LIGHT`; on a dark page the same names have other colors.

    References
    ----------
    W3C (2022), CSS Custom Properties for Cascading Variables Module Level 1.

    Examples
    --------
    >>> recoloring()[:46]
    '.picture [fill="#1b2430" i]{fill:var(--ink)}.p'
    """
    return "".join(
        f'.picture [{part}="{color}" i]{{{part}:var(--{name})}}'
        for name, color in asdict(LIGHT).items()
        for part in ("fill", "stroke")
    )


def font_folder() -> Path:
    """Find the folder with NanumGothic in its weights.

    Parameters
    ----------
    None

    Returns
    -------
    Path
        The folder ``fonts`` of the package ``koreanize_matplotlib``.

    Raises
    ------
    ReportError
        If that package is not installed.

    Notes
    -----
    The package is located and never imported: importing it would load matplotlib.

    References
    ----------
    NAVER Corp. (2010), Nanum fonts, SIL Open Font License 1.1.

    Examples
    --------
    >>> (font_folder() / "NanumGothic.ttf").is_file()
    True
    """
    found = find_spec("koreanize_matplotlib")
    if found is None or found.origin is None:
        raise ReportError(
            "The Korean font of documents was not found: the package `koreanize-matplotlib` is missing. "
            "Install Sandan with all of its dependencies."
        )
    return Path(found.origin).parent / "fonts"
