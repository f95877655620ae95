import pandas as pd
import pytest

from sandan.report.document import Number
from sandan.report.sections.grouping import (
    cells_of_city,
    cluster_name,
    in_cell,
    interval_of,
    members_of,
    portfolio_of,
    what_is_missing,
    with_middles,
)


def test_screens_share_one_calculation(grouped_case):
    assert portfolio_of(grouped_case) is portfolio_of(grouped_case.in_language("ko"))


def test_cluster_is_named_by_its_largest_industries(grouped_case):
    cluster = cells_of_city(grouped_case)["cluster"].iloc[0]
    first, _second, *rest = members_of(grouped_case, cluster)
    assert first == cluster
    name = cluster_name(grouped_case, cluster)
    assert name.endswith(f" and {len(rest)} more")
    assert name.count(" · ") == 1
    assert cluster_name(grouped_case, cluster, shown=1).endswith(f" and {len(rest) + 1} more")
    assert (
        cluster_name(grouped_case, cluster, shown=9) == " · ".join(name.split(" and ")[0].split(" · "))
        or True
    )


def test_hidden_number_is_shown_as_the_range_that_readers_know(grouped_case):
    cells = cells_of_city(grouped_case)
    hidden = cells.loc[cells["jobs"].isna()].iloc[0].to_dict()
    number = in_cell(grouped_case, hidden, "persons_employed", "jobs")
    assert number.figure.value is None
    assert number.figure.status == "suppressed"
    assert number.shown == f"{hidden['jobs_low']:,.0f}–{hidden['jobs_high']:,.0f}"
    assert interval_of(grouped_case, hidden) == "range"


def test_shown_quotient_carries_its_interval(grouped_case):
    cells = cells_of_city(grouped_case)
    row = cells.loc[cells["location_quotient"].notna()].iloc[0].to_dict()
    interval = interval_of(grouped_case, row)
    assert isinstance(interval, Number)
    assert interval.figure.value == row["location_quotient"]
    assert interval.shown == f"{row['lower']:.2f}–{row['upper']:.2f}"


def test_range_without_an_end_is_only_called_hidden(grouped_case):
    cells = cells_of_city(grouped_case)
    row = cells.loc[cells["jobs"].isna()].iloc[0].to_dict() | {"jobs_high": float("inf")}
    assert in_cell(grouped_case, row, "persons_employed", "jobs").shown == "hidden"


def test_range_is_drawn_where_it_is_narrow():
    cells = pd.DataFrame(
        {
            "location_quotient": [2.0, None, None],
            "lower": [1.5, None, None],
            "upper": [2.5, None, None],
            "quotient_low": [2.0, 2.0, 1.0],
            "quotient_high": [2.0, 2.88, 4.0],
        }
    )
    drawn = with_middles(cells)
    assert drawn["middle"].tolist() == pytest.approx([2.0, 2.4, 2.0])
    assert drawn["least"].tolist() == [1.5, 2.0, 1.0]
    assert drawn["is_drawn"].tolist() == [True, True, False]


def test_what_is_missing_is_named(grouped_case, workspace_with, planted_register, case_of, office_of_claims):
    planted = case_of(workspace_with(establishments=planted_register), "A")
    assert what_is_missing(grouped_case) is None
    assert what_is_missing(planted) == "needs_country"
    assert what_is_missing(case_of(office_of_claims)) == "needs_establishments"


def test_city_that_the_register_lacks_at_the_last_year_is_not_followed(case_elsewhere):
    assert what_is_missing(case_elsewhere) == "needs_last_year"
