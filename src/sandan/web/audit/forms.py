"""What the trail can be narrowed to."""

from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sandan.web.audit.queries import Wanted
from sandan.web.shared.catalog import events

__all__ = ["FilterForm"]


def _actions() -> list[tuple[str, Any]]:
    return [("", _("All")), *((key, kind.words) for key, kind in events().items())]


def _kinds() -> list[tuple[str, Any]]:
    """List the kinds of objects that the office has: the models of its apps."""
    models = [
        model
        for name in settings.SANDAN_APPS
        for model in apps.get_app_config(name.rpartition(".")[2]).get_models()
    ]
    return [("", _("All")), *((one._meta.label_lower, capfirst(one._meta.verbose_name)) for one in models)]  # noqa: SLF001 -- the public name of Django's model options


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Nonsense in the address narrows nothing."""

    person = forms.ModelChoiceField(label=_("Person"), required=False, queryset=None, empty_label=_("All"))
    action = forms.ChoiceField(label=_("What"), required=False, choices=_actions)
    kind = forms.ChoiceField(label=_("Kind of object"), required=False, choices=_kinds)
    first_day = forms.DateField(label=_("From"), required=False, widget=_day())
    last_day = forms.DateField(label=_("Until"), required=False, widget=_day())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = get_user_model().objects.order_by("name", "pk")

    def wanted(self) -> Wanted:
        self.is_valid()
        given = self.cleaned_data
        person = given.get("person")
        return Wanted(
            person=None if person is None else person.pk,
            action=given.get("action", ""),
            kind=given.get("kind", ""),
            first_day=given.get("first_day"),
            last_day=given.get("last_day"),
        )
