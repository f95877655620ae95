"""The charts of a report: each a function from a tidy table to one Vega-Lite specification.

A specification holds its data, so that page, document and notebook draw the same picture and
nothing is fetched. No chart tells anything by color alone. :func:`sandan.report.formats.pictures.svg` draws.
"""

from sandan.report.charts.bars import change_waterfall, growth_parts
from sandan.report.charts.bubbles import cluster_bubbles
from sandan.report.charts.dots import cluster_intervals, peer_ranges
from sandan.report.charts.series import indicator_series
from sandan.report.charts.style import PHONE, WIDE
from sandan.report.charts.versions import versions

__all__ = [
    "PHONE",
    "WIDE",
    "change_waterfall",
    "cluster_bubbles",
    "cluster_intervals",
    "growth_parts",
    "indicator_series",
    "peer_ranges",
    "versions",
]
