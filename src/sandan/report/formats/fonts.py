"""The part of the Korean font that one page needs, ready to stand inside of it."""

from base64 import b64encode
from io import BytesIO

from fontTools import subset

from sandan.report.theme import font_folder

__all__ = ["PAGE_FONT", "font_faces"]

PAGE_FONT = "Sandan"
"""The family under which the page knows its own font."""

WEIGHTS = {"400": "NanumGothic.ttf", "700": "NanumGothicBold.ttf"}
ALWAYS = "".join(map(chr, range(0x20, 0x7F)))

# Tables of the tool with which the font was made; no program reads them.
SOURCE_TABLES = ["TSI0", "TSI1", "TSI2", "TSI3", "TSI5"]


def font_faces(text: str) -> str:
    """Write style rules that carry the glyphs of a text in both weights.

    Parameters
    ----------
    text : str
        Everything that the page can show.

    Returns
    -------
    str
        Two ``@font-face`` rules with the font as base64.

    Raises
    ------
    ReportError
        If the font is not installed.

    Notes
    -----
    About 50 kB a weight for a report in Korean, where the whole font has 4.6 MB. Signs that the
    font lacks are left to the fonts of the reader's machine.

    References
    ----------
    W3C (2012), WOFF File Format 1.0; NAVER Corp. (2010), Nanum fonts, SIL Open Font License 1.1.

    Examples
    --------
    >>> font_faces("산단").count("@font-face")
    2
    """
    signs = "".join(sorted(set(text) | set(ALWAYS)))
    return "".join(_face(weight, file, signs) for weight, file in WEIGHTS.items())


def _face(weight: str, file: str, signs: str) -> str:
    options = subset.Options(
        flavor="woff", hinting=False, drop_tables=[*subset.Options().drop_tables, *SOURCE_TABLES]
    )
    cut = BytesIO()
    with subset.load_font(str(font_folder() / file), options, lazy=True) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=signs)
        cutter.subset(font)
        subset.save_font(font, cut, options)
    source = f"url(data:font/woff;base64,{b64encode(cut.getvalue()).decode()}) format('woff')"
    return f"@font-face{{font-family:{PAGE_FONT};font-weight:{weight};src:{source}}}\n"
