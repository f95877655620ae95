"""The bridge between two complexes that can be added up by hand, and between those of a generated city."""

import pytest

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report.document import Chart, Document, KeyFigures, Number, Tone, figures_of
from sandan.report.sections.bridge import bridge, complexes_by_size


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_figure_is_missing_where_all_data_are_there(whole_bridge, language):
    made = bridge(whole_bridge.in_language(language))
    figures = figures_of(Document(language, "", "", (), (made,)))
    assert len(figures) > 60
    assert [one.label for one in figures if one.value is None and one.status is not Status.REPORTED] == []


def test_first_sentence_answers_with_overlap_and_chance(whole_bridge):
    lead = bridge(whole_bridge).blocks[0]
    shown = [one.shown for one in lead.content if isinstance(one, Number)]
    assert (lead.tone, shown[0]) == (Tone.LEAD, "20.0%")
    assert "less alike than chance makes them" in "".join(one for one in lead.content if isinstance(one, str))


def test_larger_complex_comes_first_unless_others_are_named(whole_bridge):
    assert complexes_by_size(whole_bridge) == {"X": 10, "Y": 8}
    charts = [block for block in bridge(whole_bridge, first="Y").blocks if isinstance(block, Chart)]
    assert charts[0].twin.header[1:3] == ("Jobs: Y", "Jobs: X")
    charts = [block for block in bridge(whole_bridge, second="X").blocks if isinstance(block, Chart)]
    assert charts[0].twin.header[1:3] == ("Jobs: Y", "Jobs: X")


def test_same_complex_twice_is_refused(whole_bridge):
    with pytest.raises(ReportError, match="Both complexes are 'X'"):
        bridge(whole_bridge, first="X", second="X")


def test_complex_that_is_not_there_is_named(whole_bridge, said):
    assert "No establishment of Z reports its jobs in 2013" in said(bridge(whole_bridge, second="Z"))


@pytest.mark.parametrize(
    ("absent", "need"), [("ties", "record of ties"), ("input_output", "input-output table")]
)
def test_what_is_absent_is_said_with_what_to_import(absent, need, opened_bridge, said):
    (kept,) = {"ties", "input_output"} - {absent}
    text = said(bridge(opened_bridge(kept)))
    assert f"Without an {need}" in text or f"Without a {need}" in text


def test_city_with_one_complex_says_that_two_are_needed(opened_bridge, bridged, said):
    register = bridged["establishments"]
    alone = register.assign(complex=register["complex"].replace("Y", None))
    text = said(bridge(opened_bridge(establishments=alone)))
    assert "two industrial complexes of A with establishments in 2013 are needed" in text


def test_complex_of_two_firms_shows_no_number(opened_bridge, bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin([f"y{k}" for k in range(2, 8)])]
    made = bridge(opened_bridge("ties", "input_output", establishments=few))
    assert figures_of(Document("en", "", "", (), (made,))) == []
    assert [block.tone for block in made.blocks] == [Tone.LEAD, Tone.CANNOT_SAY]


def test_tiles_hold_overlap_supply_and_openness(whole_bridge):
    (tiles,) = [block for block in bridge(whole_bridge).blocks if isinstance(block, KeyFigures)]
    units = [item.number.figure.unit for item in tiles.items]
    assert units == ["percent", "percent", "percent", "index"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_generated_city_is_answered_in_both_languages(case, language, words_of_section):
    made = bridge(case.in_language(language))
    texts = words_of_section(made)
    assert len(texts) > 100
    assert not any("{" in text for text in texts if not text.startswith("["))


def test_published_totals_need_a_register(published_case, said):
    assert "establishments" in said(bridge(published_case))
