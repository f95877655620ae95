import pandas as pd
import pytest

from sandan.errors import MeasureError
from sandan.report.calculations.catalog import CALCULATIONS

ASKED = {
    "city": "A",
    "first": "X",
    "second": "Y",
    "period": 2013,
    "digits": 2,
    "table_period": 2012,
    "classification": "KSIC10",
    "count": 3,
    "published_on": "2015-12-31",
}


@pytest.fixture
def calculate(bridged):
    def carried_out(name, **tables):
        return CALCULATIONS[name].function(bridged | tables, ASKED)

    return carried_out


def test_potential_is_both_shares_of_the_national_sales(calculate):
    # 130 jobs in 26 (60 in X, 20 in Y, 50 in B), 90 in 58 (40 in X), 130 in 70 (80 in Y).
    # X to Y: of 26 to 26, 100 * 60/130 * 20/130; of 58 to 26, 50 * 40/90 * 20/130.
    there, back = calculate("bridge_supply").to_dict("records")
    assert there["potential"] == pytest.approx(100 * 60 / 130 * 20 / 130 + 50 * 40 / 90 * 20 / 130)
    # Y to X: of 26 to 26, 100 * 20/130 * 60/130; of 70 to 26, 50 * 80/130 * 60/130.
    assert back["potential"] == pytest.approx(100 * 20 / 130 * 60 / 130 + 50 * 80 / 130 * 60 / 130)
    # Y buys 200 * 20/130 for its 26 and 20 * 80/130 for its 70.
    need = 200 * 20 / 130 + 20 * 80 / 130
    assert there["local_share"] == pytest.approx(100 * there["potential"] / need)
    assert (there["seller_covered"], there["buyer_covered"]) == (100.0, 100.0)


def test_pairs_of_a_direction_add_up_to_its_potential(calculate):
    flows, links = calculate("bridge_supply"), calculate("bridge_top_links")
    whole = links.groupby("seller")["potential"].sum()
    assert whole.to_dict() == pytest.approx(flows.set_index("seller")["potential"].to_dict())
    first = links.loc[links["seller"] == "X", ["sells", "buys", "rank"]].to_numpy().tolist()
    assert first == [["26", "26", 1], ["58", "26", 2]]


def test_industry_that_the_table_lacks_is_not_covered(calculate, bridged):
    trade = bridged["input_output"]
    without = trade.loc[~trade[["supplier", "user"]].eq("58").any(axis=1)]
    there, _ = calculate("bridge_supply", input_output=without).to_dict("records")
    assert there["seller_covered"] == pytest.approx(60.0)


def test_pair_that_would_tell_a_hidden_number_is_hidden(calculate, bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin(["x8", "x9"])]
    links = calculate("bridge_top_links", establishments=few).set_index(["seller", "sells", "buys"])
    row = links.loc[("X", "58", "26")]
    assert (row["status"], pd.isna(row["potential"]), pd.isna(row["share"])) == ("suppressed", True, True)


def test_complex_of_two_firms_sells_nothing_that_is_told(calculate, bridged):
    register = bridged["establishments"]
    few = register.loc[~register["enterprise"].isin([f"y{k}" for k in range(2, 8)])]
    table = calculate("bridge_supply", establishments=few)
    assert set(table["status"]) == {"suppressed"}
    assert table["potential"].isna().all()


def test_pair_without_a_row_is_not_taken_for_nothing(calculate, bridged):
    trade = bridged["input_output"]
    with pytest.raises(MeasureError, match="no row for '26' selling to '47'"):
        calculate("bridge_supply", input_output=trade.drop(index=1))
