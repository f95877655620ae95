"""Three dates, kinds and doses by hand; what nobody knows stays unknown."""

import pandas as pd
import pytest

from sandan.errors import MeasureError, TableError
from sandan.evaluate.panels.treatments import cohorts, doses

REGISTER = pd.DataFrame(
    [
        ("f1", "money", "2012-11-02", "2013-02-01", "2014-01-10", 300.0),
        ("f1", "network", "2011-05-01", "2013-09-01", None, None),
        ("f2", "money", "2013-05-01", None, None, None),
        ("f3", "money", "2013-05-01", "2013-06-01", "2013-12-31", 100.0),
        ("f3", "loan", "2013-05-01", "2013-06-01", "2013-07-01", None),
    ],
    columns=["unit", "kind", "announced", "decided", "paid", "won"],
)


def test_each_date_gives_a_beginning_of_its_own():
    found = {basis: cohorts(REGISTER, basis=basis)["cohort"] for basis in ("announced", "decided", "paid")}
    assert found["announced"].tolist() == [2011, 2013, 2013]
    assert found["decided"].loc[["f1", "f3"]].tolist() == [2013, 2013]
    assert found["paid"].loc[["f1", "f3"]].tolist() == [2014, 2013]
    # f2 was supported and nobody knows when it was decided: it is neither treated nor a comparison.
    assert found["decided"].isna().to_dict() == {"f1": False, "f2": True, "f3": False}


def test_kinds_and_anticipation():
    found = cohorts(REGISTER, basis="announced", kinds=["money"], anticipation=2)
    assert found["cohort"].to_dict() == {"f1": 2010, "f2": 2011, "f3": 2011}
    assert cohorts(REGISTER)["kinds"].tolist() == ["money,network", "money", "loan,money"]
    assert cohorts(REGISTER)["supports"].tolist() == [2, 1, 2]
    assert cohorts(REGISTER, basis="paid")["undated"].tolist() == [1, 1, 0]


def test_dose_of_a_year_is_unknown_where_one_amount_is():
    found = doses(REGISTER, amount="won").set_index(["unit", "period"])
    assert found.loc[("f1", 2014), ["dose", "known", "supports"]].tolist() == [300, 300, 1]
    assert pd.isna(found.at[("f3", 2013), "dose"])
    assert found.loc[("f3", 2013), ["known", "supports"]].tolist() == [100, 2]
    assert len(found) == 2


@pytest.mark.parametrize(
    ("change", "about", "error", "said"),
    [
        ({"decided": "2010-01-01"}, {}, TableError, "'f1' was decided on 2010-01-01 and announced on"),
        ({"kind": None}, {}, TableError, "kind"),
        ({}, {"basis": "signed"}, MeasureError, "'signed'"),
        ({}, {"kinds": ["space"]}, MeasureError, "'space' is no kind.*loan, money, network"),
        ({}, {"anticipation": -1}, MeasureError, "`anticipation` is -1"),
    ],
)
def test_unusable_register_is_refused(change, about, error, said):
    with pytest.raises(error, match=said):
        cohorts(REGISTER.assign(**change), **about)


def test_unusable_amounts_are_refused():
    with pytest.raises(TableError, match="lacks the column 'krw'"):
        doses(REGISTER, amount="krw")
    with pytest.raises(TableError, match=r"holds -300\.0"):
        doses(REGISTER.assign(won=-REGISTER["won"]), amount="won")
    with pytest.raises(TableError, match="'f1' has an amount without a date"):
        doses(REGISTER.assign(paid=None), amount="won")
    with pytest.raises(TableError, match="lacks the column 'paid'"):
        cohorts(REGISTER.drop(columns="paid"))
