"""What the two screens of the industry space share: their results, and numbers that may be ranges."""

from typing import Any

from sandan.report.calculations.base import Result
from sandan.report.case import Case
from sandan.report.document import Number
from sandan.report.sections.common import Row

ABSENT_BELOW, ENTERED_FROM = 0.5, 1.0
"""An industry is hardly here below the first quotient, and has come when it reaches the second."""

RANGES = {
    "quotient": "bounded_quotient",
    "density": "relatedness_density",
    "excess": "excess_density",
    "gain": "outlook_gain",
    "peers": "places_with_industry",
}
VALUES = {"peers": "peers_with"}


def what_is_missing(case: Case) -> str:
    """Name what the space would need and does not have."""
    if not case.has("establishments"):
        return "needs_establishments"
    return "" if case.end in case.known_years else "needs_last_year"


def related_of(case: Case) -> Result:
    """Compute what the city has and what is near to it."""
    peers = () if case.comparison_set is None else case.comparison_set.areas
    return case.calculate(
        "related_industries",
        city=case.city,
        peers=[one for one in peers if one != case.city],
        absent_below=ABSENT_BELOW,
        published_on=case.published_on,
        **space_parameters(case),
    )


def space_parameters(case: Case) -> dict[str, Any]:
    """Say which space is meant."""
    return {"period": case.end, "digits": case.parameters["digits"]}


def of_industry(case: Case, row: Row, definition: str, column: str, **about: Any) -> Number:
    """Return a number of one industry."""
    code = str(row["industry"])
    return case.number(
        related_of(case),
        definition,
        column,
        where={"industry": code},
        label=code,
        period=str(case.end),
        **about,
    )


def ranged(case: Case, row: Row, name: str, *, least: bool = False) -> Number:
    """Return a number of one industry that hidden cells may have made a range; or only its lower end."""
    ends = (f"{name}_low", f"{name}_high")
    if least:
        return of_industry(case, row, RANGES[name], ends[0], interval=ends)
    signed = name in ("excess", "gain")
    one = of_industry(case, row, RANGES[name], VALUES.get(name, name), interval=ends, signed=signed)
    figure = one.figure
    if figure.value is not None or figure.lower is None:
        return one
    return case.interval(figure, signed=signed)


def counted(case: Case, name: str, definition: str = "industries_counted") -> Number:
    """Return a count over all industries; it stands in every row of the table."""
    result = related_of(case)
    first = {"industry": str(result.table["industry"].iloc[0])}
    return case.number(
        result, definition, f"count_{name}", where=first, label=f"kind_{name}", period=str(case.end)
    )
