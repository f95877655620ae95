"""One outcome for all rungs: jobs in the target industries, beside what nation and mix let expect."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_columns

__all__ = ["LadderOutcomes", "ladder_outcomes"]


@dataclass(frozen=True)
class LadderOutcomes:
    """What the rungs compare, shape (n_places, n_periods) each, with the place of the policy among the rows.

    ``jobs`` is the logarithm of jobs in the target industries. ``target`` and ``rest`` are logarithms of jobs
    in the target industries, and in all others, over what would be there if each industry had gone as it did
    in all other donors. ``left_out`` has one row per place that cannot be a donor: ``place``, ``reason``.
    """

    place: str
    start: int
    jobs: pd.DataFrame
    target: pd.DataFrame
    rest: pd.DataFrame
    regions: pd.Series
    left_out: pd.DataFrame

    @property
    def before(self) -> int:
        """Number of periods before the policy."""
        return int((self.jobs.columns.to_numpy() < self.start).sum())

    @property
    def region(self) -> str:
        """Region of the place of the policy."""
        return str(self.regions[self.place])

    @property
    def neighbors(self) -> pd.Index:
        """Rows in the region of the policy, the place itself among them."""
        return self.jobs.index[(self.regions.reindex(self.jobs.index) == self.region).to_numpy()]


def ladder_outcomes(
    jobs: pd.DataFrame,
    *,
    place: str,
    target: Collection[str],
    start: int,
    regions: pd.Series,
    treated_elsewhere: Collection[str] = (),
) -> LadderOutcomes:
    """Sum jobs to the target industries and the rest, and say which places cannot be compared.

    Parameters
    ----------
    jobs : DataFrame, shape (n_rows, 4)
        ``place``, ``industry``, ``period``, ``jobs`` (persons, firms, or any amount that adds up, such as
        value added): each combination at most once. A combination that is not there has none; a missing
        number is missing.
    place : str
        The place with the policy.
    target : collection of str
        Industries that the policy was for, as they were named before it began.
    start : int
        The first period in which it can have had an effect.
    regions : Series, shape (n_places,)
        Region of every place, by its name.
    treated_elsewhere : collection of str
        Places with a like policy; they are no donors.

    Returns
    -------
    LadderOutcomes
        Logarithms, and the places that were left out with a reason: ``like_policy``, ``missing_number`` or
        ``no_jobs`` (in the target or in the rest, in some period).

    Raises
    ------
    TableError
        If a column is missing, a combination stands twice, a number is negative, or a place has no region.
    MeasureError
        If the place itself cannot be compared, no target industry is in the table, or no period is before or
        none after the beginning.

    Notes
    -----
    With ``e`` the jobs, ``b`` for the mean over the periods before the beginning, and ``-c`` for the sum over
    all donors but ``c`` (what the policy did must not be in what others are measured by)::

        jobs[c, t]   = log sum_{i in target} e[c, i, t]
        target[c, t] = jobs[c, t] - log sum_{i in target} e[c, i, b] e[-c, i, t] / e[-c, i, b]

    ``rest`` is the same over all other industries. An industry that no donor had before counts as if it
    stayed.

    References
    ----------
    ``docs/methods/ladder.md``.

    Examples
    --------
    >>> jobs = pd.DataFrame(
    ...     [(c, i, t, 10 + t - 2010) for c in "abc" for i in ("C26", "G47") for t in range(2010, 2014)],
    ...     columns=["place", "industry", "period", "jobs"],
    ... )
    >>> regions = pd.Series({"a": "x", "b": "x", "c": "y"})
    >>> found = ladder_outcomes(jobs, place="a", target=["C26"], start=2012, regions=regions)
    >>> found.jobs.loc["a"].round(3).tolist(), list(found.neighbors)
    ([2.303, 2.398, 2.485, 2.565], ['a', 'b'])
    >>> found.target.round(9).abs().max().max()  # all three places went alike
    np.float64(0.0)
    """
    check_columns(jobs, ["place", "industry", "period"], "jobs")
    _check(jobs, regions)
    chosen = jobs["industry"].isin(target)
    if not chosen.any():
        raise MeasureError(f"None of the {len(target)} target industries is in the table; check their codes.")
    parts = {name: _cube(jobs, rows) for name, rows in (("target", chosen), ("rest", ~chosen))}
    periods = parts["target"].columns
    before = int((periods.to_numpy() < start).sum())
    if not 0 < before < len(periods):
        raise MeasureError(
            f"{before} of the {len(periods)} periods are before {start}; some must be before the beginning "
            "and some after."
        )
    reasons = _reasons(parts, _with_missing(jobs), treated_elsewhere)
    own_reason = reasons.get(place, "")
    if place not in set(jobs["place"]) or own_reason not in ("", "like_policy"):
        raise MeasureError(
            f"{place!r} has nothing, or no number, in the target industries or in the others in some period; "
            "choose other periods or industries."
        )
    out = reasons.drop(place, errors="ignore")
    kept = {name: cube.drop(index=out.index, level="place") for name, cube in parts.items()}
    beside = {name: _logs(_totals(cube) / _expected(cube, before, place)) for name, cube in kept.items()}
    return LadderOutcomes(
        place,
        start,
        jobs=_logs(_totals(kept["target"])),
        **beside,
        regions=regions,
        left_out=out.rename("reason").rename_axis("place").reset_index(),
    )


def _check(jobs: pd.DataFrame, regions: pd.Series) -> None:
    if "jobs" not in jobs:
        raise TableError(
            "`jobs` lacks the column 'jobs'; give the number for every place, industry and period."
        )
    twice = jobs.duplicated(["place", "industry", "period"])
    if twice.any():
        where = jobs.loc[twice, ["place", "industry", "period"]].iloc[0].tolist()
        raise TableError(f"{where} stands twice in `jobs`; add its rows up first.")
    if (jobs["jobs"] < 0).any():
        raise TableError(
            f"`jobs` has {jobs['jobs'].min()}, and nothing below 0 is compared; leave such a place out."
        )
    lonely = sorted(set(jobs["place"]) - set(regions.index))
    if lonely:
        raise TableError(f"{lonely[0]!r} has no region; {len(lonely)} places lack one in `regions`.")


def _cube(jobs: pd.DataFrame, rows: pd.Series) -> pd.DataFrame:
    """Sort jobs into one row per place and industry, one column per period, for all places of the table."""
    periods = sorted(jobs["period"].unique())
    part = jobs.loc[rows].set_index(["place", "industry", "period"])["jobs"]
    index = pd.MultiIndex.from_product(
        [sorted(jobs["place"].unique()), sorted(jobs.loc[rows, "industry"].unique())],
        names=["place", "industry"],
    )
    wide = part.unstack("period")  # noqa: PD010 -- the keys are unique, nothing is summed
    return wide.reindex(index=index, columns=periods).fillna(0.0).astype(np.float64)


def _logs(table: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(np.log(table.to_numpy()), index=table.index, columns=table.columns)


def _totals(cube: pd.DataFrame) -> pd.DataFrame:
    return cube.groupby(level="place").sum()


def _expected(cube: pd.DataFrame, before: int, place: str) -> pd.DataFrame:
    """Let every industry of a place go as it went in all donors but the place itself."""
    is_donor = (cube.index.get_level_values("place") != place).astype(np.float64)
    own = cube.mul(is_donor, axis=0)
    others = own.groupby(level="industry").transform("sum") - own
    base = others.iloc[:, :before].mean(axis=1)
    growth = others.div(base, axis=0).where(base > 0, 1.0)
    return _totals(growth.mul(cube.iloc[:, :before].mean(axis=1), axis=0))


def _with_missing(jobs: pd.DataFrame) -> set[str]:
    return set(jobs.loc[jobs["jobs"].isna(), "place"])


def _reasons(parts: dict[str, pd.DataFrame], missing: set[str], like: Collection[str]) -> pd.Series:
    positive = np.logical_and.reduce([(_totals(cube) > 0).all(axis=1) for cube in parts.values()])
    places = _totals(parts["target"]).index
    reasons = np.where(positive, "", "no_jobs").astype(object)
    reasons[places.isin(missing)] = "missing_number"
    reasons[places.isin(list(like))] = "like_policy"
    found = pd.Series(reasons, index=places)
    return found.loc[found != ""]
