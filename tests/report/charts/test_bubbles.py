import altair as alt
import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, cluster_bubbles

TABLE = pd.DataFrame(
    {
        "label": ["chips (261)", "software (582)", "drugs (212)", "shops (471)"],
        "location_quotient": [3.1, 3.0, 2.4, 0.6],
        "lower": [2.7, 2.1, 0.9, np.nan],
        "upper": [3.5, np.inf, 5.1, np.nan],
        "growth": [50.0, 51.0, -50.0, 0.0],
        "jobs": [900, 2800, 120, 40],
        "is_cluster": [True, True, False, False],
        "vanishes_without_largest": [False, True, None, None],
    }
)


def values(spec):
    return {row["label"]: row for row in spec["data"]["values"]}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_bubbles_are_a_valid_chart_as_wide_as_asked(lang, width, draw, width_of, capfd):
    spec = cluster_bubbles(TABLE, lang=lang, width=width)
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


def test_bubble_is_marked_by_what_its_test_said():
    kinds = {label: row["kind"] for label, row in values(cluster_bubbles(TABLE, lang="en")).items()}
    assert kinds == {
        "chips (261)": "confirmed",
        "software (582)": "confirmed, hangs on one firm",
        "drugs (212)": "not confirmed",
        "shops (471)": "not confirmed",
    }


def test_halving_and_doubling_are_equally_far_from_no_growth():
    ratios = {label: row["ratio"] for label, row in values(cluster_bubbles(TABLE, lang="en")).items()}
    assert ratios == {"chips (261)": 1.5, "software (582)": 1.51, "drugs (212)": 0.5, "shops (471)": 1.0}


def test_area_grows_with_jobs():
    rows = values(cluster_bubbles(TABLE, lang="en"))
    areas = [rows[label]["area"] for label in TABLE.sort_values("jobs")["label"]]
    steps = np.diff(areas) / np.diff(sorted(TABLE["jobs"]))
    assert steps == pytest.approx([steps[0]] * 3)


def test_confirmed_bubbles_are_drawn_last_and_small_ones_after_large_ones():
    labels = [row["label"] for row in cluster_bubbles(TABLE, lang="en")["data"]["values"]]
    assert labels == ["drugs (212)", "shops (471)", "software (582)", "chips (261)"]


def named(spec):
    return {label: (row["name"], row["align"]) for label, row in values(spec).items() if row["name"]}


def test_only_confirmed_industries_are_named():
    apart = TABLE.assign(growth=[-20.0, 51.0, -50.0, 0.0])
    assert named(cluster_bubbles(apart, lang="en")) == {
        "chips (261)": ("chips (261)", "left"),
        "software (582)": ("software (582)", "left"),
    }


def test_name_covers_no_other_confirmed_bubble():
    assert named(cluster_bubbles(TABLE, lang="en")) == {"software (582)": ("software (582)", "left")}


def test_name_without_room_on_either_side_is_left_out():
    labels = [f"industry {letter} of four" for letter in "abcd"]
    crowd = pd.concat([TABLE.head(1)] * 4, ignore_index=True).assign(jobs=[4, 3, 2, 1], label=labels)
    names = [row["name"] for row in cluster_bubbles(crowd, lang="en")["data"]["values"]]
    assert names == [*labels[:2], None, None]


def test_interval_that_is_not_known_has_no_line():
    rows = values(cluster_bubbles(TABLE, lang="en"))
    assert (rows["shops (471)"]["start"], rows["shops (471)"]["end"]) == (None, None)


def test_ticks_keep_their_distance_on_a_phone():
    axis = cluster_bubbles(TABLE, lang="en", width=PHONE)["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == [1.0, 2.0, 5.0]


def test_chart_without_rows_says_so(draw):
    assert "Nothing to show" in draw(cluster_bubbles(TABLE.head(0), lang="en"))


def test_missing_column_is_named():
    with pytest.raises(ReportError, match="lacks the column `growth`"):
        cluster_bubbles(TABLE.drop(columns="growth"), lang="en")


def test_everything_is_named_where_that_is_wanted_as_far_as_there_is_room():
    apart = TABLE.assign(growth=[-20.0, 51.0, -50.0, 0.0])
    assert set(named(cluster_bubbles(apart, lang="en", name_all=True))) == set(TABLE["label"])


def test_axis_of_growth_may_have_another_title():
    axis = cluster_bubbles(TABLE, lang="en", growth="Against the country")["layer"][1]["encoding"]["y"][
        "axis"
    ]
    assert axis["title"] == ["Against the country"]
