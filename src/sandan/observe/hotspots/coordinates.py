"""Places on the ground, in meters."""

import numpy as np
import pandas as pd

from sandan.errors import TableError
from sandan.observe.checks import check_columns
from sandan.types import FloatArray

__all__ = ["ground_coordinates"]


def ground_coordinates(table: pd.DataFrame, name: str) -> FloatArray:
    """Return the columns ``x`` and ``y`` of a table as numbers in meters, or refuse.

    Parameters
    ----------
    table : DataFrame
        One row per place, with projected coordinates ``x`` (east) and ``y`` (north) in meters.
    name : str
        How the caller calls the table; for the message.

    Returns
    -------
    ndarray, shape (n_rows, 2)
        East and north, meters.

    Raises
    ------
    TableError
        If a coordinate is missing, infinite or no number, if the table is empty, or if all of them look
        like longitude and latitude.

    Notes
    -----
    Refused as degrees: every ``|x| <= 180``, every ``|y| <= 90``. A map in meters that lies within 180 m
    of its origin has to be shifted.

    References
    ----------
    ``docs/methods/spatial-weights.md``.

    Examples
    --------
    >>> ground_coordinates(pd.DataFrame({"x": [127.0], "y": [37.5]}), "sites")
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: `sites` seems to hold degrees (x from 127.0 to 127.0, y from 37.5 to 37.5);
    distances need meters, so project the places first.
    """
    if len(table) == 0:
        raise TableError(f"`{name}` has {len(table)} rows; give at least one place.")
    check_columns(table, ["x", "y"], name)
    try:
        places = np.column_stack([table[axis].to_numpy(dtype=np.float64) for axis in "xy"])
    except (TypeError, ValueError) as error:
        raise TableError(f"`{name}` has a coordinate that is not a number ({error}); give meters.") from error
    endless = ~np.isfinite(places).all(axis=1)
    if endless.any():
        raise TableError(
            f"`{name}` has the coordinates {places[endless][0].tolist()} in row {table.index[endless][0]}; "
            "leave out places that were not found and say how many they are."
        )
    if (np.abs(places) <= (180, 90)).all():
        (west, south), (east, north) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
        raise TableError(
            f"`{name}` seems to hold degrees (x from {west} to {east}, y from {south} to {north}); "
            "distances need meters, so project the places first."
        )
    return places
