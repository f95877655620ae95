"""One kind of result for every design, so that designs can stand side by side."""

from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd

from sandan.errors import MeasureError
from sandan.evaluate.placebos.in_space import PlaceboTest

__all__ = [
    "FEW_TREATED",
    "Effect",
    "Inference",
    "PreTest",
    "clustered_effect",
    "effect_of_ranks",
    "made_by",
]

Inference: TypeAlias = Literal["placebo_ranks", "clustered", "analytical", "bootstrap", "exposure", "none"]
"""How the band was found; `none` where the data allow no band."""

FEW_TREATED = 10
"""Treated clusters, below which errors by cluster reject what is true several times too often."""


@dataclass(frozen=True)
class PreTest:
    """Whether anything is found before the beginning: a Wald statistic, and how often chance exceeds it.

    A large ``p`` is no proof of like trends: with few units nothing is found.
    """

    statistic: float
    freedom: int
    p: float


@dataclass(frozen=True)
class Effect:
    """An estimate with all that is needed to object to it.

    ``treated`` and ``comparisons`` count units (clusters, where errors are by cluster). ``assumption`` is one
    sentence. ``library`` names the program and its version. ``parts`` holds what the estimate is made of, as
    by period or group, with the columns ``estimate``, ``lower`` and ``upper``, and ``covariance`` how their
    errors go together, where that is known. ``notes`` are short names of what a reader must be told, such as
    ``few_treated``, with a number behind a colon where there is one.
    """

    design: str
    estimate: float
    lower: float
    upper: float
    level: float
    inference: Inference
    treated: int
    comparisons: int
    assumption: str
    library: str
    p: float = np.nan
    error: float = np.nan
    parts: pd.DataFrame = field(default_factory=pd.DataFrame)
    notes: tuple[str, ...] = ()
    covariance: pd.DataFrame = field(default_factory=pd.DataFrame)
    pre_test: PreTest | None = None

    @property
    def excludes_zero(self) -> bool:
        """Whether the band leaves 0 out; an estimate without a band never does."""
        return bool(self.lower > 0 or self.upper < 0)


def made_by(*packages: str) -> str:
    """Name packages with their installed versions.

    Parameters
    ----------
    *packages : str
        As they are installed.

    Returns
    -------
    str
        ``"name version"``, joined by commas.

    Raises
    ------
    PackageNotFoundError
        If one is not installed.

    Notes
    -----
    Read from what is installed, not from what was asked for.

    References
    ----------
    ``docs/decisions/0002-dependencies.md``.

    Examples
    --------
    >>> made_by("sandan")
    'sandan 0.1.0'
    """
    return ", ".join(f"{name} {version(name)}" for name in packages)


def effect_of_ranks(test: PlaceboTest, *, assumption: str) -> Effect:
    """Give the result of a comparison with all its placebos.

    Parameters
    ----------
    test : PlaceboTest
        One treated place, and every donor in its turn.
    assumption : str
        What is taken for granted, in one sentence.

    Returns
    -------
    Effect
        ``parts`` by period, without a band.

    Raises
    ------
    PackageNotFoundError
        If Sandan is not installed.

    Notes
    -----
    Nothing is computed anew.

    References
    ----------
    ``docs/methods/placebo-ranks.md``.

    Examples
    --------
    Needs a test; ``tests/evaluate/effects/test_result.py`` shows one.
    """
    parts = test.comparison.effects.rename(columns={"effect": "estimate"})
    return Effect(
        design=test.comparison.design,
        estimate=test.comparison.estimate,
        lower=test.lower,
        upper=test.upper,
        level=test.level,
        inference="placebo_ranks",
        treated=1,
        comparisons=len(test.placebos),
        assumption=assumption,
        library=made_by("sandan"),
        p=test.p,
        parts=parts.assign(lower=np.nan, upper=np.nan),
    )


def clustered_effect(found: Effect) -> Effect:
    """Take the band away where too few clusters were treated for it to mean anything.

    Parameters
    ----------
    found : Effect
        With errors by cluster.

    Returns
    -------
    Effect
        The same, or without band, error and p-value, and with the note ``few_treated``.

    Raises
    ------
    MeasureError
        If the errors are not by cluster.

    Notes
    -----
    Below ten treated clusters. With one of 60 cities treated, errors by cluster rejected a true null in
    73 % of placebos at a nominal 5 %.

    References
    ----------
    MacKinnon, J. G. and Webb, M. D. (2018), The wild bootstrap for few (treated) clusters, Econometrics
    Journal 21, 114-135.

    Examples
    --------
    >>> found = Effect("two_way", 2.0, 1.0, 3.0, 0.9, "clustered", 3, 40, "as the others", "by hand")
    >>> clustered_effect(found).inference, clustered_effect(found).lower
    ('none', nan)
    """
    if found.inference != "clustered":
        raise MeasureError(f"The band is {found.inference!r}; only errors by cluster need many clusters.")
    if found.treated >= FEW_TREATED:
        return found
    unknown = {name: np.nan for name in ("error", "lower", "upper") if name in found.parts}
    return replace(
        found,
        lower=np.nan,
        upper=np.nan,
        error=np.nan,
        p=np.nan,
        inference="none",
        parts=found.parts.assign(**unknown),
        notes=(*found.notes, "few_treated"),
        covariance=pd.DataFrame(),
        pre_test=None,
    )
