"""What can be asked of the list of jobs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandan.web.jobs.models import State
from sandan.web.jobs.registry import kinds

__all__ = ["Filter"]


class Filter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", _("All")),
            *((kind.key, str(kind.words)) for kind in kinds().values()),
        ]
