"""What the parts of a bridge share: the two complexes, and how numbers of both are asked for."""

from dataclasses import dataclass
from typing import Any

from sandan.data.missing import Status
from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Paragraph, Tone

NAME = "bridge"


@dataclass(frozen=True)
class Pair:
    """Two complexes, by code and by name in the language of the case."""

    first: str
    second: str
    first_name: str
    second_name: str

    @property
    def names(self) -> dict[str, Any]:
        """The names for the open places of sentences."""
        return {"first": self.first_name, "second": self.second_name}

    def label(self, case: Case) -> str:
        """Name both for a figure, the same in every language."""
        return f"{case.area(self.first)}: {case.area(self.second)}"


def asked(case: Case, pair: Pair, *settings: str) -> dict[str, Any]:
    """Return what calculations on two complexes ask for, with the named settings of the case."""
    chosen = {name: case.parameters[name] for name in settings}
    about = {"period": case.end, "published_on": case.published_on}
    return {"first": pair.first, "second": pair.second, **about, **chosen}


def is_hidden(result: Result) -> bool:
    """Say whether a result of one row may not be told of."""
    return bool(result.table["status"].iloc[0] == Status.SUPPRESSED)


def hidden(case: Case) -> Paragraph:
    """Say what is hidden, and why."""
    return case.words.paragraph(f"{NAME}.hidden", tone=Tone.NOTE)
