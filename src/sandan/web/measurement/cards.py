"""A figure in words: what stands on its card, in the language of the reader."""

from dataclasses import dataclass

from sandan.report.document import Document, Number, Paragraph, Section
from sandan.report.figures.definitions import definition_of
from sandan.report.figures.record import Figure
from sandan.report.formats.register import Entry, register_of
from sandan.report.wording.words import words_of

__all__ = ["Card", "card_of"]


@dataclass(frozen=True)
class Card:
    """The entry of a figure in the list of a report, with the meaning of its kind and a citation."""

    entry: Entry
    meaning: str
    parameters: tuple[tuple[str, str], ...]
    seed: str
    citation: str


def card_of(figure: Figure, language: str) -> Card:
    """Say about a figure what the list of figures at the end of a report says."""
    page = Paragraph((Number(figure, ""),))
    document = Document(language, "", "", (), (Section("card", "", (page,)),))
    (group,) = register_of(document).groups
    (entry,) = group.entries
    said = {
        "label": entry.label,
        "value": entry.value,
        "area": entry.area,
        "period": entry.period,
        "definition": entry.definition,
        "title": entry.definition,
        "version": group.version,
        "id": entry.id,
    }
    return Card(
        entry=entry,
        meaning=definition_of(figure.definition).meaning(language),
        parameters=group.parameters,
        seed=group.seed,
        citation=words_of(language)["citation"].format(**said),
    )
