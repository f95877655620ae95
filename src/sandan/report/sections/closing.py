"""What nobody can tell, how the numbers were made, where the data come from."""

from collections.abc import Sequence

from sandan.data.quality import Action
from sandan.data.vault.sidecar import Snapshot
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Document, Paragraph, Section, TableBlock, Tone, figures_of
from sandan.report.figures.definitions import definition_of
from sandan.report.sections.common import section, table
from sandan.report.wording.numbers import show_value
from sandan.report.wording.source_words import source_words


def limits(case: Case) -> Section:
    """Gather in one place what the report does not tell."""
    effect = "effect_registered" if case.evaluations else "effect"
    said = (effect, "clusters", "account") if case.has("establishments") else (effect,)
    sentences = [case.words.paragraph(f"limits.{name}", tone=Tone.CANNOT_SAY) for name in said]
    hidden = _hidden(case)
    if hidden is not None:
        count = case.number(hidden, "published_cells", "hidden", label="hidden by their source")
        sentences.append(case.words.paragraph("limits.suppressed", tone=Tone.CANNOT_SAY, count=count))
    if case.has("claims", "evidence"):
        sentences.append(case.words.paragraph("limits.claims", tone=Tone.CANNOT_SAY))
    return section(case, "limits", sentences)


def _hidden(case: Case) -> Result | None:
    """Count the cells that the source hides; None where there are none."""
    if not case.has("statistics"):
        return None
    hidden = case.calculate("hidden_cells", start=case.start, end=case.end)
    return hidden if hidden.table["hidden"].iloc[0] else None


def methods(case: Case, before: Sequence[Section]) -> Section:
    """Explain every kind of figure that the sections before use."""
    used = figures_of(Document(case.language, "", "", (), tuple(before)))
    kinds = [definition_of(key) for key in dict.fromkeys(figure.definition for figure in used)]
    words = case.words
    explained = table(
        words.text("methods.table_caption"),
        [words.text(f"methods.{name}") for name in ("kind", "meaning", "version")],
        [[kind.name(case.language), kind.meaning(case.language), kind.version] for kind in kinds],
        text_columns=3,
    )
    settings = words.text(
        "methods.settings",
        draws=str(case.parameters["draws"]),
        seed=str(case.parameters["seed"]),
        level=f"{100 * case.parameters['level']:g}",
        digits=str(case.parameters["digits"]),
    )
    intro = words.paragraph("methods.intro")
    tested = [Paragraph((settings,), Tone.NOTE)] if case.has("establishments") else []
    return section(case, "methods", [intro, *tested, explained])


def sources(case: Case) -> Section:
    """List the snapshots with their quality, and what they must not be read as."""
    return section(case, "sources", [_snapshots(case), *_warnings(case)])


def _warnings(case: Case) -> list[TableBlock]:
    """Say what no snapshot must be read as: one table, which no page break parts from its heading."""
    words = case.words
    rows = [
        [
            source_words(snapshot.profile, snapshot.title, case.language),
            " ".join(_prohibition(case, snapshot, sentence) for sentence in snapshot.not_to_be_read_as),
        ]
        for snapshot in case.of_report
        if snapshot.not_to_be_read_as
    ]
    header = [words.text("sources.data"), words.text("sources.warning")]
    return [table(words.text("sources.warnings"), header, rows, text_columns=2)] if rows else []


def _prohibition(case: Case, snapshot: Snapshot, sentence: str) -> str:
    """Say one of them so that nobody takes it for what the data are."""
    said = source_words(snapshot.profile, sentence, case.language)
    return case.words.text("sources.warning_line", sentence=f"{said[:1].lower()}{said[1:]}")


def _snapshots(case: Case) -> TableBlock:
    words, language = case.words, case.language
    columns = (
        "snapshot",
        "source",
        "as_of",
        "edition",
        "licence",
        "rows",
        "repaired",
        "set_aside",
        "refused",
    )
    rows = [
        [
            snapshot.short,
            ". ".join(
                source_words(snapshot.profile, part, language) for part in (snapshot.title, snapshot.source)
            ),
            snapshot.as_of.isoformat(),
            words.text(f"sources.{snapshot.edition}"),
            source_words(snapshot.profile, snapshot.licence, language),
            *(
                show_value(count, "", language=language)
                for count in (
                    snapshot.rows,
                    *(
                        snapshot.quality.count(action)
                        for action in (Action.REPAIRED, Action.SET_ASIDE, Action.REFUSED)
                    ),
                )
            ),
        ]
        for snapshot in case.of_report
    ]
    header = [words.text(f"sources.{column}") for column in columns]
    return table(words.text("sources.table_caption"), header, rows, text_columns=5)
