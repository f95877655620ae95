import html
import json
import re

import altair as alt
import numpy as np
import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, WIDE
from sandan.report.charts.style import SCHEMA
from sandan.report.theme import CHART_FONT, LIGHT

NAMES = ["clusters", "account", "parts", "series", "peers"]


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_chart_is_valid_and_as_wide_as_asked(name, lang, width, make, tables, draw, width_of, capfd):
    spec = make(name, tables[name], lang, width=width)
    assert spec["$schema"].removesuffix(".json") in alt.SCHEMA_URL
    alt.LayerChart.from_dict(spec)
    assert width_of(draw(spec)) == pytest.approx(width, abs=2.0)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_drawn_the_same_every_time(name, make, tables, draw):
    assert draw(make(name, tables[name])) == draw(make(name, tables[name]))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_is_plain_json_that_fetches_nothing(name, make, tables):
    text = json.dumps(make(name, tables[name]), allow_nan=False)
    assert '"url"' not in text
    assert re.findall(r"https?://[^\"]+", text) == [SCHEMA]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_leaves_its_table_as_it_was(name, make, tables):
    before = tables[name].copy()
    make(name, tables[name])
    pd.testing.assert_frame_equal(tables[name], before)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lang", ["ko", "en"])
def test_an_empty_table_gives_a_chart_that_says_so(name, lang, make, tables, draw):
    spec = make(name, tables[name].head(0), lang, **({"breaks": {}} if name == "series" else {}))
    word = {"ko": "표시할 자료가 없습니다", "en": "Nothing to show"}[lang]
    assert word in html.unescape(draw(spec))


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_one_row_can_be_drawn(name, make, tables, draw, width_of):
    assert width_of(draw(make(name, tables[name].head(1)))) == pytest.approx(WIDE, abs=2.0)


@pytest.mark.parametrize("name", ["clusters", "account", "peers"])
@pytest.mark.parametrize("label", ["가나다라마바사" * 24, "W" * 300, 'a "b" \\ c'])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_any_label_leaves_room_for_the_plot(name, label, width, make, tables, draw, width_of):
    table = tables[name].assign(label=label)
    drawn = draw(make(name, table, width=width))
    assert width_of(drawn) == pytest.approx(width, abs=2.0)
    plot = re.search(r'class="background"[^>]*d="M[-\d.]+,[-\d.]+h([\d.]+)', drawn)
    assert float(plot.group(1)) > 0.35 * width


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_language_is_refused(name, make, tables):
    with pytest.raises(ReportError, match="'fr'"):
        make(name, tables[name], "fr")


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_column_is_refused_by_name(name, make, tables):
    column = tables[name].columns[-1]
    with pytest.raises(ReportError, match=f"`{column}`"):
        make(name, tables[name].drop(columns=column))


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_uses_only_colors_and_fonts_of_the_theme(name, make, tables):
    text = json.dumps(make(name, tables[name]))
    known = set(vars(LIGHT).values())
    assert set(re.findall(r"#[0-9a-fA-F]{6}", text)) <= known
    assert set(re.findall(r'"(?:labelFont|titleFont|font)": "([^"]+)"', text)) == {CHART_FONT}


@pytest.mark.parametrize("name", NAMES)
def test_numbers_of_the_table_are_in_the_data_of_the_chart(name, make, tables):
    spec = make(name, tables[name])
    blocks = [spec["data"], *(layer["data"] for layer in spec["layer"] if "data" in layer)]
    held = pd.concat([pd.DataFrame(block["values"]) for block in blocks], ignore_index=True)
    for column in tables[name].select_dtypes("number").columns:
        given = tables[name][column].replace([np.inf, -np.inf], np.nan).dropna().astype(float)
        assert set(given) <= set(pd.to_numeric(held[column]).dropna())


def test_kinds_differ_in_shape_or_fill_and_not_in_color_alone(make, tables):
    for name in ("clusters", "series", "peers"):
        spec = make(name, tables[name])
        encoding = next(one["encoding"] for one in spec["layer"] if "shape" in one.get("encoding", {}))
        looks = zip(encoding["fill"]["scale"]["range"], encoding["shape"]["scale"]["range"], strict=True)
        looks = [(fill == LIGHT.paper, shape) for fill, shape in looks]
        assert len(set(looks)) == len(looks)
