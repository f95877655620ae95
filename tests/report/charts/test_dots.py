import numpy as np
import pandas as pd
import pytest

from sandan.report.charts import ladder_rungs


def values(spec):
    return spec["data"]["values"]


def test_quotients_are_marked_by_what_their_test_said(make, tables):
    rows = values(make("clusters", tables["clusters"]))
    assert [row["kind"] for row in rows] == [
        "confirmed",
        "not confirmed",
        "not tested",
        "not confirmed",
    ]
    assert [row["text"] for row in rows] == ["5.94", "1.40", "1.10", "0.00"]


def test_a_cluster_of_one_firm_is_marked_apart(make, tables):
    table = tables["clusters"].assign(vanishes_without_largest=[True, False, None, False])
    assert values(make("clusters", table))[0]["kind"] == "confirmed, hangs on one firm"


def test_open_ends_get_an_arrow_and_closed_ones_do_not(make, tables):
    rows = values(make("clusters", tables["clusters"]))
    assert [row["open_low"] is not None for row in rows] == [False, True, False, True]
    assert [row["open_high"] is not None for row in rows] == [False, True, False, False]


def test_the_scale_of_quotients_is_logarithmic_and_holds_one(make, tables):
    scale = make("clusters", tables["clusters"])["layer"][0]["encoding"]["x"]["scale"]
    assert scale["type"] == "log"
    assert scale["domain"][0] < 1 < scale["domain"][1]


def test_equal_labels_keep_rows_of_their_own(make, tables):
    rows = values(make("clusters", tables["clusters"].assign(label="same")))
    assert [row["row"] for row in rows] == [0, 1, 2, 3]


@pytest.mark.parametrize(("lang", "text"), [("en", "36.1 · rank 1–2"), ("ko", "36.1 · 1–2위")])
def test_a_rank_is_shown_as_a_range(lang, text, make, tables):
    assert values(make("peers", tables["peers"], lang))[1]["text"] == text


def test_a_peer_without_a_value_keeps_its_row_and_says_so(make, tables):
    assert values(make("peers", tables["peers"]))[2]["text"] == "no value given"


def test_words_of_the_table_stand_in_place_of_value_and_rank(make, tables):
    rows = values(make("peers", tables["peers"].assign(text=["a", "b", "c"])))
    assert [row["text"] for row in rows] == ["a", "b", "c"]


RUNGS = pd.DataFrame(
    {
        "label": ["gross", "national", "rings"],
        "kind": ["described", "estimated", "lacking"],
        "estimate": [24.0, 8.0, np.nan],
        "lower": [np.nan, 2.0, np.nan],
        "upper": [np.nan, np.inf, np.nan],
        "text": ["+24%", "+8% · 2 of 40", "data are lacking"],
    }
)


def test_every_rung_keeps_its_row_and_says_what_it_is():
    rows = values(ladder_rungs(RUNGS, unit="%", lang="en"))
    kinds = ["described: claims nothing", "with a band", "data are lacking"]
    assert [row["kind"] for row in rows] == kinds
    assert [row["start"] is None for row in rows] == [True, False, True]


def test_what_is_lacking_is_not_drawn_at_zero():
    spec = ladder_rungs(RUNGS, unit="%", lang="ko")
    domain = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    *_, lacking = values(spec)
    assert domain[0] < lacking["dot"] < domain[0] + 0.05 * (domain[1] - domain[0])
    assert domain[0] < 0


def test_an_open_end_of_a_band_has_an_arrow():
    assert values(ladder_rungs(RUNGS, unit="%", lang="en"))[1]["open_high"] is not None
