import pytest

from sandan.evaluate.standing.scenarios import ARITHMETIC
from sandan.report.document import Number, TableBlock, Tone
from sandan.report.sections.scenarios import scenarios


@pytest.mark.parametrize(("language", "words"), [("ko", ARITHMETIC[0]), ("en", ARITHMETIC[1])])
def test_arithmetic_is_said_first_and_under_every_table(case, language, words):
    made = scenarios(case.in_language(language))
    assert made.blocks[0].tone is Tone.NOTICE
    assert words in made.blocks[0].content[0]
    tables = [block for block in made.blocks if isinstance(block, TableBlock)]
    assert len(tables) >= 3
    assert all(one.note[0].startswith(("Arithmetic", "산술")) for one in tables)


def test_parts_of_every_table_add_up_to_what_was_counted(case):
    for table in scenarios(case).blocks:
        if not isinstance(table, TableBlock):
            continue
        values = [row[1][0].figure.value for row in table.rows if isinstance(row[1][0], Number)]
        place = table.row_tones.index("total")
        if None not in values:
            assert sum(values[:place]) == pytest.approx(values[place])
