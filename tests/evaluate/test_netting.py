"""Gross to net by hand, and the ends of the range against every combination."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.netting import LOSSES, Rate, gross_to_net, rates_from


def rate(*numbers, origin="assumed"):
    low, middle, high = sorted(numbers)
    return Rate(low, middle, high, origin, "a study")


shares = st.tuples(*(st.floats(0, 1) for _ in range(3))).map(lambda three: rate(*three))
amounts = st.tuples(*(st.floats(0, 500) for _ in range(3))).map(lambda three: rate(*three))


def test_steps_by_hand():
    steps = gross_to_net(
        rate(190, 200, 220, origin="estimated"),
        anyway=rate(60, 80, 100),
        losses={"displacement": rate(0.2, 0.25, 0.5), "leakage": rate(0.1, 0.1, 0.1)},
        multiplier=rate(1.0, 1.2, 1.5),
    ).set_index("step")
    assert list(steps.index) == ["gross", "anyway", "leakage", "displacement", "multiplier", "net"]
    assert steps["central"].tolist() == pytest.approx([200, 120, 108, 81, 97.2, 97.2])
    assert steps.at["net", "lower"] == pytest.approx((190 - 100) * 0.9 * 0.5 * 1.0)
    assert steps.at["net", "upper"] == pytest.approx((220 - 60) * 0.9 * 0.8 * 1.5)
    assert steps["origin"].tolist()[:2] == ["estimated", "assumed"]
    assert steps["rate"].tolist()[2:4] == [0.1, 0.25]


@given(amounts, amounts, st.dictionaries(st.sampled_from(LOSSES), shares), amounts)
def test_ends_hold_every_combination(gross, anyway, losses, multiplier):
    net = gross_to_net(gross, anyway=anyway, losses=losses, multiplier=multiplier).iloc[-1]
    every = []
    parts = [gross, anyway, multiplier, *losses.values()]
    for chosen in product(*((one.lower, one.upper) for one in parts)):
        value = (chosen[0] - chosen[1]) * chosen[2]
        for loss in chosen[3:]:
            value *= 1 - loss
        every.append(value)
    assert net["lower"] == pytest.approx(min(every), abs=1e-6)
    assert net["upper"] == pytest.approx(max(every), abs=1e-6)
    assert net["lower"] - 1e-6 <= net["central"] <= net["upper"] + 1e-6


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"losses": {"deadweight": rate(0, 0, 0)}}, "'deadweight' is no loss"),
        ({"losses": {"leakage": rate(10, 25, 30)}}, "25 percent is 0.25"),
        ({"anyway": Rate(3, 2, 1, "assumed", "x")}, "'anyway' goes from 3 over 2 to 1"),
        ({"gross": rate(-1, 0, 1)}, "none below 0"),
    ],
)
def test_unusable_rates_are_refused(change, said):
    asked = {"gross": rate(1, 2, 3), "anyway": rate(0, 0, 0), "losses": {}} | change
    with pytest.raises(MeasureError, match=said):
        gross_to_net(asked.pop("gross"), **asked)


def test_rates_are_read_and_none_has_a_default():
    entry = {"lower": 0.1, "central": 0.2, "upper": 0.3, "origin": "assumed", "source": "a guide"}
    record = {"anyway": entry | {"upper": 90}, "displacement": entry, "multiplier": entry}
    found = rates_from(record)
    assert (found.anyway.upper, list(found.losses), found.multiplier.central) == (90.0, ["displacement"], 0.2)
    assert rates_from({"anyway": entry}).multiplier is None
    for wrong, said in (
        ({"displacement": entry}, "lack 'anyway'"),
        ({"anyway": entry, "weather": entry}, "'weather' is no rate"),
        ({"anyway": 0.2}, "'anyway' needs lower"),
        ({"anyway": {"central": 0.2}}, "'anyway' needs lower"),
        ({"anyway": entry | {"origin": "hoped"}}, "'hoped'"),
        ({"anyway": entry | {"source": " "}}, "from where"),
        ({"anyway": entry | {"lower": "some"}}, "is no number"),
    ):
        with pytest.raises(DefinitionError, match=said):
            rates_from(wrong)
