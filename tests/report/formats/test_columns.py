from hypothesis import given
from hypothesis import strategies as st

from sandan.report.charts.style import BOLD, text_width
from sandan.report.formats.columns import column_widths, narrowest

ROOM, SIZE = 459.0, 8.3
CELLS = st.text(alphabet="가나다 abc 0123,", max_size=40)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]], list[bool]]:
    columns = draw(st.integers(1, 8))
    row = st.lists(CELLS, min_size=columns, max_size=columns)
    numeric = st.lists(st.booleans(), min_size=columns, max_size=columns)
    return draw(row), draw(st.lists(row, max_size=6)), draw(numeric)


def test_small_table_takes_what_it_needs() -> None:
    assert sum(column_widths(["A", "B"], [["a", "1"]], [False, True], room=ROOM, size=SIZE)) < 50


def test_numbers_keep_their_width_and_words_give_way() -> None:
    place, number = column_widths(
        ["P", "N"], [["long name " * 30, "1,234,567"]], [False, True], room=100, size=SIZE
    )
    assert narrowest(["N"], [["1,234,567"]], [True], size=SIZE) == number
    assert place == 84.0


def test_table_without_columns_has_no_widths() -> None:
    assert column_widths([], [], [], room=ROOM, size=SIZE) == []


@given(tables())
def test_columns_fill_the_room_and_never_more_than_they_must(
    table: tuple[list[str], list[list[str]], list[bool]],
) -> None:
    widths = column_widths(*table, room=ROOM, size=SIZE)
    least = narrowest(*table, size=SIZE)
    assert sum(widths) <= max(ROOM, least) + 1e-6
    assert sum(widths) >= least - 1e-6


@given(tables())
def test_no_word_of_a_title_is_broken(table: tuple[list[str], list[list[str]], list[bool]]) -> None:
    """Titles are bold, and a broken word of Hangul reads like two."""
    header, _, _ = table
    widths = column_widths(*table, room=max(ROOM, narrowest(*table, size=SIZE)), size=SIZE)
    for title, width in zip(header, widths, strict=True):
        assert all(BOLD * text_width(word, SIZE) < width for word in title.split())
