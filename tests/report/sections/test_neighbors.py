"""What may be said about the neighbors follows from the bands alone."""

import pytest

from sandan.report.sections.neighbors import finding_of


def row(kind, lower, upper):
    return {"kind": kind, "lower": lower, "upper": upper}


@pytest.mark.parametrize(
    ("net", "around", "finding"),
    [
        ((2.0, 9.0), (-4.0, 3.0), "net_gain"),
        ((2.0, 9.0), (-4.0, -1.0), "net_gain_and_loss"),
        ((-9.0, -2.0), (-4.0, -1.0), "net_loss"),
        ((-2.0, 3.0), (-4.0, -1.0), "loss_around"),
        ((-2.0, 3.0), (-4.0, 1.0), "gain_inside"),
    ],
)
def test_sentence_follows_from_the_bands(net, around, finding):
    assert finding_of([row("net", *net), row("inside", 5.0, 8.0), row("around", *around)]) == finding


def test_without_bands_nothing_is_told_from_chance():
    nothing = float("nan")
    rows = [row(kind, nothing, nothing) for kind in ("net", "inside", "around")]
    assert finding_of(rows) == "chance"
