from sandan.report.document import Chart, KeyFigure, KeyFigures, Paragraph, Section, TableBlock, Tone
from sandan.web.measurement.blocks import section_to_json, table_to_json

TABLE = TableBlock(
    "Firms", ("City", "Firms"), ((("A",), ("2",)), (("B",), ())), (False, True), row_tones=("total", "")
)


def test_table_keeps_its_rows_with_what_is_flush_right():
    assert table_to_json(TABLE) == {
        "caption": "Firms",
        "header": [["City", False], ["Firms", True]],
        "rows": [
            {"tone": "total", "cells": [[["A"], False], [["2"], True]]},
            {"tone": "", "cells": [[["B"], False], [[], True]]},
        ],
        "note": [],
    }


def test_section_puts_what_cannot_be_said_into_one_box():
    said = [Paragraph((words,), Tone.CANNOT_SAY) for words in ("No cause.", "No forecast.")]
    section = Section("limits", "Limits", (Paragraph(("Facts.",), Tone.LEAD), *said))
    assert section_to_json(section) == {
        "anchor": "limits",
        "title": "Limits",
        "blocks": [
            {"kind": "paragraph", "tone": "lead", "content": ["Facts."]},
            {"kind": "box", "said": [["No cause."], ["No forecast."]]},
        ],
    }


def test_numbers_keep_their_figure_and_say_whether_there_is_a_value(planted_case):
    number = planted_case.number(
        planted_case.calculate("counts", periods=[2013]),
        "establishments",
        "establishments",
        where={"city": "A", "period": 2013},
    )
    made = section_to_json(Section("size", "Size", (KeyFigures((KeyFigure("Sites", number),)),)))
    (tile,) = made["blocks"][0]["tiles"]
    assert tile == {"label": "Sites", "number": [[number.figure.id, number.shown, True]], "note": []}


def test_charts_are_drawn_once_for_a_desk_and_once_for_a_phone():
    drawn = {
        "mark": "point",
        "data": {"values": [{"x": 1}]},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    chart = Chart("Points", "One point.", "Read it.", drawn, TABLE, narrow=drawn)
    (block,) = section_to_json(Section("points", "Points", (chart,)))["blocks"]
    assert [block[width][:9] for width in ("wide", "narrow")] == ["<svg role"] * 2
    assert (block["name"], block["twin"]["caption"]) == ("points-1", "Firms")
    assert "style=" not in block["wide"]
