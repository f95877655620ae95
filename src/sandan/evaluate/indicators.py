"""The indicator registry: what each published number is, in which version, and where series break."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from sandan.data.contracts import INDICATOR_VALUES
from sandan.data.tables import check_table
from sandan.errors import DefinitionError

__all__ = ["Indicator", "Registry", "Version", "indicator_registry", "known_values", "registry_from"]


@dataclass(frozen=True)
class Version:
    """One version of a definition; ``break_ko`` and ``break_en`` say why it ended the series before it."""

    key: str
    valid_from: date
    says_ko: str
    says_en: str
    break_ko: str = ""
    break_en: str = ""


@dataclass(frozen=True)
class Indicator:
    """What a number is: formula, numerator, denominator, unit, basis, source, versions, traps.

    ``place_basis`` is ``residence``, ``workplace``, ``head_office`` or ``body``; ``counted`` what
    is counted (``person``, ``establishment``, ``enterprise``, ``certificate``, ``money``,
    ``case``). ``direction`` is ``higher``, ``lower`` (is better) or ``none``. ``per_capita`` is
    the number of people to which a value may be related, 0 if that makes no sense.
    """

    key: str
    name_ko: str
    name_en: str
    formula_ko: str
    formula_en: str
    numerator_ko: str
    numerator_en: str
    denominator_ko: str
    denominator_en: str
    unit: str
    place_basis: str
    counted: str
    source_ko: str
    source_en: str
    direction: str
    trap_ko: str
    trap_en: str
    per_capita: int
    versions: tuple[Version, ...]

    def order(self, version: str) -> int:
        """Return the place of a version in time."""
        keys = [one.key for one in self.versions]
        if version not in keys:
            raise DefinitionError(
                f"The indicator {self.key!r} has no definition version {version!r}; known are "
                f"{', '.join(keys)}. Correct the value, or add the version with its date to the registry."
            )
        return keys.index(version)

    def version(self, key: str) -> Version:
        """Return a version by its key."""
        return self.versions[self.order(key)]


Registry = Mapping[str, Indicator]
"""Indicators by key."""

_TEXTS = ("name", "formula", "numerator", "denominator", "source", "trap")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "place_basis": ("residence", "workplace", "head_office", "body"),
    "counted": ("person", "establishment", "enterprise", "certificate", "money", "case"),
    "direction": ("higher", "lower", "none"),
}


@cache
def indicator_registry(name: str = "korea") -> Registry:
    """Return a registry that is shipped.

    Parameters
    ----------
    name : str
        ``korea``, or ``generated_country`` for the demonstration, whose definitions changed in
        other years.

    Returns
    -------
    Registry
        Indicators by key, in the order of the file.

    Raises
    ------
    DefinitionError
        If there is no such registry.

    Notes
    -----
    The registry of the generated country is that of Korea with other versions.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> indicator_registry()["fiscal_independence"].versions[1].valid_from
    datetime.date(2014, 1, 1)
    """
    registry = registry_from(_packaged("indicators"))
    if name == "korea":
        return registry
    if name != "generated_country":
        raise DefinitionError(f"There is no registry {name!r}; there are korea and generated_country.")
    changed = {
        entry["key"]: replace(registry[entry["key"]], versions=_versions(entry["key"], entry["version"]))
        for entry in _packaged("generated_country")["indicator"]
    }
    return MappingProxyType({key: changed.get(key, indicator) for key, indicator in registry.items()})


def _packaged(name: str) -> dict[str, Any]:
    text = files("sandan.evaluate").joinpath(f"registry/{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def registry_from(document: Mapping[str, Any]) -> Registry:
    """Read an indicator registry.

    Parameters
    ----------
    document : mapping
        Parsed TOML or JSON with a list ``indicator``; see ``docs/methods/indicators.md``.

    Returns
    -------
    Registry
        Indicators by key, in the order of the document.

    Raises
    ------
    DefinitionError
        If an entry is missing, not known or twice there, or a later version does not say why it
        breaks the series.

    Notes
    -----
    Versions must be in the order of their dates. Every version after the first one breaks the
    series and says why.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> len(registry_from({"indicator": []}))
    0
    """
    indicators = [_indicator(entry) for entry in document.get("indicator", ())]
    keys = [indicator.key for indicator in indicators]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise DefinitionError(f"The indicator {twice!r} is there twice; give one of them another key.")
    return MappingProxyType(dict(zip(keys, indicators, strict=True)))


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    key = str(entry.get("key", ""))
    texts = [f"{name}_{language}" for name in _TEXTS for language in ("ko", "en")]
    needed = {"key", "unit", "version", *_WORDS, *(text for text in texts if "denominator" not in text)}
    absent, unknown = sorted(needed - set(entry)), sorted(set(entry) - needed - {*texts, "per_capita"})
    if absent or unknown:
        raise DefinitionError(
            f"The indicator {key!r} lacks {', '.join(absent) or 'nothing'} and has the unknown entries "
            f"{', '.join(unknown) or 'none'}; correct them."
        )
    for name, words in _WORDS.items():
        if entry[name] not in words:
            raise DefinitionError(
                f"The indicator {key!r} has `{name}` {entry[name]!r}, but one of {', '.join(words)} "
                "is needed."
            )
    return Indicator(
        **{text: str(entry.get(text, "")) for text in ("key", "unit", *_WORDS, *texts)},
        per_capita=int(entry.get("per_capita", 0)),
        versions=_versions(key, entry["version"]),
    )


def _versions(key: str, entries: Iterable[Mapping[str, Any]]) -> tuple[Version, ...]:
    try:
        versions = tuple(Version(**entry) for entry in entries)
    except TypeError as error:
        raise DefinitionError(
            f"A version of the indicator {key!r} is not well formed ({error}); it has `key`, `valid_from`, "
            "`says_ko` and `says_en`, and from the second one on `break_ko` and `break_en`."
        ) from error
    dates = [version.valid_from for version in versions]
    silent = [version.key for version in versions[1:] if not (version.break_ko and version.break_en)]
    if not versions or dates != sorted(set(dates)) or silent:
        raise DefinitionError(
            f"The versions of the indicator {key!r} must be there, in the order of their dates, and each "
            f"after the first must say why it breaks the series; without a reason are {silent or 'none'}."
        )
    return versions


def known_values(values: pd.DataFrame, registry: Registry) -> pd.DataFrame:
    """Refuse values that the registry does not know.

    Parameters
    ----------
    values : DataFrame
        Table of the kind ``indicator_values``.
    registry : Registry
        Indicators by key.

    Returns
    -------
    DataFrame
        The same rows with ``version_order``, the place of the definition version in time.

    Raises
    ------
    DefinitionError
        If an indicator or a version is not in the registry, or a unit is not that of the registry.
    TableError
        If the table breaks its contract.

    Notes
    -----
    Two units in one series would make numbers that look comparable and are not.

    References
    ----------
    ``docs/methods/indicators.md``.

    Examples
    --------
    >>> known_values(pd.DataFrame(columns=INDICATOR_VALUES.names), indicator_registry()).empty
    True
    """
    check_table(values, INDICATOR_VALUES)
    triples = values[["indicator", "definition_version", "unit"]].drop_duplicates()
    orders = {
        (key, version): _order(registry, key, version, unit)
        for key, version, unit in triples.itertuples(index=False, name=None)
    }
    pairs = zip(values["indicator"], values["definition_version"], strict=True)
    return values.assign(version_order=pd.array([orders[pair] for pair in pairs], dtype="int64"))


def _order(registry: Registry, key: str, version: str, unit: str) -> int:
    if key not in registry:
        raise DefinitionError(
            f"The indicator {key!r} is not in the registry, which has {', '.join(registry)}; add it with its "
            "definition, or correct the key."
        )
    if unit != registry[key].unit:
        raise DefinitionError(
            f"The indicator {key!r} has values in {unit!r}, but its unit is {registry[key].unit!r}; "
            "convert them."
        )
    return registry[key].order(version)
