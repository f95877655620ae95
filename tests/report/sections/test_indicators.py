from datetime import date

import pandas as pd

from sandan.evaluate.comparison_sets import chosen_by_size
from sandan.evaluate.indicators import indicator_registry
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


def test_a_peer_without_a_value_keeps_its_row_and_has_no_rank(workspace_with, small_country_files, case_of):
    values = pd.read_csv(small_country_files / "files" / "indicator_values.csv", comment="#", dtype=str)
    gone = values["area"].eq("G10003") & values["indicator"].eq("workers") & values["period"].eq("2013")
    places = small_country_files / "files" / "regions.csv"
    workspace = workspace_with(indicator_values=values.loc[~gone], regions=places)
    peers = chosen_by_size(
        workspace.vault.read(workspace.vault.current("indicator_values")[0].id),
        indicator_registry("generated_country"),
        key="all",
        period=2010,
        at_least=1,
        chosen_on=date(2010, 12, 31),
    )
    (workspace.root / "comparison_sets.toml").write_text(peers.to_toml(), encoding="utf-8")
    case = case_of(workspace)
    charts = [block for block in indicators(case).blocks if isinstance(block, Chart)]
    table = next(one.twin for one in charts if len(one.twin.rows) == len(peers.areas))
    rows = {row[0][0]: row for row in table.rows}
    assert rows[case.place("G10003")][1][0].shown == "not stated"
    assert rows[case.place("G10003")][2] == ()
    ranked = [row[2][0].figure.value for row in rows.values() if row[2]]
    assert sorted(ranked) == list(range(1, len(peers.areas)))
