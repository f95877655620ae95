"""What is compared, as a form: everything that could be chosen after seeing the outcome."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandan.web.evaluation.queries import BY_HAND, FROM_LIST
from sandan.web.measurement.evaluations import (
    BASES,
    OUTCOMES,
    RINGS,
    Offered,
    Specification,
    checked,
    frozen,
)
from sandan.web.shared.catalog import reader_language

__all__ = ["BASIS_WORDS", "ORIGIN_WORDS", "OUTCOME_WORDS", "RATE_WORDS", "RoundForm", "SpecificationForm"]

OUTCOME_WORDS = {
    "jobs": _("Jobs in the target industries"),
    "firms": _("Firms in the target industries"),
}
BASIS_WORDS = {
    "announced": _("when it was announced"),
    "decided": _("when it was decided"),
    "paid": _("when it was paid"),
}
RATE_WORDS = {
    "deadweight": _("Would have come anyway"),
    "leakage": _("Went to others than those meant"),
    "displacement": _("Taken from others here"),
    "substitution": _("Instead of something else"),
    "multiplier": _("Further effects of each (factor)"),
}
ORIGIN_WORDS = {"assumed": _("assumed"), "estimated": _("estimated here")}
FACTOR = "multiplier"
LEVELS = ("0.9", "0.95", "0.8")
CODE = re.compile(r"[0-9A-Z]{1,10}")


def _named(names: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    return [(code, said[reader_language()]) for code, said in names.items()]


def _alike(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", text) if part]


class SpecificationForm(forms.Form):
    """The fields of a specification; where the vault has no places yet, codes are typed."""

    policy_ko = forms.CharField(label=_("Name of the policy in Korean"), max_length=80)
    policy_en = forms.CharField(label=_("Name of the policy in English"), max_length=80)
    place = forms.CharField(
        label=_("Place of the policy"), max_length=20, help_text=_("Code of the city, as in the register.")
    )
    site = forms.CharField(
        label=_("Site"),
        max_length=20,
        help_text=_("District or complex; distances of neighbors are measured from it."),
    )
    outcome = forms.ChoiceField(
        label=_("Outcome counted"), choices=[(key, OUTCOME_WORDS[key]) for key in OUTCOMES]
    )
    version = forms.ChoiceField(label=_("List of strategic industries"), required=False)
    industries = forms.MultipleChoiceField(
        label=_("Industries of the list"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("All of the chosen list, if none is marked."),
    )
    target = forms.CharField(
        label=_("Codes of target industries"),
        required=False,
        max_length=600,
        help_text=_("Only without a list. Divided by commas, such as 261, 582."),
    )
    basis = forms.ChoiceField(
        label=_("The policy begins"), choices=[(key, BASIS_WORDS[key]) for key in BASES], initial="decided"
    )
    first = forms.IntegerField(label=_("First year"), min_value=1900, max_value=2200)
    start = forms.IntegerField(label=_("Policy from"), min_value=1900, max_value=2200)
    last = forms.IntegerField(label=_("Last year"), min_value=1900, max_value=2200)
    treated_elsewhere = forms.CharField(
        label=_("Places with a like policy"),
        required=False,
        max_length=600,
        help_text=_("Codes of cities, divided by commas. They are not compared with."),
    )
    rings = forms.CharField(
        label=_("Rings around the site, in km"),
        max_length=80,
        initial=", ".join(f"{end:g}" for end in RINGS),
        help_text=_("From 0 outwards. The last ring is taken for untouched."),
    )
    level = forms.ChoiceField(
        label=_("Probability of the bands"), choices=[(one, f"{100 * float(one):g}%") for one in LEVELS]
    )

    def __init__(self, offered: Offered, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        if offered.places:
            self._choose("place", _named(offered.places))
            self._choose("site", self._sites())
        self.fields["version"].choices = [("", _("none: codes are written by hand")), *self._versions()]
        self.fields["industries"].choices = [
            (f"{version} {key}", f"{version} · {said[reader_language()]}")
            for version, industries in offered.versions.items()
            for key, said in industries.items()
        ]
        self._offer_rates()
        if not offered.versions:
            del self.fields["version"], self.fields["industries"]
            self.fields["target"].required = True

    def _choose(self, name: str, choices: Iterable[Any]) -> None:
        old = self.fields[name]
        help_text = "" if name == "place" else old.help_text
        self.fields[name] = forms.ChoiceField(label=old.label, choices=choices, help_text=help_text)

    def _offer_rates(self) -> None:
        """Ask for each rate as three numbers, where it is from, and from whom."""
        for name, label in RATE_WORDS.items():
            example = _("Lowest, central and highest, such as 1, 1.2, 1.5.")
            if name != FACTOR:
                example = _("Lowest, central and highest in %, such as 30, 50, 60.")
            origins = list(ORIGIN_WORDS.items())
            self.fields[name] = forms.CharField(label=label, required=False, max_length=40, help_text=example)
            self.fields[f"{name}_origin"] = forms.ChoiceField(
                label=_("This rate is"), required=False, choices=origins
            )
            self.fields[f"{name}_source"] = forms.CharField(label=_("Source"), required=False, max_length=200)

    @property
    def of_rates(self) -> list[list[forms.BoundField]]:
        """The three fields of every rate, for a template."""
        return [[self[name], self[f"{name}_origin"], self[f"{name}_source"]] for name in RATE_WORDS]

    @property
    def has_rates(self) -> bool:
        """Whether something was written about a rate, right or wrong."""
        return any(self.data.get(name) or self.data.get(f"{name}_source") for name in RATE_WORDS)

    def _sites(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """List districts and complexes below the city that they lie in."""
        inside: dict[str, list[tuple[str, str]]] = {}
        for code, name in _named(self.offered.sites):
            inside.setdefault(self.offered.city_of[code], []).append((code, name))
        return [(name, inside[code]) for code, name in _named(self.offered.places) if code in inside]

    def _versions(self) -> list[tuple[str, Any]]:
        return [
            (
                version,
                _("%(version)s, in force from %(day)s")
                % {"version": version, "day": self.offered.began[version]},
            )
            for version in self.offered.versions
        ]

    def clean_rings(self) -> list[float]:
        try:
            return [float(part) for part in _split(self.cleaned_data["rings"])]
        except ValueError as error:
            raise forms.ValidationError(
                _("“%(said)s” is not a list of numbers; write distances such as 0, 10, 25, 50."),
                params={"said": self.cleaned_data["rings"]},
            ) from error

    def clean_treated_elsewhere(self) -> list[str]:
        codes = _split(self.cleaned_data["treated_elsewhere"])
        unknown = [code for code in codes if self.offered.places and code not in self.offered.places]
        if unknown:
            raise forms.ValidationError(
                _("There is no city %(code)s; write codes of the list of places."),
                params={"code": unknown[0]},
            )
        return codes

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if {"place", "site"} <= set(given) and self.offered.places:
            city = self.offered.city_of.get(given["site"])
            if city != given["place"]:
                self.add_error("site", _("This site is not in the place of the policy; choose one that is."))
        self._freeze(given)
        given["rates"] = {name: self._rate(name, given) for name in RATE_WORDS if given.get(name)}
        if given["rates"] and "deadweight" not in given["rates"]:
            self.add_error(
                "deadweight", _("Say what would have come anyway; 0, 0, 0 says that nothing would.")
            )
        return given

    def _rate(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Read three numbers in order, shares as percent; a rate needs somebody who answers for it."""
        source, origin = given.get(f"{name}_source", ""), given.get(f"{name}_origin", "")
        if not source:
            self.add_error(f"{name}_source", _("Say from where this rate is."))
        try:
            low, central, high = map(float, _split(given[name]))
        except ValueError:
            low, central, high = 1.0, 0.0, 0.0
        most = math.inf if name == FACTOR else 100.0
        if not (0 <= low <= central <= high <= most and high < math.inf):
            self.add_error(
                name,
                forms.ValidationError(
                    _("“%(said)s” is not three numbers in order; write such as 30, 50, 60 (shares in %%)."),
                    params={"said": given[name]},
                ),
            )
        unit = 1 if name == FACTOR else 100
        ends = {"lower": low / unit, "central": central / unit, "upper": high / unit}
        return ends | {"origin": origin, "source": source}

    def _freeze(self, given: dict[str, Any]) -> None:
        """Write the chosen industries as codes, so that a later list changes nothing."""
        version = given.get("version", "")
        if not version:
            codes = _split(given.get("target") or "")
            wrong = [code for code in codes if not CODE.fullmatch(code)]
            if wrong or not codes:
                self.add_error("target", _("Write codes of industries such as 261, 582, or choose a list."))
            given |= {"codes": tuple(codes), "target_from": BY_HAND}
            return
        chosen = [one.partition(" ") for one in given.get("industries", [])]
        other = [key for of, _blank, key in chosen if of != version]
        if other:
            self.add_error("industries", _("An industry of another list is marked; mark those of one list."))
        found, refusal = frozen(version, [key for of, _blank, key in chosen if of == version])
        if refusal:
            self.add_error("version", refusal)
        given |= {"codes": found, "target_from": FROM_LIST + version}

    def specification(self, *, author: str, at: datetime) -> Specification | None:
        """Return what would be fixed; what is refused stands as an error of the form."""
        given = self.cleaned_data
        same = ("policy_ko", "policy_en", "place", "site", "outcome", "basis", "first", "start", "last")
        more = {"target": list(given["codes"]), "level": float(given["level"])}
        more |= {"rates": given["rates"]} if given["rates"] else {}
        record = {name: given[name] for name in (*same, "target_from", "treated_elsewhere", "rings")} | more
        moment = at.isoformat(timespec="seconds")
        fixed, refusal = checked(record | {"author": author, "registered_at": moment})
        if fixed is None:
            self.add_error(None, refusal)
        return fixed


class RoundForm(forms.Form):
    """Which programme, if there are several, and which of its selection rounds; all of them without one."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    round = forms.ChoiceField(label=_("Selection round"), required=False)

    def __init__(self, offered: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        chosen = {name: offered[name] for name in ("programme", "round")}
        super().__init__(*args, auto_id="selection_%s", initial=chosen, **kwargs)
        self.fields["round"].choices = [("", _("all together")), *_alike(offered["rounds"])]
        self.fields["programme"].choices = _alike(offered["programmes"])
        if len(offered["programmes"]) == 1:
            del self.fields["programme"]
