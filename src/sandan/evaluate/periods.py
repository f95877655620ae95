"""Periods as sources print them, read as days, so that two of them can be compared."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

__all__ = ["Span", "span_of"]

_DAY = r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?"
_PERIOD = re.compile(rf"(?P<prefix>as of |by )?{_DAY}(?:/{_DAY})?")


@dataclass(frozen=True)
class Span:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def meets(self, other: "Span") -> bool:
        """Tell whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: "Span") -> bool:
        """Tell whether the other lies inside this one and is shorter."""
        return self != other and self.first <= other.first and other.last <= self.last

    @property
    def years(self) -> frozenset[int]:
        """The calendar years it touches."""
        return frozenset(range(self.first.year, self.last.year + 1))


def span_of(words: str) -> Span | None:
    """Read a printed period.

    Parameters
    ----------
    words : str
        ``2013``, ``2013-08``, ``2013-11-14``, two of them with a slash between, or one of them
        after ``as of`` or ``by``.

    Returns
    -------
    Span or None
        First and last day; None if the words are of another form, such as ``not stated``.

    Raises
    ------
    TypeError
        If ``words`` is not text.

    Notes
    -----
    A year or month stands for all its days. ``by 2013`` starts at the first day of the calendar.
    A period that ends before it begins, or names a day that does not exist, is not a period.

    References
    ----------
    ISO 8601-1 (2019), dates and intervals.

    Examples
    --------
    >>> span_of("2011/2013")
    Span(first=datetime.date(2011, 1, 1), last=datetime.date(2013, 12, 31))
    >>> span_of("not stated") is None
    True
    """
    found = _PERIOD.fullmatch(words.strip())
    if found is None:
        return None
    prefix, *parts = found.groups()
    start, end = parts[:3], parts[3:] if parts[3] else parts[:3]
    try:
        first = date.min if prefix == "by " else _day(start, last=False)
        last = _day(end, last=True)
    except ValueError:
        return None
    return Span(first, last) if first <= last else None


def _day(parts: list[str | None], *, last: bool) -> date:
    year, month, day = (int(part) if part else None for part in parts)
    assert year is not None
    if month is None:
        return date(year, 12, 31) if last else date(year, 1, 1)
    if day is None:
        day = calendar.monthrange(year, month)[1] if last else 1
    return date(year, month, day)
