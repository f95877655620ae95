"""Which list a creative class is counted by, where people are counted, and what the data allow."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sandan.data.codes.ksco import ksco
from sandan.errors import ReportError
from sandan.observe.occupations.lists import OccupationList, occupation_list
from sandan.report.calculations.base import Result
from sandan.report.calculations.creative import revisions_of
from sandan.report.case import Case
from sandan.report.document import Block, Inline, Paragraph, Tone
from sandan.report.sections.common import records, table

NAME = "creative"
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "kiet": ("kiet_ksco6", "kiet_ksco7"),
    "florida": ("florida_2002",),
    "mcgranahan_wojan": ("mcgranahan_wojan_2007",),
}
"""Lists by who made them; one of them for each revision of a classification that it was written in."""
BASES = ("residence", "workplace")
KSCO = "KSCO"
GROUPS = {
    "창의핵심인력": "group_core",
    "창의전문인력": "group_professionals",
    "문화예술인력": "group_arts",
    "super-creative core": "group_super_core",
    "creative professionals": "group_creative_professionals",
    "management": "group_management",
    "business": "group_business",
    "science and engineering": "group_science",
    "law": "group_law",
    "education": "group_education",
    "arts": "group_arts_only",
    "health": "group_health",
    "sales": "group_sales",
}
"""Groups of the lists, as the lists write them, by the key of their words."""


@dataclass(frozen=True)
class Asked:
    """What is counted: by which lists, where people are counted, in which year and revision.

    ``source`` and ``target`` name the revisions between which a concordance leads; ``carried`` says that the
    year itself has to be carried over, because no list is written in its revision.
    """

    family: str
    basis: str
    period: int
    classification: str
    lists: Mapping[str, str]
    counted: tuple[str, ...]
    source: str = ""
    target: str = ""
    carried: bool = False

    @property
    def occupations(self) -> OccupationList:
        """The list by which the year is counted."""
        return occupation_list(self.lists[self.classification])


@dataclass(frozen=True)
class Unanswered:
    """The list that was asked for, which is written in other revisions than the data."""

    family: str
    basis: str
    period: int
    known: str

    @property
    def occupations(self) -> OccupationList:
        """The last of its lists."""
        return occupation_list(FAMILIES[self.family][-1])


def asked_of(case: Case, family: str, basis: str) -> Asked | Unanswered | None:
    """Choose list, basis, year and revision; None where the data have nothing of the city.

    Without a list that is named, the first that fits the data; without a basis, the first that they have.
    """
    for given, known in ((family, FAMILIES), (basis, BASES)):
        if given and given not in known:
            raise ReportError(f"There is no {given!r} to choose; choose from {', '.join(known)}.")
    table = case.shelf.read(case.snapshots["occupations"].id)
    here = table.loc[(table["region"] == case.city) & (table["period"] <= case.end)]
    there = [one for one in BASES if here["basis"].eq(one).any()]
    where = basis or (there[0] if there else "")
    rows = here.loc[here["basis"] == where]
    if rows.empty:
        return None
    period = int(rows["period"].max())
    revisions = sorted(rows.loc[rows["period"] == period, "classification"].unique())
    found = [_fitting(case, one, where, period, revisions) for one in ([family] if family else FAMILIES)]
    fits = [one for one in found if one is not None]
    if fits:
        return min(fits, key=lambda one: one.carried)
    return Unanswered(family or next(iter(FAMILIES)), where, period, ", ".join(revisions))


def _fitting(case: Case, family: str, basis: str, period: int, revisions: list[str]) -> Asked | None:
    """Say how a list can be asked, as it is or over a concordance; None if it cannot."""
    lists = {occupation_list(key).classification: key for key in FAMILIES[family]}
    known = set(case.shelf.read(case.snapshots["occupations"].id)["classification"].unique())
    counted = tuple(sorted(known & set(lists)))
    pairs = _pairs(case)
    direct = [one for one in revisions if one in lists]
    if direct:
        earlier = [source for source, target in pairs if target == direct[-1] and source in known]
        bridge: dict[str, Any] = {"source": earlier[0], "target": direct[-1]} if earlier else {}
        return Asked(family, basis, period, direct[-1], lists, counted, **bridge)
    over = [pair for pair in pairs if pair[0] in revisions and pair[1] in lists]
    if over:
        source, target = over[-1]
        return Asked(family, basis, period, target, lists, counted, source, target, carried=True)
    return None


def _pairs(case: Case) -> list[tuple[str, str]]:
    if not case.has("occupation_concordance"):
        return []
    return revisions_of(case.shelf.read(case.snapshots["occupation_concordance"].id))


def result_of(case: Case, asked: Asked, name: str, *, carried: bool | None = None, **about: Any) -> Result:
    """Carry out a calculation on occupations, over the concordance where the year needs it."""
    over = asked.carried if carried is None else carried
    lists = {one: asked.lists[one] for one in {*asked.counted, asked.classification}}
    chosen = {"basis": asked.basis, "lists": dict(sorted(lists.items())), **about}
    if over:
        chosen |= {"source": asked.source, "target": asked.target}
    return case.calculate(f"{name}_converted" if over else name, **chosen)


def list_name(case: Case, family: str) -> str:
    """Name a list in the language of the case."""
    return case.words.text(f"{NAME}.{family}")


def about_list(case: Case, asked: Asked | Unanswered) -> list[Paragraph]:
    """Say where a list comes from, and how many of its entries nobody has checked."""
    entries = asked.occupations.entries
    doubts = int((~entries["verified"]).sum())
    words = case.words
    said = [words.paragraph(f"{NAME}.about_{asked.family}")]
    counts = {"entries": str(len(entries)), "unverified": str(doubts)}
    return [*said, words.paragraph(f"{NAME}.unverified", tone=Tone.NOTICE, **counts)] if doubts else said


def entries(case: Case, asked: Asked | Unanswered) -> Block:
    """List every entry of the list, with whether it was checked against its source."""
    words, chosen = case.words, asked.occupations
    rows: list[list[Inline]] = [
        [
            str(row["code"]),
            _occupation(case, chosen, str(row["code"]), str(row["name"])),
            group_name(case, row["group"]),
            words.text(f"{NAME}.effect_{row['effect']}"),
            words.text(f"{NAME}.checked" if row["verified"] else f"{NAME}.not_checked"),
        ]
        for row in records(chosen.entries)
    ]
    columns = ("code", "occupation", "group", "effect", "verified")
    about = {"list": list_name(case, asked.family), "classification": chosen.classification}
    return table(
        words.text(f"{NAME}.entries_caption", **about),
        [words.text(f"{NAME}.{name}") for name in columns],
        rows,
        text_columns=len(columns),
        row_tones=["" if one else "weak" for one in chosen.entries["verified"]],
    )


def group_name(case: Case, group: Any) -> str:
    """Name a group of a list; what belongs to no group stands without one."""
    keys = group_keys(group) or ["group_none"]
    return case.words.text(f"{NAME}.{keys[0]}") if keys[0].startswith("group_") else keys[0]


def group_keys(group: Any) -> list[str]:
    """Return the key of the words of a group, none for what belongs to no group."""
    if pd.isna(group) or not group:
        return []
    return [GROUPS.get(str(group), str(group))]


def _occupation(case: Case, chosen: OccupationList, code: str, name: str) -> str:
    """Name an occupation of the Korean classification in both languages, others as their list does."""
    revision = chosen.classification.removeprefix(KSCO)
    if not chosen.classification.startswith(KSCO):
        return name
    known = ksco(revision)
    return known.label(code, case.language) if code in known else name
