"""How Sandan looks: colors, type, spacing and fonts, written once for pages, documents and charts."""

from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from sandan.errors import ReportError

__all__ = [
    "CHART_FONT",
    "DARK",
    "FONT_STACK",
    "LIGHT",
    "MONO_STACK",
    "Palette",
    "custom_properties",
    "font_folder",
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

CHART_FONT = "NanumGothic"
"""The family that is always there: it comes with the package in :func:`font_folder`."""

FONT_STACK = (
    "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Source Han Sans KR', "
    "'Malgun Gothic', NanumGothic, 'Nanum Gothic', system-ui, sans-serif"
)
"""Every system that shows Hangul has one of these; nothing is fetched."""

MONO_STACK = "ui-monospace, 'SF Mono', 'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace"


def custom_properties(palette: Palette) -> str:
    """Write a palette as CSS custom properties.

    Parameters
    ----------
    palette : Palette
        The colors.

    Returns
    -------
    str
        ``--name:value;`` for each color, in the order of the fields.

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
    return "".join(f"--{name}:{value};" for name, value in asdict(palette).items())


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
