import altair as alt
import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE, industry_space
from sandan.report.charts.space import SPACE_MARKS

TABLE = pd.DataFrame(
    {
        "industry": ["261", "582", "212", "471"],
        "label": ["chips", "software", "drugs", "shops"],
        "x": [0.0, 4.0, 8.0, 2.0],
        "y": [0.0, 1.0, 0.0, 3.0],
        "kind": ["present", "absent", "hidden", "not_surveyed"],
        "jobs": [900.0, 20.0, np.nan, np.nan],
    }
)
LINKS = pd.DataFrame(
    {"first": ["261", "582", "261"], "second": ["582", "212", "471"], "in_tree": [True, True, False]}
)


def values(spec):
    return {row["label"]: row for row in spec["data"]["values"]}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_space_is_a_valid_chart_as_wide_as_asked(lang, width, draw, width_of, capfd):
    spec = industry_space(TABLE, LINKS, lang=lang, width=width)
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


def test_every_kind_has_a_look_of_its_own_without_color():
    """Present and absent differ in fill; what is not known differs from both in shape."""
    looks = {(mark.shape, mark.fill == mark.stroke) for mark in SPACE_MARKS.values()}
    assert len(looks) == len(SPACE_MARKS)
    assert len({row["kind"] for row in values(industry_space(TABLE, LINKS, lang="en")).values()}) == 4


def test_mark_whose_jobs_are_not_known_has_a_size_that_says_nothing():
    areas = {label: row["area"] for label, row in values(industry_space(TABLE, LINKS, lang="en")).items()}
    assert areas["drugs"] == areas["shops"]
    assert areas["chips"] > areas["software"]


def test_only_what_is_here_is_named():
    rows = values(industry_space(TABLE, LINKS, lang="en"))
    assert {label: row["name"] for label, row in rows.items() if row["name"]} == {"chips": "chips"}


def test_lines_of_the_tree_and_the_others_are_drawn_apart():
    layers = industry_space(TABLE, LINKS, lang="en")["layer"][:2]
    assert [len(layer["data"]["values"]) for layer in layers] == [1, 2]


def test_picture_stands_upright_on_a_phone():
    wide, phone = (industry_space(TABLE, LINKS, lang="en", width=width) for width in (WIDE, PHONE))
    assert wide["height"] < wide["width"]
    assert phone["height"] > phone["width"]


def test_chart_without_rows_says_so_and_a_missing_column_is_named(draw):
    assert "Nothing to show" in draw(industry_space(TABLE.head(0), LINKS, lang="en"))
    with pytest.raises(ReportError, match="lacks the column `kind`"):
        industry_space(TABLE.drop(columns="kind"), LINKS, lang="en")
    with pytest.raises(ReportError, match="lacks the column `second`"):
        industry_space(TABLE, LINKS.drop(columns="second"), lang="en")
