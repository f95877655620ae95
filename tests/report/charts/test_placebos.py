import pandas as pd
import pytest

from sandan.errors import ReportError
from sandan.report.charts import PHONE, mixture_path, placebo_gaps, power_curves
from sandan.report.document import Chart, TableBlock
from sandan.report.formats.pictures import inline_svg

YEARS = [2009, 2010, 2011, 2012]
PATH = pd.DataFrame(
    {"period": YEARS, "observed": [99.0, 101, 108, 109], "without_policy": [100.0, 100, 101, 102]}
)
OWN = pd.DataFrame({"period": YEARS, "gap": [0.0, 0.1, 6.0, 7.0]})
OTHERS = pd.DataFrame(
    {"place": ["B"] * 4 + ["C"] * 4, "period": YEARS * 2, "gap": [0.0, 1, -2, 3, 0, -1, 4, 20]}
)
POWER = pd.DataFrame({"rung": ["a", "a", "b", "b"], "size": [0.0, 10.0] * 2, "power": [4.0, 90.0, 5.0, 60.0]})
LABELS = {"a": "전국 비교", "b": "권역 내 비교"}
TWIN = TableBlock("", (), (), ())


def drawn(spec):
    return inline_svg(Chart("", "", "", spec, TWIN), "some")


def test_place_and_mixture_are_two_lines_with_a_mark_where_the_policy_begins():
    spec = mixture_path(PATH, start=2011, lang="en")
    kinds = {row["kind"] for row in spec["data"]["values"]}
    assert kinds == {"this place", "mixture of others"}
    assert spec["layer"][0]["data"]["values"][0] == {"at": 2010.5, "text": "2011 begins"}
    assert "2011 begins" in drawn(spec)


def test_no_placebo_is_left_out_and_the_scale_holds_the_farthest():
    spec = placebo_gaps(OWN, OTHERS, start=2011, lang="ko")
    assert len(spec["data"]["values"]) == 12
    low, high = spec["layer"][-1]["encoding"]["y"]["scale"]["domain"]
    assert low < -2
    assert high > 20
    assert "대상 지역" in drawn(spec)


def test_rungs_differ_in_dashes_as_well_as_in_color():
    encoding = power_curves(POWER, labels=LABELS, lang="ko", width=PHONE)["layer"][1]["encoding"]
    for channel in ("stroke", "strokeDash"):
        first, second = encoding[channel]["scale"]["range"]
        assert first != second
    assert "전국 비교" in drawn(power_curves(POWER, labels=LABELS, lang="ko"))


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_nothing_to_show_says_so(lang):
    empty = power_curves(POWER.iloc[:0], labels={}, lang=lang)
    assert empty["layer"][0]["encoding"]["text"]["value"]


def test_table_without_a_column_is_refused():
    with pytest.raises(ReportError, match="without_policy"):
        mixture_path(PATH.drop(columns="without_policy"), start=2011, lang="en")
