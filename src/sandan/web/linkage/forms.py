"""What people ask and say about matched lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandan.web.companies.queries.scope import companies_for
from sandan.web.linkage.models import Decision, State
from sandan.web.linkage.queries.runs import Asked

__all__ = ["ConfirmForm", "DecisionForm", "ExportForm", "FilterForm", "ReasonForm"]

SKIP = "skip"


class FilterForm(forms.Form):
    """Which rows of a run are shown."""

    q = forms.CharField(label=_("Name in the list"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=_("What the matching says"), required=False, choices=[("", _("All")), *State.choices]
    )
    decision = forms.ChoiceField(
        label=_("What a person says"),
        required=False,
        choices=[("", _("All")), ("open", _("nothing yet")), *Decision.choices],
    )

    @property
    def asked(self) -> Asked:
        self.full_clean()
        return Asked(**{name: value.strip() for name, value in self.cleaned_data.items()})


class ExportForm(forms.Form):
    form = forms.ChoiceField(
        label=_("Form"),
        choices=[
            ("utf-8", _("CSV, all characters (UTF-8)")),
            ("cp949", _("CSV for older Korean programs (CP949)")),
        ],
    )


class DecisionForm(forms.Form):
    """What one button of the review says: ``same-7`` is the company 7, ``other`` the one that was typed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.CharField(widget=forms.HiddenInput)
    other = forms.CharField(
        label=_("Number of another company"),
        required=False,
        max_length=20,
        help_text=_("For example C-000123, as it stands on the company's page."),
    )

    def __init__(self, *arguments: Any, person: Any, **about: Any) -> None:
        super().__init__(*arguments, **about)
        self.person = person

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        said = cleaned.get("decision", "")
        cleaned["company"] = None
        if said == "other":
            cleaned["company"] = self._company(cleaned.get("other", ""))
        elif said.startswith("same-"):
            cleaned["company"] = self._company(said.removeprefix("same-"))
        elif said and said not in {Decision.NEW, Decision.UNCLEAR, SKIP}:
            self.add_error(
                None,
                _("“%(said)s” is no decision. Choose one of the buttons.") % {"said": said},
            )
        return cleaned | ({"decision": Decision.SAME} if cleaned["company"] else {})

    def _company(self, number: str) -> Any:
        digits = number.strip().upper().removeprefix("C-")
        found = companies_for(self.person).filter(pk=int(digits)).first() if digits.isdecimal() else None
        if found is None:
            text = _("“%(number)s” is no company of the register. Write its number, such as C-000123.")
            self.add_error("other", text % {"number": number.strip()})
        return found


class ConfirmForm(forms.Form):
    seen = forms.BooleanField(
        label=_("I have looked at the sample"),
        error_messages={"required": _("Look at the sample first, then tick this box.")},
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        error_messages={"required": _("Say why it is taken back; the next person will ask.")},
    )
