"""Putting a report together: choosing the snapshots of a workspace, making the sections."""

import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

import sandan
from sandan.data.vault.sidecar import Snapshot
from sandan.data.workspace import Workspace
from sandan.errors import DefinitionError, ReportError
from sandan.evaluate.comparison_sets import ComparisonSet, comparison_sets_from
from sandan.report.calculations.creative import revisions_of
from sandan.report.case import OF_SCREENS, Case, Shelf
from sandan.report.choosing import choose_measure, choose_snapshot
from sandan.report.document import Document, Paragraph, Section, Tone
from sandan.report.evaluations import evaluations_of
from sandan.report.sections.account import account
from sandan.report.sections.claims import claims
from sandan.report.sections.closing import limits, methods, sources
from sandan.report.sections.clusters import clusters
from sandan.report.sections.effects import effects
from sandan.report.sections.growth import growth
from sandan.report.sections.indicators import indicators
from sandan.report.sections.overview import overview

__all__ = ["QUESTIONS", "ROLES", "make_report", "open_case"]

ROLES: Mapping[str, str] = {
    "establishments": "establishments",
    "rules": "strategic_rules",
    "statistics": "industry_table",
    "indicators": "indicator_values",
    "places": "regions",
    "claims": "claims",
    "evidence": "evidence",
    "input_output": "input_output",
    "ties": "ties",
    "occupations": "occupations",
    "industry_occupations": "industry_occupations",
    "occupation_concordance": "concordance",
    "jobs": "job_counts",
    "applications": "applications",
}
"""For each role in a report or on a screen the kind of table that can play it."""

CONCORDANCE = "occupation_concordance"
"""The one role for which the content decides: other concordances are of the same kind."""

NAMES = ("code", "name_ko", "name_en", "system")
"""What is known of the name of a place; the system says in which list its code stands."""

HANGUL = "[가-힣]"

DIGITS, DRAWS, SEED, LEVEL = 3, 999, 1, 0.05
"""How clusters are tested unless the command says otherwise."""

SETS_FILE = "comparison_sets.toml"
"""Where a workspace stores among whom its city is compared."""

QUESTIONS: Mapping[str, Callable[[Case], Section]] = MappingProxyType(
    {
        "overview": overview,
        "clusters": clusters,
        "account": account,
        "growth": growth,
        "indicators": indicators,
        "claims": claims,
        "effects": effects,
        "limits": limits,
    }
)
"""What a report answers, in its order; methods and sources follow whatever is asked."""


def open_case(
    workspace: Workspace,
    city: str,
    *,
    start: int,
    end: int,
    language: str,
    chosen: Iterable[str] = (),
    measure: str | None = None,
    digits: int = DIGITS,
    draws: int = DRAWS,
    seed: int = SEED,
    level: float = LEVEL,
    shelf: Shelf | None = None,
) -> Case:
    """Gather what a report on a city needs from a workspace.

    Parameters
    ----------
    workspace : Workspace
        Where the snapshots are.
    city : str
        Code of the city, or its name if no other place has it.
    start, end : int
        First and last year; the same one for a report of one date.
    language : str
        ``ko`` or ``en``.
    chosen : iterable of str
        Snapshots to use where the workspace has several of a kind.
    measure : str, optional
        The published quantity to use where the table has several.
    digits, draws, seed, level
        How clusters are tested: digits of the industry code, random draws, start of the random
        numbers, false-discovery rate.
    shelf : Shelf, optional
        One that has read these snapshots before; a new one without it.

    Returns
    -------
    Case
        Everything that the sections use.

    Raises
    ------
    ReportError
        If the years are in the wrong order, the data do not have the city in one of them or not at all,
        several snapshots of a kind are current and none is chosen, or a chosen one has no place.

    Notes
    -----
    Of every kind the current snapshot is taken: the one that no later edition supersedes.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> open_case(None, "G01", start=2013, end=2010, language="en")
    Traceback (most recent call last):
    ...
    sandan.errors.ReportError: The report would go from 2013 to 2010, but the first year cannot be after
    the last; give --from the earlier one.
    """
    if start > end:
        raise ReportError(
            f"The report would go from {start} to {end}, but the first year cannot be after the last; "
            "give --from the earlier one."
        )
    shelf = shelf or Shelf(workspace.vault)
    snapshots = _choose(workspace, shelf, [workspace.vault.get(key) for key in chosen])
    parameters: dict[str, object] = {"digits": digits, "draws": draws, "seed": seed, "level": level}
    if "statistics" in snapshots:
        parameters["measure"] = choose_measure(shelf.read(snapshots["statistics"].id), measure)
    names = _names(shelf, snapshots)
    city = _code_of(city, names)
    case = Case(
        city=city,
        start=start,
        end=end,
        language=language,
        names=names,
        snapshots=snapshots,
        shelf=shelf,
        comparison_set=_comparison_set(workspace.root / SETS_FILE, city),
        evaluations=evaluations_of(workspace.root, city, workspace.vault.snapshots("establishments")),
        parameters=parameters,
    )
    _refuse_unknown_city(case)
    _refuse_unknown_years(case)
    return case


def _choose(workspace: Workspace, shelf: Shelf, chosen: list[Snapshot]) -> dict[str, Snapshot]:
    snapshots: dict[str, Snapshot] = {}
    for role, kind in ROLES.items():
        if role == "statistics" and "establishments" in snapshots:
            continue  # a register says everything that its totals say
        if role == CONCORDANCE:
            found = _concordance(workspace, shelf, chosen, snapshots.get("occupations"))
        else:
            found = choose_snapshot(workspace.vault, kind, chosen)
        if found is not None:
            snapshots[role] = found
    if not set(snapshots) - OF_SCREENS:
        raise ReportError(
            f"The workspace {workspace.root} has no data that a report can be made from; import a file first."
        )
    _refuse_unused(chosen, snapshots)
    return snapshots


def _concordance(
    workspace: Workspace, shelf: Shelf, chosen: list[Snapshot], occupations: Snapshot | None
) -> Snapshot | None:
    """Take the concordance that leads from a revision of the occupations, to another of them if it can."""
    if occupations is None:
        return None
    kind = ROLES[CONCORDANCE]
    known = set(shelf.read(occupations.id)["classification"].unique())
    fitting = []
    for one in [one for one in chosen if one.kind == kind] or workspace.vault.current(kind):
        pairs = revisions_of(shelf.read(one.id))
        if any(source in known for source, _ in pairs):
            inside = any(source in known and target in known for source, target in pairs)
            fitting.append((inside, one.as_of, one.imported_at, one))
    return max(fitting, key=lambda found: found[:3])[3] if fitting else None


def _refuse_unused(chosen: list[Snapshot], snapshots: Mapping[str, Snapshot]) -> None:
    """Refuse a choice that would change nothing."""
    used = {one.id: one.kind for one in snapshots.values()}
    for one in chosen:
        if one.id not in used:
            raise ReportError(
                f"--use names {one.short} ({one.title}), but this report has no place for its kind, "
                f"{one.kind}: it is made from {', '.join(used.values())}. Leave it out."
            )


def _comparison_set(path: Path, city: str) -> ComparisonSet | None:
    """Take the first stored set that the city belongs to."""
    if not path.is_file():
        return None
    try:
        sets = comparison_sets_from(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path} cannot be read as TOML: {error}. Mend the file.") from error
    return next((one for one in sets.values() if city in one.areas), None)


def _names(shelf: Shelf, snapshots: Mapping[str, Snapshot]) -> pd.DataFrame:
    """Name places as the list of places does, and where it does not, as the published table does."""
    named = [pd.DataFrame(columns=list(NAMES))]
    if "places" in snapshots:
        places = shelf.read(snapshots["places"].id)
        named.append(_fitting(places, _known_places(shelf, snapshots))[list(NAMES)])
    if "statistics" in snapshots:
        named.append(_printed_names(shelf.read(snapshots["statistics"].id)))
    together = pd.concat(named).groupby("code", sort=False)
    return together[list(NAMES[1:])].first().reset_index()


def _fitting(places: pd.DataFrame, known: set[str]) -> pd.DataFrame:
    """Choose the code system that knows most places of the data: a code may mean another place in another."""
    fits = places["code"].isin(known).groupby(places["system"]).sum()
    return places.loc[places["system"] == fits.idxmax()]


def _printed_names(table: pd.DataFrame) -> pd.DataFrame:
    named = table[["region", "region_name"]].drop_duplicates("region", keep="last")
    korean = named["region_name"].str.contains(HANGUL).fillna(value=False).astype(bool)
    return pd.DataFrame(
        {
            "code": named["region"],
            "name_ko": named["region_name"].where(korean),
            "name_en": named["region_name"].where(~korean),
            "system": None,
        }
    )


def _known_places(shelf: Shelf, snapshots: Mapping[str, Snapshot]) -> set[str]:
    columns = {"establishments": "city", "statistics": "region", "indicators": "area"}
    known: set[str] = set()
    for role, column in columns.items():
        if role in snapshots:
            known |= set(shelf.read(snapshots[role].id)[column].unique())
    return known


def _refuse_unknown_years(case: Case) -> None:
    """Refuse a year for which there are no data, and name those that there are."""
    if not case.has("establishments") and not case.has("statistics"):
        return
    known = case.known_years
    absent = [year for year in dict.fromkeys((case.start, case.end)) if year not in known]
    if known and absent:
        years = ", ".join(map(str, known))
        raise ReportError(
            f"The data have {case.place(case.city)} ({case.city}) in {years}, but not in {absent[0]}; give "
            "--from and --to from these years, or one of them twice for a single date."
        )


def _code_of(city: str, names: pd.DataFrame) -> str:
    """Read a place as people name it: by its code, or by a name that only one place has."""
    named = names.loc[(names[["name_ko", "name_en"]] == city).any(axis=1), "code"].unique()
    return str(named[0]) if len(named) == 1 and city not in set(names["code"]) else city


def _refuse_unknown_city(case: Case) -> None:
    known = _known_places(case.shelf, case.snapshots)
    if known and case.city not in known:
        some = ", ".join(f"{code} ({case.place(code)})" for code in sorted(known)[:5])
        raise ReportError(
            f"There is no city {case.city!r} in the data of this workspace; among the {len(known)} known are "
            f"{some}."
        )


def make_report(case: Case, *, sections: Collection[str] | None = None) -> Document:
    """Write the report of a case.

    Parameters
    ----------
    case : Case
        City, years, language, snapshots.
    sections : collection of str, optional
        Which questions are answered, keys of :data:`QUESTIONS`; all of them without it.

    Returns
    -------
    Document
        A section for each question, titled by it, then methods and sources; without a format yet.

    Raises
    ------
    ReportError
        If a question is not known.
    SandanError
        If a calculation refuses its data.

    Notes
    -----
    A section whose data are absent stays in its place and says what it would need.

    References
    ----------
    ``docs/how-to/make-a-report.md``.

    Examples
    --------
    >>> from sandan.report.sections.common import absent
    >>> callable(make_report), callable(absent)
    (True, True)
    """
    words = case.words
    questions = [QUESTIONS[name](case) for name in _asked(sections)]
    made = _with_notice(case, [*questions, methods(case, questions), sources(case)])
    newest = max(snapshot.as_of for snapshot in case.of_report)
    return Document(
        language=case.language,
        title=_title(case),
        subtitle=words.text("report.subtitle"),
        facts=(
            (words.text("report.fact_place"), case.area(case.city)),
            (words.text("report.fact_period"), case.period),
            (words.text("report.fact_newest"), newest.isoformat()),
            (words.text("report.fact_snapshots"), str(len(case.of_report))),
            (words.text("report.fact_version"), f"Sandan {sandan.__version__}"),
        ),
        sections=tuple(made),
    )


def _asked(sections: Collection[str] | None) -> list[str]:
    """Put the questions that are asked into the order of a report."""
    for name in sections or ():
        if name not in QUESTIONS:
            raise ReportError(
                f"A report has no section {name!r}; its sections are {', '.join(QUESTIONS)}; name one."
            )
    return [name for name in QUESTIONS if sections is None or name in sections]


def _title(case: Case) -> str:
    about = {"city": case.place(case.city), "end": str(case.end)}
    if case.start == case.end:
        return case.words.text("report.title_one_date", **about)
    return case.words.text("report.title", start=str(case.start), **about)


def _with_notice(case: Case, sections: list[Section]) -> list[Section]:
    if not case.generated:
        return sections
    first, *rest = sections
    notice = Paragraph((case.words.text("report.generated"),), Tone.NOTICE)
    return [Section(first.anchor, first.title, (notice, *first.blocks)), *rest]
