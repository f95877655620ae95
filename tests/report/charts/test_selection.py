import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, score_histogram
from sandan.report.document import Chart, TableBlock
from sandan.report.formats.pictures import inline_svg

BINS = pd.DataFrame(
    {
        "from": [-10.0, -5.0, 0.0],
        "to": [-5.0, 0.0, 5.0],
        "per_point": [1.0, 4, 3],
        "side": ["below"] * 2 + ["above"],
    }
)


def test_sides_differ_in_fill_and_the_cut_off_is_named():
    spec = score_histogram(BINS, lang="en", width=PHONE)
    below, above = spec["layer"][0]["encoding"]["fill"]["scale"]["range"]
    assert below != above
    drawn = inline_svg(Chart("", "", "", spec, TableBlock("", (), (), ())), "some")
    assert "below the cut-off" in drawn


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_nothing_to_show_says_so(lang):
    empty = score_histogram(BINS.iloc[:0], lang=lang)
    assert empty["layer"][0]["encoding"]["text"]["value"]


def test_table_without_a_column_is_refused():
    with pytest.raises(ReportError, match="per_point"):
        score_histogram(BINS.drop(columns="per_point"), lang="en")
