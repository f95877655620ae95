from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sandan.errors import ReportError
from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.report.document import Chart, Document, KeyFigures, Number, TableBlock, Tone, figures_of
from sandan.report.sections.creative import creative

PEERS = ComparisonSet("all", "모두", "all three", "규칙", "rule", date(2013, 1, 1), ("A", "B", "C"))


@pytest.fixture
def opened(workspace_with, case_of, staffed, bridged):
    def make(**changed):
        tables = {"occupations": staffed["occupations"]} | changed
        workspace = workspace_with("staffed", establishments=bridged["establishments"], **tables)
        return replace(case_of(workspace, "A"), comparison_set=PEERS)

    return make


@pytest.fixture
def whole(bridged_office, case_of, bridged_shelf):
    return replace(case_of(bridged_office, "A", shelf=bridged_shelf), comparison_set=PEERS)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_figure_is_missing_where_all_cells_are_known(whole, language):
    case = whole.in_language(language)
    figures = figures_of(Document(language, "", "", (), (creative(case),)))
    assert len(figures) > 15
    assert [one.label for one in figures if one.value is None] == []


def test_first_sentences_give_share_rank_and_distance_from_the_median(whole):
    blocks = creative(whole).blocks
    shown = [[one.shown for one in block.content if isinstance(one, Number)] for block in blocks[:2]]
    assert shown == [["30.0%"], ["1", "+18.0 to +19.5 pp"]]
    assert [block.tone for block in blocks[:2]] == [Tone.LEAD, Tone.LEAD]


def test_hidden_cell_gives_a_range_and_a_count(whole):
    made = creative(replace(whole, city="C"))
    (tiles,) = [block for block in made.blocks if isinstance(block, KeyFigures)]
    assert tiles.items[0].number.shown == "1.0–4.0%"


def test_years_of_both_revisions_stand_in_one_series_with_a_break(whole):
    made = creative(whole)
    chart = [block for block in made.blocks if isinstance(block, Chart)][-1]
    rows = [
        [cell[0].shown if cell and isinstance(cell[0], Number) else "".join(cell) for cell in row]
        for row in chart.twin.rows
    ]
    assert rows == [["2010", "KSCO6", "30.0%", "20.0–30.0%", "0"], ["2013", "KSCO7", "30.0%", "", "0"]]
    kinds = [row["kind"] for row in chart.specification["data"]["values"]]
    assert kinds == ["as counted", "carried over into the newer revision", "as counted"]
    notes = [layer["data"]["values"] for layer in chart.specification["layer"] if "data" in layer]
    assert notes[0][0]["at"] == 2012.5


def test_change_across_the_revision_is_taken_over_the_concordance(whole, said):
    text = said(creative(whole))
    assert (
        "With 2010 carried over into the newer revision, the share changed by 0.0 to +10.0 pp until 2013"
        in text
    )


def test_change_across_the_revision_is_not_told_without_a_concordance(opened, said):
    text = said(creative(opened()))
    assert "2010 and 2013 are in different classifications, so nothing can be said about the change." in text
    assert "without a concordance of the two revisions" in text


def test_basis_is_chosen_and_the_other_stands_beside_it(whole):
    made = creative(whole, basis="workplace")
    (tiles,) = [block for block in made.blocks if isinstance(block, KeyFigures)]
    labels = [item.label for item in tiles.items]
    assert labels[:2] == ["By place of work", "By place of residence"]


def test_list_in_another_classification_is_shown_and_not_counted(whole, said):
    made = creative(whole, family="florida")
    text = said(made)
    assert "is written in the classification SOC2000 and the data are in KSCO7" in text
    assert figures_of(Document("en", "", "", (), (made,))) == []


@pytest.mark.parametrize(
    ("family", "doubts"),
    [("kiet", "13 of the 13"), ("florida", "1 of the 10"), ("mcgranahan_wojan", "19 of the 19")],
)
def test_entries_that_nobody_checked_are_counted_and_marked(family, doubts, whole, said):
    made = creative(whole, family=family)
    assert f"{doubts} entries of this list have not been checked" in said(made)
    listed = [block for block in made.blocks if isinstance(block, TableBlock)][-1]
    marked = ["".join(row[-1]) for row in listed.rows]
    assert marked.count("not checked") == int(doubts.split()[0])


def test_list_is_counted_over_a_concordance_that_leads_to_it(opened, staffed):
    american = staffed["concordance"].rename(columns={"ksco7_cd": "soc2000_cd", "ksco6_cd": "ksco7_cd"})
    american = american.assign(soc2000_cd=american["soc2000_cd"].map({"21": "15", "23": "17", "31": "43"}))
    made = creative(opened(concordance=american), family="florida")
    assert made.blocks[0].content[1].shown == "30.0%"


def test_unknown_list_is_refused(whole):
    with pytest.raises(ReportError, match="no 'own' to choose"):
        creative(whole, family="own")


def test_place_without_peers_has_no_rank(whole, said):
    text = said(creative(replace(whole, comparison_set=None)))
    assert "so there is no rank" in text


def test_peers_without_a_number_are_named(whole, said):
    peers = replace(PEERS, areas=("A", "B", "Z"))
    assert "Peers left out, because they have no number: Z." in said(
        creative(replace(whole, comparison_set=peers)),
    )


def test_what_is_absent_is_said_with_what_to_import(workspace_with, case_of, bridged, said):
    case = case_of(workspace_with("bare", establishments=bridged["establishments"]), "A")
    assert "a table of jobs by place and occupation (occupations) is needed" in said(
        creative(case),
    )


def test_city_that_the_table_lacks_is_said(opened, staffed, said):
    without = staffed["occupations"].query("region != 'A'")
    text = said(creative(opened(occupations=without)))
    assert "has no value of A up to 2013" in text


def test_cells_without_bounds_are_said(opened, staffed, said):
    people = staffed["occupations"].copy()
    here = people["region"].eq("A") & people["occupation"].eq("21")
    people.loc[here, ["value", "lower", "upper"]] = np.nan
    people.loc[here, "status"] = "suppressed"
    assert "with neither a number nor bounds" in said(creative(opened(occupations=people)))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_generated_city_is_answered_in_both_languages(case, language, words_of_section):
    texts = words_of_section(creative(case.in_language(language)))
    assert len(texts) > 60
    assert not any("{" in text for text in texts)
