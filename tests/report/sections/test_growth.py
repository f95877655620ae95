import pytest

from sandan.report.document import Chart, Number, Paragraph, TableBlock
from sandan.report.sections.growth import growth


def numbers(cells):
    return [one.figure.value for cell in cells for one in cell if isinstance(one, Number)]


@pytest.fixture(scope="module")
def section(case):
    return growth(case)


def test_parts_of_every_variant_add_up_to_the_change_shown(section):
    (chart,) = [block for block in section.blocks if isinstance(block, Chart)]
    *parts, total = [numbers(row) for row in chart.twin.rows]
    assert len(parts) > 3
    sums = [
        sum(value for row in chart.twin.rows[:-1] for value in numbers([row[place]]))
        for place in range(1, len(chart.twin.header))
    ]
    assert sums == pytest.approx(total)


def test_leaving_out_complexes_has_a_row_for_each_and_one_for_none(section, case):
    (without,) = [block for block in section.blocks if isinstance(block, TableBlock)]
    assert len(without.rows) == 1 + len(case.complexes())
    whole, *others = [numbers(row) for row in without.rows]
    for row in (whole, *others):
        assert row[0] == pytest.approx(sum(row[1:]))


def test_figures_of_both_languages_are_the_same(case):
    def ids(language):
        blocks = growth(case.in_language(language)).blocks
        return [
            one.figure.id
            for block in blocks
            if hasattr(block, "content")
            for one in block.content
            if isinstance(one, Number)
        ]

    assert ids("ko") == ids("en") != []


def test_a_complex_of_two_firms_is_hidden_and_not_spoken_of(workspace_with, planted_register, case_of):
    chips = {f"chip{k}": "few" if k < 2 else "many" for k in range(9)}
    register = planted_register.assign(complex=planted_register["enterprise"].map(chips))
    section = growth(case_of(workspace_with(establishments=register), "A"))
    (without,) = [block for block in section.blocks if isinstance(block, TableBlock)]
    rows = {row[0]: row[1:] for row in without.rows}
    assert {cell[0].shown for cell in rows[("few",)]} == {"hidden"}
    assert all(number is not None for number in numbers(rows[("many",)]))
    said = [block.content for block in section.blocks if isinstance(block, Paragraph)]
    assert [("few" in str(content[0]), "many" in str(content[0])) for content in said].count(
        (True, False)
    ) == 0
