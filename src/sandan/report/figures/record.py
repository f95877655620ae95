"""Figures: every number that leaves the system, as a record that can be cited and replayed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sandan.data.missing import Stage, Status
from sandan.types import Scalar

__all__ = ["Calculation", "Figure", "figure_id"]

ID_DIGITS = 12


@dataclass(frozen=True)
class Calculation:
    """How a table of numbers came about: enough to make it again.

    ``name`` is a registered calculation (:mod:`sandan.report.calculations.base`), ``parameters`` its
    arguments including the seed, ``snapshots`` the identifiers of everything that was read,
    ``version`` and ``code`` the release of Sandan and the fingerprint of its source.
    """

    name: str
    parameters: Mapping[str, Any]
    snapshots: tuple[str, ...]
    version: str
    code: str


@dataclass(frozen=True)
class Figure:
    """One number (or one word) with everything that says what it is.

    ``cell`` finds it again in the table of its calculation: column names with the values that
    select the row, ``column`` for the value itself, ``bounds`` for the two ends of its interval.
    """

    label: str
    value: Scalar
    unit: str
    definition: str
    definition_version: str
    area: str
    period: str
    basis: str
    stage: Stage
    status: Status
    calculation: Calculation
    cell: Mapping[str, Any]
    column: str
    lower: float | None = None
    upper: float | None = None
    bounds: tuple[str, str] | None = None
    id: str = field(default="", compare=False)

    def with_id(self) -> "Figure":
        """Return the figure with its identifier, which is a hash of all the rest."""
        return replace(self, id=figure_id(self))

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values."""
        return asdict(self)


def figure_id(figure: Figure) -> str:
    """Name a figure by its content.

    Parameters
    ----------
    figure : Figure
        The record; its own ``id`` does not count.

    Returns
    -------
    str
        ``F-`` and twelve hexadecimal digits.

    Raises
    ------
    TypeError
        If a parameter cannot be written as JSON.

    Notes
    -----
    ``"F-" + sha256(canonical JSON without id)[:12]``, keys sorted, numbers at full precision.

    References
    ----------
    RFC 8785 (2020), JSON Canonicalization Scheme, for the idea of a canonical form.

    Examples
    --------
    >>> calculation = Calculation("demo", {}, (), "0.1.0", "abc")
    >>> figure = Figure("firms", 2, "firms", "count", "1", "11", "2013", "establishment",
    ...                 Stage.FINAL, Status.REPORTED, calculation, {}, "value")
    >>> figure_id(figure) == figure.with_id().id
    True
    """
    record = figure.to_json() | {"id": ""}
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return "F-" + hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]
