from datetime import date

import pytest

from sandan.evaluate.periods import Span, span_of


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2013-02", date(2013, 2, 1), date(2013, 2, 28)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-11-14", date(2013, 11, 14), date(2013, 11, 14)),
        ("2011/2013", date(2011, 1, 1), date(2013, 12, 31)),
        ("2011-06/2013-03-02", date(2011, 6, 1), date(2013, 3, 2)),
        ("as of 2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("by 2013", date.min, date(2013, 12, 31)),
        (" 2013 ", date(2013, 1, 1), date(2013, 12, 31)),
    ],
)
def test_span_of_reads_printed_periods(words, first, last):
    assert span_of(words) == Span(first, last)


@pytest.mark.parametrize(
    "words", ["not stated", "", "2013-13", "2013-02-30", "2013/2011", "0000", "13", "2013-11-14/", "2013-00"]
)
def test_span_of_leaves_other_words_alone(words):
    assert span_of(words) is None


def test_spans_meet_on_a_common_day_only():
    year, next_year = span_of("2012"), span_of("2013")
    assert not year.meets(next_year)
    assert span_of("2012/2013").meets(next_year)
    assert span_of("by 2013").meets(year)


def test_span_holds_what_lies_inside_and_is_shorter():
    assert span_of("2011/2012").holds(span_of("2011"))
    assert not span_of("2011").holds(span_of("2011"))
    assert not span_of("2011").holds(span_of("2011/2012"))
    assert span_of("2011/2013").years == {2011, 2012, 2013}
