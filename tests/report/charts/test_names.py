from sandan.report.charts.names import Box, Names


def test_name_stands_at_the_right_of_its_mark_and_at_the_left_where_that_is_taken():
    marks = {"a": Box(10, 20, 0, 10), "b": Box(100, 110, 0, 10), "c": Box(125, 135, 0, 10)}
    names = Names(length=200, most=9, marks=marks)
    assert names.place("a", "ab") == ("left", 25.0)
    assert names.place("b", "ab") == ("right", 95.0)


def test_name_without_room_or_after_the_most_is_left_out():
    marks = {"a": Box(10, 20, 0, 10), "b": Box(10, 20, 100, 110)}
    assert Names(length=30, most=9, marks=marks).place("a", "a long name") is None
    names = Names(length=300, most=1, marks=marks)
    assert names.place("a", "x") is not None
    assert names.place("b", "x") is None
