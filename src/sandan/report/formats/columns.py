"""How wide the columns of a printed table are."""

from collections.abc import Sequence

from sandan.report.charts.style import BOLD, text_width

__all__ = ["column_widths", "narrowest"]

MARGIN = 12.0
NARROWEST_TEXT = 72.0
WIDEST_TEXT = 260.0


def column_widths(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], *, room: float, size: float
) -> list[float]:
    """Divide the width of a page among the columns of a table.

    Parameters
    ----------
    header : sequence of str, length n_columns
        Titles; they may break between words.
    rows : sequence of sequences of str, shape (n_rows, n_columns)
        Cells.
    numeric : sequence of bool, length n_columns
        Columns whose cells may not break.
    room : float
        Width of the page in points.
    size : float
        Size of the text in points.

    Returns
    -------
    list of float
        Width of each column in points; together ``room`` where the table needs more than that,
        and what it needs where that is less.

    Raises
    ------
    ValueError
        If a row is not as long as the header.

    Notes
    -----
    ``width = low + share × (high − low)`` with the narrowest and the natural width of a column and
    ``share = (room − sum(low)) / (sum(high) − sum(low))``, kept between 0 and 1.

    References
    ----------
    W3C (2011), CSS 2.1, section 17.5.2.2, for minimum and maximum widths of columns.

    Examples
    --------
    >>> widths = column_widths(["Area", "Firms"], [["A very long name of a place" * 9, "1"]], [False, True],
    ...                        room=200, size=8)
    >>> round(sum(widths))
    200
    """
    low = _low(header, rows, numeric, size)
    high = [max(pair) for pair in zip(low, _high(header, rows, size), strict=True)]
    slack = sum(high) - sum(low)
    share = min(1.0, max(0.0, (room - sum(low)) / slack)) if slack else 0.0
    return [narrow + share * (natural - narrow) for narrow, natural in zip(low, high, strict=True)]


def narrowest(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], *, size: float
) -> float:
    """Tell with how little width a table can still be set.

    Parameters
    ----------
    header, rows, numeric, size
        As for :func:`column_widths`.

    Returns
    -------
    float
        Width in points.

    Raises
    ------
    ValueError
        If a row is not as long as the header.

    Notes
    -----
    The sum of the longest cell of each numeric column, or the longest word of its title, which is
    bold, and at most 72 points for each column of text, or as much as a word of its title needs.

    References
    ----------
    W3C (2011), CSS 2.1, section 17.5.2.2, for minimum and maximum widths of columns.

    Examples
    --------
    >>> narrowest(["Area"], [["A very long name of a place"]], [False], size=8)
    84.0
    """
    return sum(_low(header, rows, numeric, size))


def _low(
    header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], size: float
) -> list[float]:
    widths = []
    for title, flush, *cells in zip(header, numeric, *rows, strict=True):
        longest = BOLD * _widest(title.split(), size)
        needed = max(longest, _widest(cells, size))
        widths.append(MARGIN + (needed if flush else max(longest, min(NARROWEST_TEXT, needed))))
    return widths


def _widest(texts: Sequence[str], size: float) -> float:
    return max((text_width(text, size) for text in texts), default=0.0)


def _high(header: Sequence[str], rows: Sequence[Sequence[str]], size: float) -> list[float]:
    columns = zip(header, *rows, strict=True)
    return [MARGIN + min(WIDEST_TEXT, BOLD * _widest(column, size)) for column in columns]
