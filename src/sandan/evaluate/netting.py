"""From gross to net: what leaks, is displaced or substituted, and what would have been anyway."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pandas as pd

from sandan.errors import MeasureError

__all__ = ["Origin", "Rate", "gross_to_net"]

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
