from sandan.report.document import Chart, Number, TableBlock
from sandan.report.sections.indicators import indicators


def test_ranks_stand_only_where_a_set_is_stored(case_of, office_copy):
    with_set = indicators(case_of(office_copy))
    (office_copy.root / "comparison_sets.toml").unlink()
    without = indicators(case_of(office_copy))

    def ranks(section):
        (table,) = [block for block in section.blocks if isinstance(block, TableBlock)]
        found = [one for row in table.rows for cell in row for one in cell if isinstance(one, Number)]
        return [one for one in found if one.figure.definition == "rank"]

    assert ranks(with_set)
    assert ranks(without) == []


def test_rank_per_person_stands_beside_the_rank_by_size(case):
    (table,) = [block for block in indicators(case).blocks if isinstance(block, TableBlock)]
    labels = {
        one.figure.label for row in table.rows for cell in row for one in cell if isinstance(one, Number)
    }
    assert {label for label in labels if label.startswith("workers: ")} == {
        "workers: large",
        "workers: large: per_capita",
    }


def test_every_series_says_where_it_breaks(case):
    charts = [block for block in indicators(case).blocks if isinstance(block, Chart)]
    assert charts
    assert all(chart.twin.rows for chart in charts)
