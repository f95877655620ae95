from dataclasses import replace

import pytest

from sandan.report.document import Chart, Number, Paragraph, TableBlock, Tone
from sandan.report.sections.targets import targets


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_target_has_a_row_a_sentence_and_its_way(case, language):
    made = targets(case.in_language(language))
    (table,) = [block for block in made.blocks if isinstance(block, TableBlock)]
    said = [b for b in made.blocks if isinstance(b, Paragraph) and b.tone is Tone.NOTICE]
    assert len(table.rows) == len(said) == 2
    assert len([block for block in made.blocks if isinstance(block, Chart)]) == 2


def test_target_under_another_definition_cannot_be_told(case, words_of_section):
    said = " ".join(words_of_section(targets(case)))
    assert "cannot be told, because what was counted since is under another definition" in said


def test_value_and_band_are_figures_with_their_stage(judged_case):
    (table,) = [block for block in targets(judged_case).blocks if isinstance(block, TableBlock)]
    figures = [cell[0].figure for row in table.rows for cell in row if cell and isinstance(cell[0], Number)]
    assert {one.stage for one in figures if one.definition == "target_value"} == {
        "target",
        "committed",
        "announced",
    }
    assert {one.stage for one in figures if one.value == 114} == {"provisional"}
    bands = [one for one in figures if one.definition == "target_line" and one.period == "2013"]
    assert any(one.lower < one.value < one.upper for one in bands)


def test_verdicts_are_sentences_by_rule(judged_case, words_of_section):
    said = " ".join(words_of_section(targets(judged_case)))
    for verdict in ("met.", "missed.", "behind.", "on track."):
        assert verdict in said
    assert "replaced by a more binding one" in said
    assert "The count is provisional" in said


def test_city_without_targets_is_told_what_to_import(case):
    other = next(code for code in case.names["code"] if code != case.city and code.startswith("G"))
    (said,) = targets(replace(case, city=other)).blocks
    assert "no target" in said.content[0]
