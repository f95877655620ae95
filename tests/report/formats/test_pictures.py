import re
from dataclasses import replace
from typing import Any

import pytest

from sandan.errors import ReportError
from sandan.report.document import Chart, TableBlock
from sandan.report.formats.pictures import inline_svg, png, png_size, svg

BARS = Chart(
    title="Bars",
    description='Two "bars" & one label',
    how_to_read="Longer is more.",
    specification={
        "width": 100,
        "height": 50,
        "data": {"values": [{"name": "반도체", "firms": 3}, {"name": "바이오", "firms": 5}]},
        "mark": {"type": "bar", "clip": True},
        "encoding": {"y": {"field": "name"}, "x": {"field": "firms", "type": "quantitative"}},
    },
    twin=TableBlock("", (), (), ()),
)


def test_inline_svg_is_one_labelled_picture() -> None:
    drawn = inline_svg(BARS, "a")
    assert re.findall(r'role="[^"]*"', drawn) == ['role="img"']
    assert 'aria-label="Two &quot;bars&quot; &amp; one label"' in drawn


def test_inline_svg_never_shares_identifiers() -> None:
    drawn = {name: inline_svg(BARS, name) for name in ("a", "b")}
    named = {name: set(re.findall(r' id="([^"]+)"', one)) for name, one in drawn.items()}
    assert named["a"]
    assert not named["a"] & named["b"]
    assert set(re.findall(r"url\(#([^)]+)\)", drawn["a"])) <= named["a"]


def test_inline_svg_is_the_same_whatever_was_drawn_before() -> None:
    assert inline_svg(BARS, "a") == inline_svg(BARS, "a")


def test_png_has_the_shape_of_the_drawing() -> None:
    width, height = png_size(png(BARS))
    size = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg(BARS))
    assert size
    assert (width, height) == (3 * int(size[1]), 3 * int(size[2]))


@pytest.mark.parametrize(
    "specification", [{"mark": "point", "data": {"url": "https://example.org/x.csv"}}, {"mark": "no"}]
)
def test_chart_that_cannot_be_drawn_is_named(specification: dict[str, Any]) -> None:
    with pytest.raises(ReportError, match="'Bars' cannot be drawn"):
        svg(replace(BARS, specification=specification))
