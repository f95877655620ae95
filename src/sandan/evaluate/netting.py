"""From gross to net: what would have been anyway, leaks, is displaced or substituted."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, TypeAlias, get_args

import numpy as np
import pandas as pd

from sandan.errors import DefinitionError, MeasureError

__all__ = ["LOSSES", "Origin", "Rate", "Rates", "gross_to_net", "rates_from"]

COLUMNS = [
    "step",
    "rate_lower",
    "rate",
    "rate_upper",
    "origin",
    "source",
    "lower",
    "central",
    "upper",
]

Origin: TypeAlias = Literal["estimated", "assumed"]
"""Whether somebody measured a number here, or took it from elsewhere."""

LOSSES = ("deadweight", "leakage", "displacement", "substitution")
"""What is taken away, in this order: would have been anyway, went elsewhere, was taken from others here, came
instead of something else."""


@dataclass(frozen=True)
class Rate:
    """A number with its range, where it comes from, and from whom."""

    lower: float
    central: float
    upper: float
    origin: Origin
    source: str


@dataclass(frozen=True)
class Rates:
    """What `gross_to_net` needs beside the gross change; one that is None takes nothing."""

    deadweight: Rate
    leakage: Rate | None = None
    displacement: Rate | None = None
    substitution: Rate | None = None
    multiplier: Rate | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the given rates as plain JSON values."""
        return {name: rate for name, rate in asdict(self).items() if rate is not None}


def rates_from(record: Mapping[str, Any]) -> Rates:
    """Read rates from a record, as a TOML file holds them.

    Parameters
    ----------
    record : mapping
        ``deadweight`` and, if wanted, ``leakage``, ``displacement``, ``substitution`` (shares, 0 to 1) and
        ``multiplier`` (0 or more): each with ``lower``, ``central``, ``upper``, ``origin`` (``estimated`` or
        ``assumed``) and ``source``.

    Returns
    -------
    Rates
        The same, by what they are for.

    Raises
    ------
    DefinitionError
        If ``deadweight`` is missing, an entry or its field is unknown, missing or empty, a range is not in
        order, or a share is not between 0 and 1.

    Notes
    -----
    No rate has a default: somebody measured it here, or answers for taking it from elsewhere.

    References
    ----------
    ``docs/methods/gross-to-net.md``.

    Examples
    --------
    >>> anyway = {"lower": 0.3, "central": 0.4, "upper": 0.5, "origin": "assumed", "source": "survey"}
    >>> rates_from({"deadweight": anyway}).deadweight.central
    0.4
    """
    known = [one.name for one in fields(Rates)]
    unknown = sorted(set(record) - set(known))
    if unknown:
        raise DefinitionError(f"{unknown[0]!r} is no rate; use {', '.join(known)}.")
    if "deadweight" not in record:
        raise DefinitionError("The rates lack 'deadweight': say what share would have come anyway.")
    return Rates(**{name: _rate(name, entry) for name, entry in record.items()})


def _rate(name: str, entry: Any) -> Rate:
    needed = [one.name for one in fields(Rate)]
    if not isinstance(entry, Mapping) or set(entry) != set(needed):
        raise DefinitionError(f"The rate {name!r} needs {', '.join(needed)}, each once, and nothing else.")
    if entry["origin"] not in get_args(Origin) or not str(entry["source"]).strip():
        raise DefinitionError(
            f"The rate {name!r} has the origin {entry['origin']!r} and the source {entry['source']!r}; say "
            "'estimated' or 'assumed', and from where."
        )
    try:
        numbers = {part: float(entry[part]) for part in ("lower", "central", "upper")}
    except (TypeError, ValueError) as error:
        raise DefinitionError(f"The rate {name!r} is no number ({error}); write three numbers.") from error
    rate = Rate(**numbers, origin=entry["origin"], source=str(entry["source"]).strip())
    _check(name, rate)
    return rate


def _check(name: str, rate: Rate) -> None:
    if not 0 <= rate.lower <= rate.central <= rate.upper < np.inf:
        raise DefinitionError(
            f"{name!r} goes from {rate.lower} over {rate.central} to {rate.upper}; give three numbers in "
            "order, none below 0."
        )
    if name in LOSSES and rate.upper > 1:
        raise DefinitionError(f"{name!r} reaches {rate.upper}; a share is at most 1, so 25 percent is 0.25.")


def gross_to_net(gross: float, rates: Rates) -> pd.DataFrame:
    """Walk from a gross change to what the policy added, one step a row.

    Parameters
    ----------
    gross : float
        What was counted more with the policy, in any unit; at least 0.
    rates : Rates
        What is taken from it.

    Returns
    -------
    DataFrame
        ``step`` (``gross``, the given losses in order, ``multiplier`` if given, ``net``), the rate as
        ``rate_lower``, ``rate``, ``rate_upper``, its ``origin`` and ``source``, and what is left after the
        step in the unit of ``gross``: ``lower``, ``central``, ``upper``. The last row is net.

    Raises
    ------
    MeasureError
        If the gross change is no number or below 0.

    Notes
    -----
    ::

        net = gross (1 - deadweight) (1 - leakage) (1 - displacement) (1 - substitution) multiplier

    The lower end takes the upper losses and the lower multiplier, the upper end the opposite: every
    combination within the ranges lies between, none is a probability.

    References
    ----------
    HM Treasury and partners (2014), Additionality Guide, fourth edition, English Partnerships. Worked through
    in ``docs/methods/gross-to-net.md``.

    Examples
    --------
    >>> def sure(value):
    ...     return Rate(value, value, value, "assumed", "an example")
    >>> steps = gross_to_net(200.0, Rates(sure(0.4), leakage=sure(0.1), displacement=sure(0.25)))
    >>> steps.set_index("step")["central"].tolist()
    [200.0, 120.0, 108.0, 81.0, 81.0]
    """
    if not 0 <= gross < np.inf:
        raise MeasureError(f"`gross` is {gross}; only a gain of 0 or more is walked down to its net.")
    left = {"lower": gross, "central": gross, "upper": gross}
    rows: list[dict[str, Any]] = [{"step": "gross", **left}]
    for name, rate in _given(rates):
        kept = rate if name == "multiplier" else _kept(rate)
        left = {end: left[end] * getattr(kept, end) for end in left}
        ends = {"rate_lower": rate.lower, "rate": rate.central, "rate_upper": rate.upper}
        rows.append({"step": name, **ends, "origin": rate.origin, "source": rate.source, **left})
    rows.append({"step": "net", **left})
    return pd.DataFrame(rows, columns=COLUMNS)


def _given(rates: Rates) -> Iterator[tuple[str, Rate]]:
    for one in fields(rates):
        rate = getattr(rates, one.name)
        if rate is not None:
            yield one.name, rate


def _kept(loss: Rate) -> Rate:
    return replace(loss, lower=1 - loss.upper, central=1 - loss.central, upper=1 - loss.lower)
