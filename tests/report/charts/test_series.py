import numpy as np


def stretches(spec):
    return [row["stretch"] for row in spec["data"]["values"]]


def test_the_line_stops_at_gaps_and_breaks_and_takes_the_last_stage(make, tables):
    # 2012 was not surveyed, 2013 has a provisional and a final value, 2014 is hidden, 2015 a target.
    spec = make("series", tables["series"], breaks={})
    assert stretches(spec) == ["fact 0", "fact 0", None, None, "fact 1", None, "target 0"]


def test_the_line_stops_at_a_break_between_neighbors(make, tables):
    whole = make("series", tables["series"].head(2), breaks={})
    broken = make("series", tables["series"].head(2), breaks={2011: "new list"})
    assert stretches(whole) == ["fact 0", "fact 0"]
    assert stretches(broken) == ["fact 0", "fact 1"]


def test_with_definitions_each_line_is_one_of_them_and_meets_the_other_in_the_year_of_a_break(make, tables):
    table = tables["series"].head(1)
    table = table.loc[table.index.repeat(4)].assign(
        period=[2010, 2011, 2011, 2012],
        value=[1.0, 2.0, 1.5, 1.6],
        definition_version=["1", "1", "2", "2"],
        is_old=[False, True, False, False],
    )
    spec = make("series", table.reset_index(drop=True), breaks={2011: "new list"})
    assert stretches(spec) == ["fact 0", "fact 0", "fact 1", "fact 1"]
    kinds = [row["kind"] for row in spec["data"]["values"]]
    assert kinds == ["final", "same year by the old definition", "final", "final"]


def test_years_far_apart_are_neighbors_if_all_are(make, tables):
    table = tables["series"].head(2).assign(period=[2010, 2015])
    assert stretches(make("series", table, breaks={})) == ["fact 0", "fact 0"]


def test_what_has_no_number_is_named_and_not_drawn_as_zero(make, tables):
    rows = make("series", tables["series"])["data"]["values"]
    assert [row["kind"] for row in rows] == [
        "final",
        "final",
        "no value given",
        "provisional",
        "final",
        "hidden, within these bounds",
        "target",
    ]
    assert rows[2]["value"] is None


def test_a_series_without_any_number_can_be_drawn(make, tables, draw):
    table = tables["series"].head(2).assign(value=np.nan, status="not_stated")
    assert draw(make("series", table)).startswith("<svg")


def test_a_long_series_shows_fewer_years_and_always_the_last(make, tables):
    table = tables["series"].head(1)
    table = table.loc[table.index.repeat(60)].assign(period=range(1960, 2020)).reset_index(drop=True)
    axis = next(
        one["encoding"]["x"]["axis"] for one in make("series", table)["layer"] if "x" in one["encoding"]
    )
    assert axis["values"][-1] == 2019
    assert len(axis["values"]) < 16


def test_value_carried_over_into_a_revision_joins_its_line_and_is_marked_apart(make, tables):
    table = tables["series"].head(1)
    table = table.loc[table.index.repeat(4)].assign(
        period=[2010, 2010, 2011, 2011],
        value=[1.0, 0.9, 1.5, 1.4],
        definition_version=["6", "7", "6", "7"],
        is_converted=[False, True, False, False],
    )
    spec = make("series", table.reset_index(drop=True), breaks={2011: "revised"})
    kinds = [row["kind"] for row in spec["data"]["values"]]
    assert kinds == ["as counted", "carried over into the newer revision", "as counted", "as counted"]
    assert stretches(spec) == ["fact 0", "fact 1", "fact 0", "fact 1"]
