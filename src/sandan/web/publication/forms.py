"""What people choose for a report, why they publish or withdraw it, and what a key is for."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sandan.report.assemble import QUESTIONS
from sandan.report.wording.sentences import wording_in
from sandan.web.publication.models import Report, State
from sandan.web.shared.catalog import reader_language

__all__ = ["ALWAYS", "FilterForm", "ReasonForm", "ReportForm", "TokenForm", "question_of"]

ALWAYS = "limits"
"""What a report cannot say stands in every report."""

LANGUAGES = [("ko", "한국어"), ("en", "English")]
FORMATS = [
    ("html", _("Web page, one file")),
    ("pdf", _("PDF, for print and archives")),
    ("hwpx", _("HWPX, for the word processor")),
    ("zip", _("Data package, tables as CSV after disclosure control")),
]
DAYS = [(30, _("30 days")), (90, _("90 days")), (365, _("one year"))]
SHORTEST_REASON = 5


def question_of(section: str) -> str:
    return wording_in(reader_language()).text(f"{section}.title")


def _boxes(label: Any, **about: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple, **about)


class ReportForm(forms.Form):
    """Which questions a report answers, in which languages and formats, and what it takes the place of."""

    sections = _boxes(_("Questions that it answers"))
    languages = _boxes(_("Languages"), choices=LANGUAGES, initial=["ko", "en"])
    formats = _boxes(_("Formats"), choices=FORMATS, initial=["html", "pdf", "hwpx", "zip"])
    supersedes = forms.ModelChoiceField(
        Report.objects.none(),
        label=_("Takes the place of"),
        required=False,
        empty_label=_("no earlier report"),
    )

    def __init__(self, replaceable: QuerySet[Report], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [name for name in QUESTIONS if name != ALWAYS]
        self.fields["sections"].choices = [(name, question_of(name)) for name in chosen]
        self.fields["sections"].initial = chosen
        self.fields["sections"].error_messages["required"] = _(
            "No question is chosen; choose at least one, as a report of limits alone says nothing."
        )
        self.fields["languages"].error_messages["required"] = _("No language is chosen; choose one or both.")
        self.fields["formats"].error_messages["required"] = _("No format is chosen; choose at least one.")
        self.fields["supersedes"].queryset = replaceable

    def clean_sections(self) -> list[str]:
        """Add what a report cannot say, and keep the order of a report."""
        asked = {*self.cleaned_data["sections"], ALWAYS}
        return [name for name in QUESTIONS if name in asked]


class ReasonForm(forms.Form):
    """Why: it stands in the trail, and of a withdrawal on the public page."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=SHORTEST_REASON,
    )


class FilterForm(forms.Form):
    """Which reports a list shows."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *State.choices])


class TokenForm(forms.Form):
    """What a key is for, and how long it works."""

    name = forms.CharField(
        label=_("What the key is for"), max_length=80, help_text=_("For example: statistics page of the city")
    )
    days = forms.TypedChoiceField(label=_("Works for"), choices=DAYS, coerce=int, initial=90)
