"""What an answer is, and the register of questions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sandan.report.case import Case
from sandan.report.document import Section

__all__ = ["Answer", "Question"]


@dataclass(frozen=True)
class Answer:
    """Sections with figures, in the language of the case, and data that a page lists or draws itself."""

    sections: tuple[Section, ...]
    data: Mapping[str, Any] = field(default_factory=dict)


Question: TypeAlias = Callable[[Case, Mapping[str, Any]], Answer]
"""Takes the case and the options of the question."""
