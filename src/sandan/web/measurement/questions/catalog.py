"""Every question by name."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sandan.web.measurement.questions.account import ask_account
from sandan.web.measurement.questions.answer import Question
from sandan.web.measurement.questions.geography import ask_map
from sandan.web.measurement.questions.place import ask_growth, ask_indicator, ask_indicators, ask_overview
from sandan.web.measurement.questions.specialization import ask_clusters, ask_industry

__all__ = ["FIRST_ASKED", "QUESTIONS", "WORDS"]

QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "overview": ask_overview,
        "clusters": ask_clusters,
        "industry": ask_industry,
        "map": ask_map,
        "account": ask_account,
        "growth": ask_growth,
        "indicators": ask_indicators,
        "indicator": ask_indicator,
    }
)

WORDS: Mapping[str, Promise] = MappingProxyType(
    {
        "choices": _("What the data hold"),
        "overview": _("Overview"),
        "clusters": _("Clusters"),
        "industry": _("Industry"),
        "map": _("Map"),
        "account": _("Account of change"),
        "growth": _("Growth"),
        "indicators": _("Indicators"),
        "indicator": _("Indicator"),
    }
)
"""What a question is called where jobs are listed."""

FIRST_ASKED = ("overview", "clusters", "map", "account", "growth", "indicators")
"""Answered as soon as there are new data, so that nobody waits for them."""
