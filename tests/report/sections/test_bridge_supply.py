import pandas as pd
import pytest

from sandan.report.document import Number, TableBlock
from sandan.report.sections.bridge import bridge
from sandan.report.sections.bridge_supply import supply, supply_tiles
from sandan.report.sections.pairs import Pair

PAIR = Pair("X", "Y", "X", "Y")


def test_table_in_another_classification_is_said(opened_bridge, bridged, said):
    other = bridged["input_output"].assign(classification="BOK33")
    text = said(bridge(opened_bridge(input_output=other)))
    assert "are not those of the register (KSIC10)" in text


def test_pairs_of_each_direction_stand_in_a_table_of_their_own(whole_bridge):
    tables = [block for block in supply(whole_bridge, PAIR) if isinstance(block, TableBlock)]
    assert [one.caption.partition(":")[0] for one in tables[1:]] == ["X → Y", "Y → X"]
    assert all(isinstance(row[2][0], Number) for one in tables[1:] for row in one.rows)


def test_money_is_shown_in_the_unit_of_the_table(whole_bridge):
    tiles = supply_tiles(whole_bridge, PAIR)
    money = next(inline for inline in tiles[0].note if isinstance(inline, Number))
    # 100 * 60/130 * 20/130 + 50 * 40/90 * 20/130 million won.
    assert money.figure.value == pytest.approx(10.52, abs=0.01)
    assert money.shown == "10.52 million won"


def test_table_of_the_nearest_year_is_taken(opened_bridge, bridged, said):
    trade = bridged["input_output"]
    later = trade.assign(period=2020, value=0.0)
    case = opened_bridge(input_output=pd.concat([trade, later]))
    assert "input-output table (2012)" in said(bridge(case))
