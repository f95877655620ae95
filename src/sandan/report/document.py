"""The report before it has a format: sections of blocks, in which every number is a figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Any, TypeAlias

from sandan.report.figures.record import Figure

__all__ = [
    "Block",
    "Box",
    "Chart",
    "Document",
    "Inline",
    "KeyFigure",
    "KeyFigures",
    "Number",
    "Paragraph",
    "Section",
    "TableBlock",
    "Tone",
    "figures_of",
    "with_boxes",
]


@dataclass(frozen=True)
class Number:
    """A figure as it stands in the text: the record, and how it is shown in this language."""

    figure: Figure
    shown: str


Inline: TypeAlias = str | Number
"""Plain words, or a number that opens its card."""


class Tone(StrEnum):
    """What a paragraph is for; each format gives every tone a look of its own."""

    BODY = "body"
    LEAD = "lead"
    NOTE = "note"
    HOW_TO_READ = "how_to_read"
    CANNOT_SAY = "cannot_say"
    NOTICE = "notice"


@dataclass(frozen=True)
class Paragraph:
    """Words and numbers in one tone."""

    content: tuple[Inline, ...]
    tone: Tone = Tone.BODY


@dataclass(frozen=True)
class KeyFigure:
    """One large number with its label and a line of context."""

    label: str
    number: Number
    note: tuple[Inline, ...] = ()


@dataclass(frozen=True)
class KeyFigures:
    """A row of large numbers."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class TableBlock:
    """A table; ``numeric`` tells which columns are set flush right.

    Each cell is a tuple of inlines. ``row_tones`` may mark rows by name (``total``, ``strong``,
    ``weak``); it is empty or as long as ``rows``.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    numeric: tuple[bool, ...]
    note: tuple[Inline, ...] = ()
    row_tones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture made from one Vega-Lite specification, with its table twin.

    ``description`` says in words what is to be seen; ``how_to_read`` is the line under the
    picture. ``specification`` holds its data inline, so it can be pasted into a notebook.
    ``narrow`` is the same picture for the screen of a phone; without it the wide one is shrunk.
    """

    title: str
    description: str
    how_to_read: str
    specification: Mapping[str, Any]
    twin: TableBlock
    narrow: Mapping[str, Any] | None = None


Block: TypeAlias = Paragraph | KeyFigures | TableBlock | Chart


@dataclass(frozen=True)
class Box:
    """What a report cannot say: paragraphs that follow each other share one frame and one label."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class Section:
    """A titled part of the report; the title is the question that it answers."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole report in one language."""

    language: str
    title: str
    subtitle: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def figures_of(document: Document) -> list[Figure]:
    """List every figure of a report once, in reading order.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    list of Figure
        Each figure at its first appearance.

    Raises
    ------
    TypeError
        If a block is of no known kind.

    Notes
    -----
    Two places that show the same figure share one identifier and are listed once.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> figures_of(Document("en", "Nothing", "", (), ()))
    []
    """
    found: dict[str, Figure] = {}
    for section in document.sections:
        for block in section.blocks:
            for inline in _inlines(block):
                if isinstance(inline, Number):
                    found.setdefault(inline.figure.id, inline.figure)
    return list(found.values())


def with_boxes(section: Section) -> list[Block | Box]:
    """Put what a section cannot say into boxes, for the formats to draw.

    Parameters
    ----------
    section : Section
        The section.

    Returns
    -------
    list of Block or Box
        The blocks in order; each run of paragraphs of tone ``CANNOT_SAY`` is one box.

    Raises
    ------
    TypeError
        If the blocks are not a sequence.

    Notes
    -----
    A label that is repeated over every sentence is no longer read.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> said = [Paragraph((words,), Tone.CANNOT_SAY) for words in ("No cause.", "No forecast.")]
    >>> with_boxes(Section("limits", "Limits", (Paragraph(("Facts.",)), *said)))[1:]
    [Box(items=(('No cause.',), ('No forecast.',)))]
    """
    made: list[Block | Box] = []
    for boxed, run in groupby(section.blocks, _is_boxed):
        blocks = list(run)
        made += [Box(tuple(one.content for one in blocks if isinstance(one, Paragraph)))] if boxed else blocks
    return made


def _is_boxed(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.tone is Tone.CANNOT_SAY


def _inlines(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph():
            yield from block.content
        case KeyFigures():
            for item in block.items:
                yield item.number
                yield from item.note
        case TableBlock():
            for row in block.rows:
                for cell in row:
                    yield from cell
            yield from block.note
        case Chart():
            yield from _inlines(block.twin)
