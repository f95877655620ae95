import pandas as pd
import pytest

from sandan.errors import ReportError


def values(spec):
    return spec["data"]["values"]


def test_the_waterfall_ends_where_the_account_ends(make, tables):
    rows = values(make("account", tables["account"]))
    assert [(row["from"], row["to"]) for row in rows] == [
        (0.0, 100.0),
        (100.0, 130.0),
        (130.0, 118.0),
        (118.0, 118.0),
        (0.0, 118.0),
        (118.0, 125.0),
        (0.0, 125.0),
    ]


def test_flows_carry_their_sign_and_levels_do_not(make, tables):
    rows = values(make("account", tables["account"]))
    assert [row["text"] for row in rows] == ["100", "+30", "–12", "0", "118", "+7", "125"]
    assert [row["tip"] for row in rows] == [None, 130.0, 118.0, None, None, 125.0, None]


def test_rows_beside_the_account_are_left_out(make, tables):
    beside = pd.DataFrame({"label": ["of which"], "role": ["of_which"], "sign": [1], "firms": [4]})
    spec = make("account", pd.concat([tables["account"], beside]))
    assert [row["label"] for row in values(spec)] == tables["account"]["label"].tolist()


def test_parts_are_laid_out_to_both_sides_of_zero_and_add_up(make, tables):
    rows = pd.DataFrame(values(make("parts", tables["parts"])))
    other = rows[rows["variant"] == "other"].set_index("part")
    assert other["from"].round(9).to_dict() == {"national": 0.0, "mix": 0.0, "rest": 5.82}
    assert other["to"].round(9).to_dict() == {"national": 5.82, "mix": -1.32, "rest": 15.82}
    assert rows.groupby("variant")["value"].sum().round(9).to_dict() == {"dunn": 14.5, "other": 14.5}


def test_every_part_is_named_by_its_number_where_there_is_room(make, tables):
    rows = values(make("parts", tables["parts"]))
    assert [row["inside"] + row["above"] for row in rows] == [
        "① 5.82",
        "②",
        "③ 8.57",
        "① 5.82",
        "②",
        "③ 10.00",
    ]


def test_a_part_that_is_zero_everywhere_is_passed_over(make, tables):
    nothing = pd.DataFrame({"variant": ["dunn"], "part": ["mix"], "value": [0.0]})
    parts = tables["parts"][tables["parts"]["part"] != "mix"]
    rows = values(make("parts", pd.concat([parts, nothing])))
    assert {row["part"] for row in rows} == {"national", "rest"}


def test_a_part_without_a_word_is_refused(make, tables):
    with pytest.raises(ReportError, match="'surprise'"):
        make("parts", tables["parts"].replace("rest", "surprise"))
