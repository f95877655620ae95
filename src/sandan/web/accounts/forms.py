"""Forms about people: who they are, what they may do, how they come in."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sandan.errors import OfficeError
from sandan.web.accounts import queries
from sandan.web.accounts.models import Person
from sandan.web.shared.catalog import CITIZEN, ROLES

__all__ = [
    "EndRoleForm",
    "FilterForm",
    "InviteForm",
    "OneselfForm",
    "PasswordForm",
    "PersonForm",
    "ReasonForm",
    "RoleForm",
    "SetupForm",
]

OF_A_FIRM = "firm"


def _role_choices(*, besides: tuple[str, ...] = ()) -> list[tuple[str, Any]]:
    return [(key, words) for key, words in ROLES.items() if key not in {CITIZEN, *besides}]


def _inner_choices() -> list[tuple[str, Any]]:
    return _role_choices(
        besides=(queries.ADMINISTRATOR, "evaluator", OF_A_FIRM, "partner", "expert", "council")
    )


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OfficeForm(forms.Form):
    """A form whose refusal by the office becomes its own error."""

    use_required_attribute = False

    def carry_out(self, act: Callable[..., None]) -> bool:
        try:
            act(**self.cleaned_data)
        except OfficeError as error:
            self.add_error(None, str(error))
            return False
        return True


class NewPassword(OfficeForm):
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def whose(self) -> Person:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        password = given.get("password")
        if password and given.get("again") and password != given["again"]:
            self.add_error("again", _("The two passwords differ. Type the same one twice."))
        if password:
            self._check(password)
        return given

    def _check(self, password: str) -> None:
        try:
            validate_password(password, self.whose())
        except ValidationError as error:
            self.add_error("password", error)


class SetupForm(NewPassword):
    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    roles = forms.MultipleChoiceField(
        label=_("Do you also hold one of these roles?"),
        help_text=_("An administrator runs the system and sees no work of the office by that alone."),
        choices=_inner_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "email", "password", "again", "roles")

    def whose(self) -> Person:
        return Person(name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", ""))

    def values(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "again"}


class PasswordForm(NewPassword):
    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def whose(self) -> Person:
        return self.person


class PersonForm(OfficeForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The person signs in with it."))
    unit = forms.CharField(label=_("Department"), max_length=80, required=False)

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        email: str = Person.objects.normalize_email(self.cleaned_data["email"]).lower()
        if queries.is_taken(email, besides=self.person):
            raise ValidationError(
                _("%(email)s belongs to somebody who is in the office already. Look in the list of people."),
                params={"email": email},
            )
        return email


class Days(OfficeForm):
    """A time from one day to another, or without an end."""

    valid_from = forms.DateField(label=_("From"), initial=timezone.localdate, widget=_day())
    valid_to = forms.DateField(
        label=_("Last day"), required=False, widget=_day(), help_text=_("Leave empty for no end.")
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("valid_from"), given.get("valid_to")
        if first and last and last < first:
            said = _("The last day, %(last)s, is before the first, %(first)s. Choose a later one.")
            self.add_error("valid_to", ValidationError(said, params={"first": first, "last": last}))
        return given


class OfFirm(Days):
    """A firm's people hold their role for their company, which is named by its number."""

    business_number = forms.CharField(
        label=_("Business number of the company"),
        required=False,
        max_length=14,
        help_text=_("Only for the role of a firm: ten digits."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def chosen(self, given: dict[str, Any]) -> set[str]:
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        number = "".join(one for one in given.pop("business_number", "") if one.isdigit())
        given["company"] = queries.company_of(number) if OF_A_FIRM in self.chosen(given) and number else None
        if OF_A_FIRM in self.chosen(given) and given["company"] is None and not self.errors:
            said = _("No company has the number %(number)s. Give that of a company in the register.")
            self.add_error(
                "business_number", ValidationError(said, params={"number": number or _("(none given)")})
            )
        return given


class InviteForm(PersonForm, OfFirm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=_role_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Nobody can do anything without a role. Choose at least one.")},
    )
    field_order = ("name", "email", "unit", "roles", "business_number", "valid_from", "valid_to")

    def chosen(self, given: dict[str, Any]) -> set[str]:
        return set(given.get("roles", ()))


class RoleForm(OfFirm):
    role = forms.ChoiceField(label=_("Role"), choices=_role_choices)
    reason = forms.CharField(label=_("Reason"), max_length=400, required=False)
    field_order = ("role", "business_number", "valid_from", "valid_to", "reason")

    def chosen(self, given: dict[str, Any]) -> set[str]:
        return {given.get("role", "")}


class ReasonForm(OfficeForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=400, help_text=_("It stands in the trail for whoever asks later.")
    )


class EndRoleForm(ReasonForm):
    last_day = forms.DateField(label=_("Last day"), initial=timezone.localdate, widget=_day())
    field_order = ("last_day", "reason")


class OneselfForm(OfficeForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), choices=[("ko", "한국어"), ("en", "English")])


class FilterForm(forms.Form):
    """What a list of people is narrowed to; nonsense in the address narrows nothing."""

    text = forms.CharField(label=_("Name, e-mail or unit"), required=False, widget=forms.SearchInput)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=lambda: [("", _("All")), *_role_choices()]
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("active", _("May enter")),
            ("waiting", _("Never signed in")),
            ("unsecured", _("Without a second factor")),
            ("barred", _("Barred")),
        ],
    )

    def values(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
