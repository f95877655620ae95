import pandas as pd

from sandan.report.document import Tone
from sandan.report.sections.common import absent, records, table


def test_table_sets_columns_after_the_words_flush_right():
    made = table("Caption", ["a", "b", "c"], [["x", "1", ""]])
    assert made.numeric == (False, True, True)
    assert made.rows == ((("x",), ("1",), ()),)


def test_absent_section_keeps_its_title_and_says_what_it_needs(case):
    section = absent(case, "account", "needs_rules")
    assert section.title == case.words.text("account.title")
    (paragraph,) = section.blocks
    assert paragraph.tone is Tone.CANNOT_SAY
    assert "strategic_rules" in paragraph.content[0]


def test_records_gives_rows_by_column():
    assert records(pd.DataFrame({"a": [1, 2]})) == [{"a": 1}, {"a": 2}]
