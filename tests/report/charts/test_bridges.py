import altair as alt
import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, mix_overlap, tie_openness
from sandan.report.theme import LIGHT

MIXES = pd.DataFrame(
    {"label": ["chips (261)", "software (582)"], "first": [60.0, 40.0], "second": [20.0, 0.0]}
)
INDEX = pd.DataFrame(
    {"period": [2010, 2011, 2012], "e_i": [-0.9, np.nan, -0.6], "expected": [-0.6, np.nan, -0.2]}
)
NAMES = ("plants", "연구단지")


def mixes(table=MIXES, lang="en", **more):
    return mix_overlap(table, names=NAMES, lang=lang, **more)


def index(table=INDEX, lang="en", **more):
    return tie_openness(table, lang=lang, **more)


CHARTS = {"mixes": (mixes, MIXES), "index": (index, INDEX)}


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_chart_is_valid_and_as_wide_as_asked(name, lang, width, draw, width_of, capfd):
    make, table = CHARTS[name]
    spec = make(table, lang, width=width)
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", CHARTS)
def test_chart_without_rows_says_so(name, draw):
    make, table = CHARTS[name]
    assert "Nothing to show" in draw(make(table.head(0)))


@pytest.mark.parametrize("name", CHARTS)
def test_missing_column_is_named(name):
    make, table = CHARTS[name]
    column = table.columns[-1]
    with pytest.raises(ReportError, match=f"`{column}`"):
        make(table.drop(columns=column))


@pytest.mark.parametrize("name", CHARTS)
def test_table_is_left_as_it_was(name):
    make, table = CHARTS[name]
    before = table.copy()
    make(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", CHARTS)
def test_kinds_differ_in_shape_and_fill_and_not_in_color_alone(name):
    make, table = CHARTS[name]
    encoding = next(one["encoding"] for one in make(table)["layer"] if "shape" in one.get("encoding", {}))
    looks = zip(encoding["fill"]["scale"]["range"], encoding["shape"]["scale"]["range"], strict=True)
    assert len({(fill == LIGHT.paper, shape) for fill, shape in looks}) == len(
        encoding["shape"]["scale"]["range"]
    )


def test_every_industry_has_a_point_for_each_place():
    points = next(layer["data"]["values"] for layer in mixes()["layer"] if "data" in layer)
    found = [(one["row"], one["kind"], one["share"]) for one in points]
    assert found == [(0, "plants", 60.0), (1, "plants", 40.0), (0, "연구단지", 20.0), (1, "연구단지", 0.0)]


def test_both_shares_stand_behind_the_larger_one():
    rows = mixes()["data"]["values"]
    assert [(row["after"], row["text"]) for row in rows] == [(60.0, "60.0 · 20.0"), (40.0, "40.0 · 0.0")]


def test_year_without_an_index_is_a_gap():
    rows = index()["data"]["values"]
    assert [row["index"] for row in rows] == [-0.9, None, -0.6, -0.6, None, -0.2]


def test_lines_have_their_names_at_their_last_value():
    texts = [row["text"] for row in index()["data"]["values"] if row["text"]]
    assert texts == ["observed: –0.60", "by chance: –0.20"]


def test_names_of_lines_that_end_together_stand_apart():
    close = INDEX.assign(e_i=[-0.9, np.nan, -0.21])
    at = [row["text_at"] for row in index(close)["data"]["values"] if row["text"]]
    assert abs(at[0] - at[1]) >= 0.13 - 1e-9


def test_axis_of_the_index_always_runs_from_all_inside_to_all_between():
    scales = [layer["encoding"]["y"]["scale"]["domain"] for layer in index()["layer"]]
    assert all(domain == [-1, 1] for domain in scales)
