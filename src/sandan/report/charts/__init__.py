"""The charts of a report: each a function from a tidy table to one Vega-Lite specification.

A specification holds its data, so that page, document and notebook draw the same picture and
nothing is fetched. No chart tells anything by color alone. :func:`sandan.report.formats.pictures.svg` draws.
"""

from sandan.report.charts.bars import change_waterfall, growth_parts
from sandan.report.charts.bridges import mix_overlap, tie_openness
from sandan.report.charts.bubbles import cluster_bubbles
from sandan.report.charts.combinations import rank_combinations
from sandan.report.charts.distances import distance_curve, localized_distances
from sandan.report.charts.dots import cluster_intervals, ladder_rungs, peer_ranges
from sandan.report.charts.opportunities import entry_rates, near_industries
from sandan.report.charts.placebos import mixture_path, placebo_gaps, power_curves
from sandan.report.charts.selection import score_histogram
from sandan.report.charts.series import indicator_series
from sandan.report.charts.space import industry_space
from sandan.report.charts.standing import peer_columns, peer_strips, target_path
from sandan.report.charts.style import PHONE, WIDE
from sandan.report.charts.versions import versions

__all__ = [
    "PHONE",
    "WIDE",
    "change_waterfall",
    "cluster_bubbles",
    "cluster_intervals",
    "distance_curve",
    "entry_rates",
    "growth_parts",
    "indicator_series",
    "industry_space",
    "ladder_rungs",
    "localized_distances",
    "mix_overlap",
    "mixture_path",
    "near_industries",
    "peer_columns",
    "peer_ranges",
    "peer_strips",
    "placebo_gaps",
    "power_curves",
    "rank_combinations",
    "score_histogram",
    "target_path",
    "tie_openness",
    "versions",
]
