"""Charts as pictures: one drawing, made fit for a web page or turned into pixels."""

import re
import struct
from functools import cache
from html import escape

import vl_convert

from sandan.errors import ReportError
from sandan.report.document import Chart
from sandan.report.theme import font_folder

__all__ = ["inline_svg", "png", "png_size", "svg"]

PIXELS_PER_POINT = 3.0
LONGEST_REASON = 160


def svg(chart: Chart) -> str:
    """Draw a chart as a vector picture.

    Parameters
    ----------
    chart : Chart
        The chart; its specification holds its data.

    Returns
    -------
    str
        One SVG element.

    Raises
    ------
    ReportError
        If the specification cannot be drawn.

    Notes
    -----
    Text is set in the font that comes with Sandan, so the picture is the same on every machine.

    References
    ----------
    Satyanarayan et al. (2017), Vega-Lite: a grammar of interactive graphics.

    Examples
    --------
    >>> from sandan.report.document import TableBlock
    >>> empty = TableBlock("", (), (), ())
    >>> svg(Chart("", "", "", {"mark": "point", "data": {"values": []}}, empty))[:4]
    '<svg'
    """
    _use_own_font()
    try:
        drawn: str = vl_convert.vegalite_to_svg(dict(chart.specification), allowed_base_urls=[])
    except ValueError as error:
        reason = " ".join(str(error).split())[:LONGEST_REASON]
        raise ReportError(
            f"The chart {chart.title!r} cannot be drawn: {reason}. "
            "Its specification must be Vega-Lite with inline data."
        ) from error
    return drawn


def inline_svg(chart: Chart, name: str) -> str:
    """Draw a chart to stand inside a page beside others.

    Parameters
    ----------
    chart : Chart
        The chart.
    name : str
        A name that no other chart of the page has.

    Returns
    -------
    str
        One SVG element with one role and one label, whose inner identifiers are
        ``name`` and a count, the same whatever was drawn before.

    Raises
    ------
    ReportError
        If the specification cannot be drawn.

    Notes
    -----
    The parts of the drawing lose their own roles: assistive technology reads the description and
    the table twin, not hundreds of unnamed marks.

    References
    ----------
    W3C (2018), WAI-ARIA Graphics Module 1.0.

    Examples
    --------
    >>> from sandan.report.document import TableBlock
    >>> empty = TableBlock("", (), (), ())
    >>> chart = Chart("", "No points", "", {"mark": "point", "data": {"values": []}}, empty)
    >>> inline_svg(chart, "a")[:37]
    '<svg role="img" aria-label="No points'
    """
    drawn = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg(chart))
    places = {old: f"{name}-{place}" for place, old in enumerate(re.findall(r' id="([^"]+)"', drawn))}
    drawn = re.sub(r'( id="|url\(#|href="#)([^")]+)', lambda found: found[1] + places[found[2]], drawn)
    return drawn.replace("<svg", f'<svg role="img" aria-label="{escape(chart.description)}"', 1)


def png(chart: Chart) -> bytes:
    """Draw a chart in pixels, for formats that hold no vectors.

    Parameters
    ----------
    chart : Chart
        The chart.

    Returns
    -------
    bytes
        A PNG file with three pixels for each point of the drawing.

    Raises
    ------
    ReportError
        If the specification cannot be drawn.

    Notes
    -----
    The pixels are those of :func:`svg`, so page, document and office file show the same picture.

    References
    ----------
    ISO/IEC 15948 (2004), Portable Network Graphics.

    Examples
    --------
    >>> from sandan.report.document import TableBlock
    >>> chart = Chart("", "", "", {"mark": "point", "data": {"values": []}}, TableBlock("", (), (), ()))
    >>> png(chart)[1:4]
    b'PNG'
    """
    pixels: bytes = vl_convert.svg_to_png(svg(chart), scale=PIXELS_PER_POINT)
    return pixels


def png_size(picture: bytes) -> tuple[int, int]:
    """Read the size of a PNG picture.

    Parameters
    ----------
    picture : bytes
        A PNG file.

    Returns
    -------
    tuple of int
        Width and height in pixels.

    Raises
    ------
    struct.error
        If the file ends before its header does.

    Notes
    -----
    Both stand as big-endian integers at byte 16, in the first chunk of every PNG file.

    References
    ----------
    ISO/IEC 15948 (2004), Portable Network Graphics, section 11.2.2.

    Examples
    --------
    >>> png_size(bytes(16) + bytes([0, 0, 0, 3, 0, 0, 0, 2]))
    (3, 2)
    """
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


@cache
def _use_own_font() -> None:
    vl_convert.register_font_directory(str(font_folder()))
