"""From gross to net: what leaks, is displaced or substituted, and what would have been anyway."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, TypeAlias, get_args

import pandas as pd

from sandan.errors import DefinitionError, MeasureError

__all__ = ["Origin", "Rate", "Rates", "gross_to_net", "rates_from"]

Origin: TypeAlias = Literal["estimated", "assumed"]
"""Whether somebody measured a number here, or took it from elsewhere."""

LOSSES = ("leakage", "displacement", "substitution")


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
    """What `gross_to_net` needs beside the gross impact."""

    anyway: Rate
    losses: Mapping[str, Rate]
    multiplier: Rate | None = None


def rates_from(record: Mapping[str, Any]) -> Rates:
    """Read rates from a record, as a TOML file holds them.

    Parameters
    ----------
    record : mapping
        ``anyway`` and, if wanted, ``leakage``, ``displacement``, ``substitution``, ``multiplier``: each with
        ``lower``, ``central``, ``upper``, ``origin`` (``estimated`` or ``assumed``) and ``source``.

    Returns
    -------
    Rates
        The same, by what they are for.

    Raises
    ------
    DefinitionError
        If ``anyway`` is missing, or an entry or its field is unknown, missing or empty.

    Notes
    -----
    No rate has a default: somebody measured it here, or answers for taking it from elsewhere.

    References
    ----------
    ``docs/methods/gross-to-net.md``.

    Examples
    --------
    >>> anyway = {"lower": 60, "central": 80, "upper": 90, "origin": "assumed", "source": "survey of firms"}
    >>> rates_from({"anyway": anyway}).anyway.central
    80.0
    """
    unknown = sorted(set(record) - {"anyway", "multiplier", *LOSSES})
    if unknown:
        raise DefinitionError(f"{unknown[0]!r} is no rate; use anyway, multiplier and {', '.join(LOSSES)}.")
    if "anyway" not in record:
        raise DefinitionError("The rates lack 'anyway': say what would have been counted without the policy.")
    rates = {name: _rate(name, entry) for name, entry in record.items()}
    return Rates(
        rates["anyway"], {name: rates[name] for name in LOSSES if name in rates}, rates.get("multiplier")
    )


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
    return Rate(**numbers, origin=entry["origin"], source=str(entry["source"]))


def gross_to_net(
    gross: Rate, *, anyway: Rate, losses: Mapping[str, Rate], multiplier: Rate | None = None
) -> pd.DataFrame:
    """Walk from a gross impact to what the policy added, one step a row.

    Parameters
    ----------
    gross : Rate
        What was counted with the policy, as jobs; at least 0.
    anyway : Rate
        What would have been counted without it, in the same unit.
    losses : mapping of str to Rate
        ``leakage`` (went to others than those meant), ``displacement`` (taken from others here) and
        ``substitution`` (instead of something else), shares from 0 to 1; one that is left out takes nothing.
    multiplier : Rate, optional
        Further effects for each one; 1 without it, at least 0.

    Returns
    -------
    DataFrame
        ``step`` (``gross``, ``anyway``, the losses in order, ``multiplier``, ``net``), ``rate``, ``origin``,
        ``source``, and what is left after the step: ``lower``, ``central``, ``upper``. The last row is net.

    Raises
    ------
    MeasureError
        If a loss is not known, a share is not between 0 and 1, or a range is not in order.

    Notes
    -----
    With ``G`` what was counted, ``A`` what would have been anyway, the same for both::

        net = (G - A) (1 - leakage) (1 - displacement) (1 - substitution) multiplier

    The lower end takes the lower ``G``, the upper ``A``, the upper losses and the lower multiplier, the upper
    end the opposite: every combination within the ranges lies between, none is a probability. Where ``G - A``
    is negative the ends of the losses are exchanged.

    References
    ----------
    HM Treasury and partners (2014), Additionality Guide, fourth edition, English Partnerships. Worked through
    in ``docs/methods/gross-to-net.md``.

    Examples
    --------
    >>> def sure(value):
    ...     return Rate(value, value, value, "assumed", "an example")
    >>> steps = gross_to_net(
    ...     sure(200.0), anyway=sure(80.0), losses={"leakage": sure(0.1), "displacement": sure(0.25)},
    ... )
    >>> steps.set_index("step")["central"].tolist()
    [200.0, 120.0, 108.0, 81.0, 81.0]
    """
    _check(gross, anyway, losses, multiplier)
    left = {
        "lower": gross.lower - anyway.upper,
        "central": gross.central - anyway.central,
        "upper": gross.upper - anyway.lower,
    }
    rows = [_row("gross", gross, vars(gross)), _row("anyway", anyway, left)]
    factors = {name: _kept(losses[name]) for name in LOSSES if name in losses}
    if multiplier is not None:
        factors["multiplier"] = multiplier
    for name, factor in factors.items():
        left = _times(left, factor)
        rows.append(_row(name, losses.get(name, factor), left))
    rows.append({"step": "net", "rate": None, "origin": None, "source": None, **left})
    return pd.DataFrame(rows)


def _check(gross: Rate, anyway: Rate, losses: Mapping[str, Rate], multiplier: Rate | None) -> None:
    unknown = sorted(set(losses) - set(LOSSES))
    if unknown:
        raise MeasureError(f"{unknown[0]!r} is no loss; use {', '.join(LOSSES)}.")
    amounts = {"gross": gross, "anyway": anyway} | ({"multiplier": multiplier} if multiplier else {})
    for name, rate in {**amounts, **losses}.items():
        if not 0 <= rate.lower <= rate.central <= rate.upper:
            raise MeasureError(
                f"{name!r} goes from {rate.lower} over {rate.central} to {rate.upper}; give three numbers in "
                "order, none below 0."
            )
    for name, rate in losses.items():
        if rate.upper > 1:
            raise MeasureError(f"{name!r} reaches {rate.upper}; a share is at most 1, so 25 percent is 0.25.")


def _kept(loss: Rate) -> Rate:
    return Rate(1 - loss.upper, 1 - loss.central, 1 - loss.lower, loss.origin, loss.source)


def _times(left: Mapping[str, float], factor: Rate) -> dict[str, float]:
    """Multiply by a factor that is not negative; an end below 0 grows with the larger factor."""
    low, high = left["lower"], left["upper"]
    return {
        "lower": low * (factor.lower if low >= 0 else factor.upper),
        "central": left["central"] * factor.central,
        "upper": high * (factor.upper if high >= 0 else factor.lower),
    }


def _row(step: str, rate: Rate, left: Mapping[str, float]) -> dict[str, object]:
    ends = {name: left[name] for name in ("lower", "central", "upper")}
    return {"step": step, "rate": rate.central, "origin": rate.origin, "source": rate.source, **ends}
