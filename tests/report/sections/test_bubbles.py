import pytest

from sandan.report.document import Number
from sandan.report.sections.bubbles import bubbles


@pytest.fixture
def planted(workspace_with, case_of):
    def make(register):
        return case_of(workspace_with("planted", establishments=register), "A")

    return make


def shown(chart):
    return [
        [cell[0].shown if isinstance(cell[0], Number) else cell[0] for cell in row] for row in chart.twin.rows
    ]


def test_numbers_of_both_years_stand_in_the_twin(planted, planted_register):
    chart = bubbles(planted(planted_register))
    jobs = {row[0].rsplit(" ", 1)[-1]: row[2:5] for row in shown(chart)}
    assert jobs == {"(26)": ["280", "294", "+5.0%"]}


def test_every_number_of_the_twin_is_a_figure(planted, planted_register):
    for row in bubbles(planted(planted_register)).twin.rows:
        assert [isinstance(cell[0], Number) for cell in row] == [False, False, *[True] * 5]


def test_industry_of_one_firm_is_neither_drawn_nor_listed(planted, planted_register):
    chart = bubbles(planted(planted_register))
    assert [row[0] for row in shown(chart) if "(10)" in row[0]] == []
    # The mill and the shipyard are hidden, and the shops with them, because the total is known.
    assert chart.twin.note == (
        "Not drawn: 0 industries without jobs here at one of the two dates, and 3 with a hidden number.",
    )


def test_industry_without_jobs_at_the_first_date_is_counted_and_not_drawn(planted, planted_register):
    register = planted_register
    late = register["industry"].eq("26112") & register["city"].eq("A") & register["period"].eq(2010)
    chart = bubbles(planted(register.loc[~late]))
    assert [row[0] for row in shown(chart) if "(26)" in row[0]] == []
    assert chart.twin.note == (
        "Not drawn: 1 industries without jobs here at one of the two dates, and 3 with a hidden number.",
    )
