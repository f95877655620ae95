"""Establishments as points of a map: eight bytes each, which a canvas draws without parsing."""

from base64 import b64encode
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from sandan.errors import ReportError
from sandan.report.maps.viewport import MOST_UNITS, Viewport
from sandan.types import BoolArray, FloatArray, IntArray

__all__ = ["Points", "placed", "points"]

BLOCKS = ("x", "y", "group", "complex")
"""The blocks of ``Points.data``, in order; each has ``count`` unsigned numbers of two bytes."""


@dataclass(frozen=True)
class Points:
    """Establishments on a viewport, in the order of their table.

    ``data`` holds four blocks of ``count`` unsigned 16-bit numbers, little-endian, one after the
    other: ``x``, ``y``, ``group`` (row of ``groups``) and ``complex`` (0 outside of complexes, else
    1 + row of ``complexes``). It shows single firms and is for signed-in staff only.
    """

    viewport: Viewport
    count: int
    groups: tuple[str, ...]
    complexes: tuple[str, ...]
    data: bytes
    without_coordinates: int
    """Establishments whose place is not known; they are nowhere on the map."""
    outside: int
    """Establishments that lie outside of the viewport."""

    def to_json(self) -> dict[str, Any]:
        """Return plain values; the bytes in base64."""
        return {
            **asdict(self),
            "viewport": self.viewport.to_json(),
            "data": b64encode(self.data).decode("ascii"),
        }


def placed(establishments: pd.DataFrame, viewport: Viewport) -> BoolArray:
    """Mark the establishments that are on a map.

    Parameters
    ----------
    establishments : DataFrame, shape (n_sites, n_columns)
        Sites of one year; ``longitude`` and ``latitude`` may be absent.
    viewport : Viewport
        What the map shows.

    Returns
    -------
    array of bool, shape (n_sites,)
        True where a site has coordinates inside the viewport. The k-th point of :func:`points` is
        the k-th such row.

    Raises
    ------
    ValueError
        If a coordinate is no number.

    Notes
    -----
    The border of the viewport belongs to it.

    References
    ----------
    ``docs/methods/maps.md``.

    Examples
    --------
    >>> sites = pd.DataFrame({"longitude": [1.0, None, 5.0], "latitude": [1.0, None, 1.0]})
    >>> placed(sites, Viewport(0, 0, 2, 2, 100, 100)).tolist()
    [True, False, False]
    """
    return viewport.contains(*_coordinates(establishments))


def points(establishments: pd.DataFrame, viewport: Viewport, *, digits: int = 3) -> Points:
    """Pack the establishments of one year for a map.

    Parameters
    ----------
    establishments : DataFrame, shape (n_sites, n_columns)
        A table of the kind ``establishments``, of one year; tables without coordinates are taken.
    viewport : Viewport
        What the map shows; the same as that of its outlines.
    digits : int
        Length of the industry code by which points are grouped.

    Returns
    -------
    Points
        Eight bytes per establishment, and how many could not be shown.

    Raises
    ------
    ReportError
        If the table holds several years, ``digits`` is less than 1, or there are more groups or
        complexes than two bytes can number.

    Notes
    -----
    ``count + without_coordinates + outside = n_sites``. Nothing is put anywhere that the table does
    not say: no center of a district stands for a site without coordinates.

    References
    ----------
    ``docs/methods/maps.md`` shows how a script reads the bytes.

    Examples
    --------
    >>> sites = pd.DataFrame({"period": 2013, "industry": ["26112", "62010"], "complex": ["X1", None],
    ...                       "longitude": [1.0, None], "latitude": [1.0, None]})
    >>> found = points(sites, Viewport(0, 0, 2, 2, 100, 100))
    >>> found.count, found.without_coordinates, found.groups, found.data.hex(" ", 2)
    (1, 1, ('261',), '3200 3200 0000 0100')
    """
    if digits < 1:
        raise ReportError(f"`digits` is {digits}; give the length of an industry group, for example 3.")
    years = establishments["period"].unique()
    if len(years) > 1:
        raise ReportError(
            f"The establishments are of {len(years)} years, {min(years)} to {max(years)}; keep those of one."
        )
    longitude, latitude = _coordinates(establishments)
    shown = viewport.contains(longitude, latitude)
    unknown = np.isnan(longitude) | np.isnan(latitude)
    group, groups = _numbered(establishments.loc[shown, "industry"].astype("str").str[:digits])
    fence, complexes = _numbered(establishments.loc[shown, "complex"])
    at = viewport.place(longitude[shown], latitude[shown])
    blocks = np.concatenate([at[:, 0], at[:, 1], group, fence + 1]).astype("<u2")
    return Points(
        viewport=viewport,
        count=int(shown.sum()),
        groups=groups,
        complexes=complexes,
        data=blocks.tobytes(),
        without_coordinates=int(unknown.sum()),
        outside=int((~shown & ~unknown).sum()),
    )


def _coordinates(establishments: pd.DataFrame) -> tuple[FloatArray, FloatArray]:
    """Read both coordinates; tables from before there were any have none."""
    wanted = establishments.reindex(columns=["longitude", "latitude"]).astype("float64").to_numpy()
    return wanted[:, 0], wanted[:, 1]


def _numbered(words: pd.Series) -> tuple[IntArray, tuple[str, ...]]:
    """Give each word its number in alphabetical order; what is missing gets -1."""
    number, distinct = pd.factorize(words.astype("str"), sort=True)
    if len(distinct) > MOST_UNITS:
        raise ReportError(
            f"There are {len(distinct)} words to tell points apart; {MOST_UNITS} can be numbered."
        )
    return number.astype(np.int64), tuple(map(str, distinct))
