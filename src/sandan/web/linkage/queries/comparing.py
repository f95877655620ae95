"""A row of a list beside the companies that it may be, cell by cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandan.operate.business_number import format_business_number
from sandan.operate.firm_features import FEATURES, POINTS
from sandan.web.companies.models.company import State as Standing
from sandan.web.companies.queries.firms import KnownFirm, known_firms
from sandan.web.linkage.models import Entry

__all__ = ["SIGNS", "Cell", "Comparison", "Side", "compared"]

SIGNS: Mapping[str, Mapping[str, str]] = {
    "name": {"same": "=", "branch": "≈", "similar": "≈", "begins": "≈", "different": "≠", "absent": "–"},
    "number": {"whole": "=", "part": "≈", "different": "≠", "absent": "–"},
    "address": {"same": "=", "near": "≈", "place": "≈", "different": "≠", "absent": "–"},
    "representative": {"same": "=", "masked": "≈", "different": "≠", "absent": "–"},
    "phone": {"same": "=", "different": "≠", "absent": "–"},
    "product": {"same": "=", "different": "≠", "absent": "–"},
}
"""The sign that stands before the words of an answer: agrees, partly, disagrees, says nothing."""


@dataclass(frozen=True)
class Cell:
    """What one side has for a feature, and how it compares with the row of the list."""

    feature: str
    value: str
    answer: str = ""
    points: float | None = None
    note: str = ""

    @property
    def sign(self) -> str:
        return SIGNS[self.feature][self.answer] if self.answer else ""

    @property
    def key(self) -> str:
        return f"{self.feature}-{self.answer}"


@dataclass(frozen=True)
class Side:
    """A candidate: its place, its company, its cells in the order of the heading."""

    key: int
    company: Any
    cells: Sequence[Cell]
    score: float
    certain: bool
    is_closed: bool

    @property
    def parts(self) -> list[float]:
        return [cell.points for cell in self.cells if cell.points is not None]


@dataclass(frozen=True)
class Comparison:
    """A row and its candidates, the likeliest first; ``columns`` are the features of the heading."""

    entry: Entry
    columns: Sequence[str]
    own: Sequence[Cell]
    sides: Sequence[Side]


def compared(entry: Entry) -> Comparison:
    """Set a row beside its candidates; a constant number of queries for any number of them."""
    firms = known_firms({one["company"] for one in entry.candidates})
    columns = [column for column in SIGNS if column != "phone" or entry.data.get("phone")]
    own = _own(entry)
    sides = [
        _side(place, entry, one, firms[one["company"]], columns)
        for place, one in enumerate(entry.candidates, start=1)
        if one["company"] in firms
    ]
    return Comparison(entry, columns, [Cell(column, own[column]) for column in columns], sides)


def _own(entry: Entry) -> dict[str, str]:
    data = {name: str(value) for name, value in entry.data.items()}
    number = data.get("business_number", "")
    return {
        "name": entry.name,
        "number": format_business_number(number) if number else "",
        "address": data.get("address", ""),
        "representative": data.get("representative", ""),
        "phone": data.get("phone", ""),
        "product": data.get("product", "") or data.get("industry_name", ""),
    }


def _side(place: int, entry: Entry, one: Mapping[str, Any], firm: KnownFirm, columns: Sequence[str]) -> Side:
    cells = {cell.feature: cell for cell in _cells(entry, one, firm)}
    return Side(
        key=place,
        company=firm.company,
        cells=[cells[column] for column in columns],
        score=one["score"],
        certain=one["certain"],
        is_closed=firm.company.state == Standing.CLOSED,
    )


def _cells(entry: Entry, one: Mapping[str, Any], firm: KnownFirm) -> Iterator[Cell]:
    number = firm.company.business_number
    values = {
        "name": firm.company.name,
        "number": format_business_number(number) if number else "",
        "address": firm.address,
        "representative": firm.company.representative,
        "phone": "",
    }
    for feature in FEATURES:
        answer = one["answers"][feature]
        note = one.get("as", "") if feature == "name" else ""
        yield Cell(feature, values[feature], answer, POINTS[feature][answer], note)
    yield Cell("product", firm.company.main_product, _product(entry, firm.company.main_product))


def _product(entry: Entry, known: str) -> str:
    """Compare products as they are printed; the matching gives no points for them."""
    own = str(entry.data.get("product", "")).strip()
    if not own or not known:
        return "absent"
    return "same" if own.casefold() == known.strip().casefold() else "different"
