"""Every question by name."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandan.web.measurement.questions.account import ask_account
from sandan.web.measurement.questions.answer import Question
from sandan.web.measurement.questions.bridge import ask_bridge, ask_creative
from sandan.web.measurement.questions.evaluation import (
    ask_detectable,
    ask_neighbors,
    ask_policy,
    ask_selection,
)
from sandan.web.measurement.questions.geography import ask_map
from sandan.web.measurement.questions.hotspots import ask_hotspots
from sandan.web.measurement.questions.localization import ask_localization, ask_localization_curve
from sandan.web.measurement.questions.place import ask_growth, ask_indicator, ask_indicators, ask_overview
from sandan.web.measurement.questions.portfolio import ask_portfolio, ask_region_cluster
from sandan.web.measurement.questions.robustness import ask_robustness
from sandan.web.measurement.questions.space import ask_opportunities, ask_space
from sandan.web.measurement.questions.specialization import ask_clusters, ask_industry
from sandan.web.measurement.questions.standing import ask_peers, ask_targets

__all__ = ["FIRST_ASKED", "OF_SPECIFICATIONS", "QUESTIONS", "WORDS"]

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "overview": ask_overview,
        "clusters": ask_clusters,
        "industry": ask_industry,
        "portfolio": ask_portfolio,
        "region_cluster": ask_region_cluster,
        "map": ask_map,
        "hotspots": ask_hotspots,
        "robustness": ask_robustness,
        "localization": ask_localization,
        "localization_curve": ask_localization_curve,
        "space": ask_space,
        "opportunities": ask_opportunities,
        "bridge": ask_bridge,
        "creative": ask_creative,
        "account": ask_account,
        "growth": ask_growth,
        "indicators": ask_indicators,
        "indicator": ask_indicator,
        "policy": ask_policy,
        "detectable": ask_detectable,
        "peers": ask_peers,
        "targets": ask_targets,
        "neighbors": ask_neighbors,
        "selection": ask_selection,
    }
)

WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "choices": _("What the data hold"),
        "overview": _("Overview"),
        "clusters": _("Clusters"),
        "industry": _("Industry"),
        "portfolio": _("Portfolio of clusters"),
        "region_cluster": _("Cluster of the portfolio"),
        "map": _("Map"),
        "hotspots": _("Hot spots"),
        "robustness": _("Robustness of a rank"),
        "localization": _("Distances"),
        "localization_curve": _("Distances of an industry"),
        "space": _("Industry space"),
        "opportunities": _("Opportunities"),
        "bridge": _("Bridges between complexes"),
        "creative": _("Creative class"),
        "account": _("Account of change"),
        "growth": _("Growth"),
        "indicators": _("Indicators"),
        "indicator": _("Indicator"),
        "policy": _("Was it policy?"),
        "detectable": _("What could be detected"),
        "peers": _("Cities like ours"),
        "targets": _("Targets"),
        "neighbors": _("Did the neighbors lose?"),
        "selection": _("Did our selection matter?"),
    }
)
"""What a question is called where jobs are listed."""

FIRST_ASKED = ("overview", "clusters", "map", "account", "growth", "indicators")
"""Answered as soon as there are new data, so that nobody waits for them."""

OF_SPECIFICATIONS = frozenset({"policy"})
"""Questions that run a registered specification; every run is kept, whatever came out."""
