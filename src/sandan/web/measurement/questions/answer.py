"""What an answer is, and the form of a question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandan.report.case import Case
from sandan.report.document import Block, Document, Section, figures_of
from sandan.report.figures.record import Figure

__all__ = ["Answer", "Question"]


@dataclass(frozen=True)
class Answer:
    """Sections with figures, in the language of the case, and what a page lists or draws itself.

    ``listed`` holds blocks whose numbers stand in ``data`` already written as JSON: their figures go
    into the book with those of the sections. ``alike`` is the same in every language, and kept once.
    """

    sections: tuple[Section, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    listed: tuple[Block, ...] = ()
    alike: Mapping[str, Any] = field(default_factory=dict)

    def figures(self, language: str) -> list[Figure]:
        """List every figure of the answer once."""
        apart = Section("listed", "", self.listed)
        return figures_of(Document(language, "", "", (), (*self.sections, apart)))


Question: TypeAlias = Callable[[Case, Mapping[str, Any]], Answer]
"""Takes the case and the options of the question."""
