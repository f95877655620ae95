"""The list of figures at the end of a report: every number, grouped by the calculation that made it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from sandan.data.missing import Status
from sandan.errors import ReportError
from sandan.report.document import Document, figures_of
from sandan.report.figures.definitions import definitions
from sandan.report.figures.record import Calculation, Figure
from sandan.report.wording.labels import label_in
from sandan.report.wording.numbers import show_value
from sandan.report.wording.words import words_of

__all__ = ["Entry", "Group", "Register", "register_of"]

SHORT_HASH = 12


@dataclass(frozen=True)
class Entry:
    """One figure in words of the reader's language, numbered in the order of the list."""

    number: int
    id: str
    label: str
    value: str
    interval: str
    definition: str
    area: str
    period: str
    basis: str
    stage: str
    status: str

    @property
    def command(self) -> str:
        """Return the command that makes the figure again."""
        return f"sandan replay {self.id}"

    @property
    def fine(self) -> str:
        """Return what the number is, in one line."""
        parts = (self.definition, self.area, self.period, self.basis, self.stage, self.status)
        return " · ".join(parts)


@dataclass(frozen=True)
class Group:
    """One calculation with everything that came out of it."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    seed: str
    snapshots: tuple[tuple[str, str], ...]
    version: str
    code: str
    entries: tuple[Entry, ...]

    def facts(self, words: Mapping[str, str]) -> list[tuple[str, list[str]]]:
        """Return how the numbers were made, line by line; full identifiers only."""
        lines = [
            (words["parameters"], [f"{name} = {value}" for name, value in self.parameters]),
            (words["seed"], [self.seed] if self.seed else []),
            (words["snapshots"], [full for _, full in self.snapshots] or [words["none"]]),
            (words["sandan_version"], [self.version]),
            (words["code"], [self.code]),
        ]
        return [line for line in lines if line[1]]


@dataclass(frozen=True)
class Register:
    """All groups, in the order in which their first figure is read, and what the figures mean."""

    groups: tuple[Group, ...]
    meanings: tuple[tuple[str, str], ...]

    @property
    def numbers(self) -> dict[str, int]:
        """Return the number of each figure in the list by its identifier."""
        return {entry.id: entry.number for group in self.groups for entry in group.entries}


def register_of(document: Document) -> Register:
    """List the figures of a report by the calculation that made them.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    Register
        Every figure once. ``snapshots`` are pairs of a short and the full identifier,
        ``meanings`` pairs of a definition as it stands in the entries and what it says.

    Raises
    ------
    ReportError
        If a figure has no identifier, or the language is unknown.

    Notes
    -----
    Values stand at full precision: the shortest decimal that reads back as the same number.

    References
    ----------
    ``docs/decisions/0005-documents.md``.

    Examples
    --------
    >>> register_of(Document("en", "Nothing", "", (), ())).groups
    ()
    """
    found: dict[str, tuple[Calculation, list[Figure]]] = {}
    for figure in figures_of(document):
        if not figure.id:
            raise ReportError(
                f"The figure {figure.label!r} has no identifier, so nobody could cite it. "
                "Make it with `Figure(...).with_id()`."
            )
        found.setdefault(_key(figure.calculation), (figure.calculation, []))[1].append(figure)
    numbers = count(1)
    meanings = (_meaning(figure, document.language) for figure in figures_of(document))
    return Register(
        meanings=tuple(dict(pair for pair in meanings if pair[1]).items()),
        groups=tuple(
            _group(calculation, tuple(_entry(next(numbers), figure, document.language) for figure in figures))
            for calculation, figures in found.values()
        ),
    )


def _key(calculation: Calculation) -> str:
    return json.dumps(
        [
            calculation.name,
            dict(calculation.parameters),
            calculation.snapshots,
            calculation.version,
            calculation.code,
        ],
        sort_keys=True,
    )


def _group(calculation: Calculation, entries: tuple[Entry, ...]) -> Group:
    parameters = dict(calculation.parameters)
    seed = parameters.pop("seed", None)
    return Group(
        name=calculation.name,
        parameters=tuple((name, _plain(value)) for name, value in parameters.items()),
        seed="" if seed is None else str(seed),
        snapshots=tuple((snapshot[:SHORT_HASH], snapshot) for snapshot in calculation.snapshots),
        version=calculation.version,
        code=calculation.code,
        entries=entries,
    )


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _meaning(figure: Figure, language: str) -> tuple[str, str]:
    """Return the definition by name, key and version, and its meaning where the catalog has that version."""
    version = f"{figure.definition}, {words_of(language)['version']} {figure.definition_version}"
    known = definitions().get(figure.definition)
    if known is None or known.version != figure.definition_version:
        return version, ""
    return f"{known.name(language)} ({version})", known.meaning(language)


def _name(figure: Figure, language: str) -> str:
    known = definitions().get(figure.definition)
    return figure.definition if known is None else known.name(language)


def _entry(number: int, figure: Figure, language: str) -> Entry:
    words = words_of(language)
    missing = show_value(None, figure.unit, language=language, status=figure.status)
    reported = figure.status is Status.REPORTED
    unit = words.get(f"unit {figure.unit}", f" {figure.unit}")
    return Entry(
        number=number,
        id=figure.id,
        label=label_in(figure, language) or _name(figure, language),
        value=missing if figure.value is None else f"{_exact(figure.value)}{unit}".rstrip(),
        interval=_interval(figure),
        definition=_meaning(figure, language)[0],
        area=figure.area,
        period=figure.period,
        basis=words.get(f"basis {figure.basis}", figure.basis),
        stage=words[f"stage_{figure.stage}"],
        status=words["status_reported"] if reported else missing,
    )


def _interval(figure: Figure) -> str:
    if figure.lower is None and figure.upper is None:
        return ""
    low, high = ("…" if bound is None else _exact(bound) for bound in (figure.lower, figure.upper))
    return f"[{low}, {high}]"


def _exact(value: str | float) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{int(value) if float(value).is_integer() else value:,}"
