"""Gross to net by hand, and the ends of the range against every combination."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.errors import DefinitionError, MeasureError
from sandan.evaluate.netting import LOSSES, Rate, Rates, gross_to_net, rates_from


def rate(*numbers, origin="assumed"):
    low, middle, high = sorted(numbers)
    return Rate(low, middle, high, origin, "a study")


shares = st.tuples(*(st.floats(0, 1) for _ in range(3))).map(lambda three: rate(*three))
factors = st.tuples(*(st.floats(0, 5) for _ in range(3))).map(lambda three: rate(*three))


def test_steps_by_hand():
    given_rates = Rates(
        rate(0.3, 0.4, 0.5, origin="estimated"),
        displacement=rate(0.2, 0.25, 0.5),
        leakage=rate(0.1, 0.1, 0.1),
        multiplier=rate(1.0, 1.2, 1.5),
    )
    steps = gross_to_net(200.0, given_rates).set_index("step")
    assert list(steps.index) == ["gross", "deadweight", "leakage", "displacement", "multiplier", "net"]
    assert steps["central"].tolist() == pytest.approx([200, 120, 108, 81, 97.2, 97.2])
    assert steps.at["net", "lower"] == pytest.approx(200 * 0.5 * 0.9 * 0.5 * 1.0)
    assert steps.at["net", "upper"] == pytest.approx(200 * 0.7 * 0.9 * 0.8 * 1.5)
    assert steps["origin"].tolist()[1:3] == ["estimated", "assumed"]
    assert steps["rate"].tolist()[2:4] == [0.1, 0.25]


@given(st.floats(0, 500), shares, st.dictionaries(st.sampled_from(LOSSES[1:]), shares), st.none() | factors)
def test_ends_hold_every_combination(gross, deadweight, losses, multiplier):
    net = gross_to_net(gross, Rates(deadweight, **losses, multiplier=multiplier)).iloc[-1]
    every = []
    factor = multiplier or rate(1, 1, 1)
    for more, *lost in product(*((one.lower, one.upper) for one in (factor, deadweight, *losses.values()))):
        value = gross * more
        for loss in lost:
            value *= 1 - loss
        every.append(value)
    assert net["lower"] == pytest.approx(min(every), abs=1e-6)
    assert net["upper"] == pytest.approx(max(every), abs=1e-6)
    assert net["lower"] - 1e-6 <= net["central"] <= net["upper"] + 1e-6


@pytest.mark.parametrize("gross", [-1.0, float("nan"), float("inf")])
def test_gross_that_is_no_gain_is_refused(gross):
    with pytest.raises(MeasureError, match="only a gain"):
        gross_to_net(gross, Rates(rate(0, 0, 0)))


def test_rates_are_read_and_none_has_a_default():
    entry = {"lower": 0.1, "central": 0.2, "upper": 0.3, "origin": "assumed", "source": "a guide"}
    record = {"deadweight": entry | {"upper": 0.9}, "displacement": entry, "multiplier": entry}
    found = rates_from(record)
    assert (found.deadweight.upper, found.leakage, found.multiplier.central) == (0.9, None, 0.2)
    assert rates_from(found.to_json()) == found
    assert found.to_json() == record


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"deadweight": None}, "lack 'deadweight'"),
        ({"weather": {}}, "'weather' is no rate"),
        ({"deadweight": 0.2}, "'deadweight' needs lower"),
        ({"deadweight": {"central": 0.2}}, "'deadweight' needs lower"),
        ({"leakage": {"origin": "hoped"}}, "'hoped'"),
        ({"leakage": {"source": " "}}, "from where"),
        ({"leakage": {"lower": "some"}}, "is no number"),
        ({"leakage": {"upper": 30}}, "25 percent is 0.25"),
        ({"leakage": {"lower": 0.25}}, "'leakage' goes from 0.25 over 0.2 to 0.3"),
        ({"multiplier": {"lower": -1}}, "none below 0"),
        ({"multiplier": {"upper": float("inf")}}, "'multiplier' goes from 0.1 over 0.2 to inf"),
    ],
)
def test_unusable_rates_are_refused(change, said):
    entry = {"lower": 0.1, "central": 0.2, "upper": 0.3, "origin": "assumed", "source": "a guide"}
    partly = {"leakage", "multiplier"}
    record = {"deadweight": entry} | {
        name: entry | one if name in partly else one for name, one in change.items()
    }
    with pytest.raises(DefinitionError, match=said):
        rates_from({name: one for name, one in record.items() if one is not None})
