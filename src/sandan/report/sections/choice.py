"""Which industry a screen is about: the one that was asked for, or the strongest cluster of the city."""

from dataclasses import dataclass

from sandan.data.codes.ksic import ksic10
from sandan.errors import ReportError
from sandan.report.calculations.protected import DIVISION
from sandan.report.case import Case
from sandan.report.sections.clusters import cells_of, confirmed_of, industry_name

CONFIRMED, BROAD, OTHER = "confirmed", "broad", "other"
"""Confirmed clusters of the city, divisions of two digits, all other industries of the country."""


@dataclass(frozen=True)
class Choice:
    """One industry that can be chosen."""

    code: str
    name: str
    kind: str


def choices_of(case: Case, *, broad: bool) -> tuple[Choice, ...]:
    """List the industries of the country: confirmed clusters of the city first, the strongest before all."""
    confirmed = list(dict.fromkeys(confirmed_of(case)["industry"]))
    others = sorted(set(cells_of(case).table["industry"]) - set(confirmed))
    divisions = sorted({code[:DIVISION] for code in [*confirmed, *others]})
    finer = case.parameters["digits"] > DIVISION
    kinds = {
        CONFIRMED: confirmed,
        BROAD: divisions if broad and finer else [],
        OTHER: others,
    }
    return tuple(
        Choice(code, industry_name(case, code), kind) for kind, codes in kinds.items() for code in codes
    )


def chosen_of(case: Case, code: str, *, broad: bool) -> str:
    """Return the industry that is asked for if the data have it; without one, the strongest of the city."""
    choices = choices_of(case, broad=broad)
    if not code:
        return choices[0].code if choices[0].kind == CONFIRMED else _largest(case)
    if code not in {one.code for one in choices}:
        named = ksic10().label(code, case.language) if code.isdigit() and code in ksic10() else code
        raise ReportError(
            f"There is no industry {code!r} ({named}) in the data of {case.end}; choose one from the list."
        )
    return code


def _largest(case: Case) -> str:
    """Take the industry with the largest quotient that may be told, where no cluster is confirmed."""
    cells = cells_of(case).table
    here = cells.loc[cells["city"] == case.city].dropna(subset=["location_quotient"])
    ordered = here.sort_values(["location_quotient", "industry"], ascending=[False, True])
    return str(ordered["industry"].iloc[0]) if len(ordered) else str(cells["industry"].min())
