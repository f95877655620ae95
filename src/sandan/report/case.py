"""The case: one city between two years, with the snapshots and the words that its report is made from."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sandan.data.missing import Stage, Status
from sandan.data.profiles.claims import NOTES
from sandan.data.vault.sidecar import Snapshot
from sandan.data.vault.store import Vault
from sandan.errors import ReportError
from sandan.evaluate.cases.loading import Case as ClaimCase
from sandan.evaluate.cases.loading import case_from, case_of, load_case
from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.report.calculations.base import Result, run
from sandan.report.calculations.catalog import CALCULATIONS
from sandan.report.document import Number
from sandan.report.evaluations import Evaluation
from sandan.report.figures.definitions import definition_of
from sandan.report.figures.record import Figure
from sandan.report.wording.numbers import show_interval, show_value
from sandan.report.wording.published_names import industry_words, measure_words
from sandan.report.wording.sentences import Wording, wording_in

__all__ = ["OF_SCREENS", "Case", "Shelf", "find_row", "plain_value"]


REASONING = ("check", "entry", "settles")
"""The parts of what was filed with claims from which verdicts follow."""

OF_SCREENS = frozenset(
    {
        "input_output",
        "ties",
        "occupations",
        "industry_occupations",
        "occupation_concordance",
        "jobs",
        "applications",
    }
)
"""Roles that only screens have; a report does not name what it was not made from."""

EVERYWHERE = "all"
"""Stands in the tables of calculations for all places together."""


class Shelf:
    """Reads each snapshot from the vault once, and keeps the results of calculations on them."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._tables: dict[str, pd.DataFrame] = {}
        self._results: dict[str, Result] = {}

    def read(self, key: str) -> pd.DataFrame:
        """Return the table of a snapshot; the vault checks its bytes the first time."""
        if key not in self._tables:
            self._tables[key] = self._vault.read(key)
        return self._tables[key]

    def attached(self, snapshot: Snapshot, option: str) -> str | None:
        """Return the text of a file that came with a snapshot; the vault checks its bytes."""
        if option not in snapshot.option_files:
            return None
        self._vault.check(snapshot)
        return self._vault.place_of_original(snapshot.option_files[option]).read_text(encoding="utf-8")

    def result(self, name: str, keys: Mapping[str, str], parameters: Mapping[str, Any]) -> Result:
        """Carry out a registered calculation, or return what came of it before."""
        asked = json.dumps([name, dict(keys), dict(parameters)], sort_keys=True)
        if asked not in self._results:
            self._results[asked] = run(CALCULATIONS[name], self, keys, parameters)
        return self._results[asked]


@dataclass(frozen=True)
class Case:
    """What a report is about, and everything that its sections may use."""

    city: str
    start: int
    end: int
    language: str
    names: pd.DataFrame
    """Names of places: columns ``code``, ``name_ko``, ``name_en``."""
    snapshots: Mapping[str, Snapshot]
    """Snapshots by role; a section that finds its role absent says so instead of guessing."""
    shelf: Shelf
    comparison_set: ComparisonSet | None = None
    """Among whom the city is ranked; nobody, if the workspace stores no set that holds it."""
    evaluations: tuple[Evaluation, ...] = ()
    """Specifications of evaluations of the city, the first registered first."""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    """Seed, number of draws, level of classification, and whatever else a calculation asks for."""

    @cached_property
    def words(self) -> Wording:
        """The sentences of the report's language."""
        return wording_in(self.language)

    @cached_property
    def _place_names(self) -> Mapping[str, str]:
        wanted, other = ("name_ko", "name_en") if self.language == "ko" else ("name_en", "name_ko")
        named = self.names[wanted].where(self.names[wanted].notna(), self.names[other])
        known = named.notna()
        return dict(zip(self.names.loc[known, "code"], named[known], strict=True))

    def place(self, code: str) -> str:
        """Return the name of a place in the report's language, or its code if it has no name."""
        return self._place_names.get(code, code)

    def area(self, code: str) -> str:
        """Return a place as figures name it: the same in every language."""
        if code == EVERYWHERE:
            return "전체 · all places"
        return self._areas.get(code, code)

    @cached_property
    def _areas(self) -> Mapping[str, str]:
        first = self.names.drop_duplicates("code")
        named: dict[str, str] = {}
        for code, *names in first[["code", "name_ko", "name_en"]].itertuples(index=False):
            known = dict.fromkeys(name for name in names if isinstance(name, str))
            named[code] = f"{' · '.join(known)} ({code})" if known else code
        return named

    @property
    def period(self) -> str:
        """The period of the report in figures."""
        return str(self.end) if self.start == self.end else f"{self.start}–{self.end}"

    @property
    def published_on(self) -> str:
        """The day whose disclosure rule is applied: the newest of the data."""
        return max(snapshot.as_of for snapshot in self.snapshots.values()).isoformat()

    @property
    def of_report(self) -> tuple[Snapshot, ...]:
        """The snapshots that a report is made from."""
        # Applications enter the section on effects, which only registered evaluations have.
        left_out = OF_SCREENS - ({"applications"} if self.evaluations else set())
        return tuple(one for role, one in self.snapshots.items() if role not in left_out)

    @property
    def generated(self) -> bool:
        """Whether the places are those of the generated country."""
        return "system" in self.names and bool(self.names["system"].eq("generated").any())

    @property
    def registry(self) -> str:
        """The registry of indicators that fits the data: definitions changed in other years elsewhere."""
        return "generated_country" if self.generated else "korea"

    @property
    def claim_case(self) -> str | None:
        """The shipped case that the claims of the workspace are, if they are one."""
        claims = self.snapshots.get("claims")
        return None if claims is None else case_of(claims.original_sha256)

    @cached_property
    def claim_notes(self) -> Mapping[str, Any]:
        """What was filed with the claims: checks, reasoned verdicts, sources and words."""
        claims = self.snapshots.get("claims")
        text = None if claims is None else self.shelf.attached(claims, NOTES)
        # Dates become words, so that parameters of a figure can be written as JSON.
        return {} if text is None else json.loads(json.dumps(_notes(text), default=str))

    @cached_property
    def claim_words(self) -> ClaimCase | None:
        """The sources and words beside the claims: filed with them, or those of the shipped case."""
        if self.claim_notes:
            claims, evidence = (self.shelf.read(self.snapshots[role].id) for role in ("claims", "evidence"))
            return case_from("filed", claims, evidence, self.claim_notes)
        return None if self.claim_case is None else load_case(self.claim_case)

    def on_claims(self, name: str) -> Result:
        """Carry out a calculation on the ledger, with the checks and verdicts that stand beside it."""
        asked = {part: self.claim_notes[part] for part in REASONING if part in self.claim_notes}
        return self.calculate(name, case=self.claim_case, **({"notes": asked} if asked else {}))

    @cached_property
    def unit(self) -> str:
        """The unit of the published table that the report uses."""
        table = self.shelf.read(self.snapshots["statistics"].id)
        return str(table.loc[table["measure"] == self.parameters["measure"], "unit"].iloc[0])

    @property
    def measure_name(self) -> str:
        """The published quantity in words."""
        return measure_words(str(self.parameters["measure"]), self.language, unit=self.unit)

    @property
    def measure_title(self) -> str:
        """The published quantity as the title of a column."""
        return self.measure_name[:1].upper() + self.measure_name[1:]

    def industry_name(self, code: str, printed: str | None) -> str:
        """Name an industry of the published table in the report's language."""
        return industry_words(self.snapshots["statistics"].profile, code, plain_value(printed), self.language)

    @cached_property
    def known_years(self) -> tuple[int, ...]:
        """The years for which the register, or the published table, holds the city."""
        register = self.has("establishments")
        table = self.shelf.read(self.snapshots["establishments" if register else "statistics"].id)
        here = table["city" if register else "region"] == self.city
        if not register:
            here &= table["measure"] == self.parameters["measure"]
        return tuple(sorted(int(year) for year in table.loc[here, "period"].unique()))

    @property
    def years(self) -> tuple[int, ...]:
        """Those of the first and the last year for which there are data; one, if the report has one date."""
        return tuple(year for year in dict.fromkeys((self.start, self.end)) if year in self.known_years)

    def covers_both_years(self) -> bool:
        """Say whether there are data on the city at two dates, the first and the last."""
        return len(self.years) == 2

    def complexes(self) -> list[str]:
        """List the industrial complexes of the city that have had establishments in these years."""
        register = self.shelf.read(self.snapshots["establishments"].id)
        here = register.loc[register["city"].eq(self.city) & register["period"].between(self.start, self.end)]
        return sorted(here["complex"].dropna().unique())

    def published(self, name: str, period: int | None = None) -> Result:
        """Carry out a calculation on the published table, at one date or from the first to the last."""
        years = {"start": self.start, "end": self.end} if period is None else {"period": period}
        return self.calculate(name, city=self.city, measure=self.parameters["measure"], **years)

    def has(self, *roles: str) -> bool:
        """Say whether there is a snapshot for each of the roles."""
        return all(role in self.snapshots for role in roles)

    def calculate(self, name: str, **parameters: Any) -> Result:
        """Carry out a registered calculation on the snapshots of this case."""
        roles = CALCULATIONS[name].roles
        keys = {role: self.snapshots[role].id for role in roles if role in self.snapshots}
        return self.shelf.result(name, keys, parameters)

    def figure(
        self,
        result: Result,
        definition: str,
        column: str,
        *,
        where: Mapping[str, Any] | None = None,
        label: str = "",
        area: str | None = None,
        period: str | None = None,
        unit: str | None = None,
        interval: tuple[str, str] | None = None,
        stage: Stage = Stage.FINAL,
    ) -> Figure:
        """Turn one cell of a result into a figure."""
        meaning = definition_of(definition)
        cell = dict(where or {})
        row = find_row(result.table, cell)
        value = plain_value(row[column])
        return Figure(
            label=label,
            value=value,
            unit=unit or meaning.unit,
            definition=meaning.key,
            definition_version=meaning.version,
            area=self.area(area or self.city),
            period=period or self.period,
            basis=meaning.basis,
            stage=stage,
            status=_status(row, value),
            calculation=result.calculation,
            cell=cell,
            column=column,
            lower=None if interval is None else plain_value(row[interval[0]]),
            upper=None if interval is None else plain_value(row[interval[1]]),
            bounds=interval,
        ).with_id()

    def number(
        self, result: Result, definition: str, column: str, *, signed: bool = False, **about: Any
    ) -> Number:
        """Turn one cell of a result into a number that stands in the text."""
        figure = self.figure(result, definition, column, **about)
        return self.shown(figure, signed=signed)

    def shown(self, figure: Figure, *, signed: bool = False) -> Number:
        """Show a figure in the report's language."""
        text = show_value(
            figure.value, figure.unit, language=self.language, status=figure.status, signed=signed
        )
        return Number(figure, text)

    def interval(self, figure: Figure, *, signed: bool = False) -> Number:
        """Show the ends of a figure in the report's language."""
        ends = (figure.lower, figure.upper)
        return Number(figure, show_interval(*ends, figure.unit, language=self.language, signed=signed))

    def in_language(self, language: str) -> "Case":
        """Return the same case for a report in another language."""
        return replace(self, language=language)


def find_row(table: pd.DataFrame, cell: Mapping[str, Any]) -> pd.Series:
    """Find the one row of a table that a cell points to.

    Parameters
    ----------
    table : DataFrame
        The table of a calculation.
    cell : mapping
        Column names with the values that select the row; empty if the table has one row.

    Returns
    -------
    Series
        The row.

    Raises
    ------
    ReportError
        If no row or more than one is selected.

    Notes
    -----
    Rows are selected by equality in every named column.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> find_row(pd.DataFrame({"line": ["births", "deaths"], "firms": [5, 2]}), {"line": "deaths"})["firms"]
    np.int64(2)
    """
    chosen = np.ones(len(table), dtype=np.bool_)
    for column, wanted in cell.items():
        chosen &= table[column].eq(wanted).to_numpy(dtype=np.bool_, na_value=False)
    places = np.flatnonzero(chosen)
    if len(places) != 1:
        raise ReportError(
            f"The cell {dict(cell)} selects {len(places)} rows of the calculation's table, but a figure "
            "stands in exactly one; name more columns."
        )
    row: pd.Series = table.iloc[int(places[0])]
    return row


def plain_value(value: Any) -> Any:
    """Turn a cell of a table into a plain value that JSON can hold.

    Parameters
    ----------
    value : scalar
        A cell: a number of numpy, a text, an empty cell.

    Returns
    -------
    str, int, float, bool or None
        The same value; None for an empty cell.

    Raises
    ------
    AttributeError
        If the cell is not a scalar.

    Notes
    -----
    Numbers keep their full precision.

    References
    ----------
    ``docs/decisions/0004-figures.md``.

    Examples
    --------
    >>> import numpy as np
    >>> plain_value(np.float64(0.1)), plain_value(np.nan), plain_value("x")
    (0.1, None, 'x')
    """
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.item() if hasattr(value, "item") else value


def _notes(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ReportError(
            f"The notes that were filed with the claims cannot be read as TOML: {error}. File them again."
        ) from error


def _status(row: pd.Series, value: Any) -> Status:
    """Say why there is no value, where there is none; a row may hide one of its numbers and show another."""
    if value is not None:
        return Status.REPORTED
    said = row.get("status", Status.NOT_STATED)
    return Status(said) if said in set(Status) - {Status.REPORTED} else Status.NOT_STATED
