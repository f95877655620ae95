import pytest

from sandan.errors import ReportError
from sandan.report.case import Shelf
from sandan.report.document import Number, Paragraph, TableBlock
from sandan.report.sections.choice import choices_of, chosen_of
from sandan.report.sections.hotspots import cities_of, groups_of, hotspots

ANCHORS = ["hotspots", "hotspots_cities", "hotspots_circles", "hotspots_groups", "hotspots_limits"]


@pytest.fixture(scope="module")
def shelf(gathered_office):
    return Shelf(gathered_office.vault)


@pytest.fixture
def gathered(gathered_office, shelf, case_of):
    def make(city="C00"):
        return case_of(gathered_office, city, start=2013, digits=3, shelf=shelf)

    return make


def text_of(block):
    parts = (one if isinstance(one, str) else one.shown for one in block.content)
    return "".join(parts)


def table_of(section):
    (found,) = [block for block in section.blocks if isinstance(block, TableBlock)]
    return [
        ["".join(x if isinstance(x, str) else x.shown for x in cell) for cell in row] for row in found.rows
    ]


def test_lead_names_the_cities_of_the_first_circle(gathered):
    sections = hotspots(gathered(), "261")
    assert [one.anchor for one in sections] == ANCHORS
    assert text_of(sections[0].blocks[0]) == (
        "Manufacture of semiconductor (261), 2013: more establishments than chance would bring stand most "
        "clearly in C00, C01, C10, C11."
    )
    assert "hot spot" in text_of(sections[0].blocks[1])


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_number_is_a_figure_in_both_languages(gathered, language):
    case = gathered().in_language(language)
    for section in hotspots(case, "261"):
        for block in section.blocks:
            if isinstance(block, TableBlock):
                inlines = [inline for row in block.rows for cell in row for inline in cell]
            else:
                inlines = list(block.content)
            numbers = [one for one in inlines if isinstance(one, Number)]
            assert all(one.figure.id for one in numbers)
    rows = table_of(hotspots(case, "261")[1])
    assert len(rows) == 36


def test_city_that_is_hidden_says_so_and_nothing_else(gathered):
    case = gathered("C55")
    sections = hotspots(case, "261")
    assert "is hidden" in text_of(sections[0].blocks[1])
    (mine,) = [row for row in table_of(sections[1]) if row[0] == "C55"]
    assert mine[1:] == ["hidden"] * 8


def test_called_group_is_listed_with_its_city(gathered):
    case = gathered()
    rows = table_of(hotspots(case, "261")[3])
    assert [(row[1], row[2], row[-1]) for row in rows] == [("C00", "8", "called")]
    assert groups_of(case, "261").table["sites"].tolist() == [8]


def test_industry_that_gathers_nowhere_says_that_this_is_no_proof(gathered):
    sections = hotspots(gathered(), "620")
    assert "no circle on the map" in text_of(sections[0].blocks[0])
    assert text_of(sections[3].blocks[0]).startswith("No group may be told of.")


def test_few_cities_are_not_tested_against_each_other(workspace_with, gathered_register, case_of):
    few = gathered_register.loc[gathered_register["city"].isin(["C00", "C01", "C10"])]
    case = case_of(workspace_with("few", establishments=few), "C00", start=2013, digits=3)
    sections = hotspots(case, "261")
    assert text_of(sections[1].blocks[0]).startswith("Fewer than 8 cities")
    assert "–" in table_of(sections[1])[0]


def test_without_coordinates_one_sentence_says_what_to_import(workspace_with, planted_register, case_of):
    case = case_of(workspace_with("planted", establishments=planted_register), "A")
    (section,) = hotspots(case, "26")
    assert [type(block) for block in section.blocks] == [Paragraph]
    assert section.anchor == "hotspots"


def test_confirmed_clusters_are_offered_first_then_divisions(gathered):
    kinds = [(one.code, one.kind) for one in choices_of(gathered(), broad=True)]
    assert kinds == [
        ("261", "confirmed"),
        ("26", "broad"),
        ("47", "broad"),
        ("62", "broad"),
        ("471", "other"),
        ("620", "other"),
    ]


def test_without_a_wish_the_strongest_cluster_is_taken(gathered):
    assert chosen_of(gathered(), "", broad=True) == "261"


def test_without_a_cluster_the_largest_quotient_is_taken(gathered):
    case = gathered("C30")
    cells = cities_of(case, "620").table.set_index("city")["location_quotient"]
    assert chosen_of(case, "", broad=False) in {"471", "620"}
    assert cells["C30"] > 0


def test_industry_that_nobody_has_is_refused(gathered):
    with pytest.raises(ReportError, match="There is no industry 'XYZ'"):
        chosen_of(gathered(), "XYZ", broad=True)
