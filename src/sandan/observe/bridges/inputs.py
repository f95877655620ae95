"""What the measures between places ask of tables of presence and of proximities."""

import numpy as np
import pandas as pd

from sandan.errors import MeasureError, TableError
from sandan.observe.checks import check_counts
from sandan.types import FloatArray

__all__ = ["check_presence", "check_proximity"]


def check_presence(present: pd.DataFrame) -> None:
    """Refuse a table of places and industries that does not hold truth values.

    Parameters
    ----------
    present : DataFrame of bool, shape (n_places, n_industries)
        Which industries a place has.

    Returns
    -------
    None
        Every cell is True or False, and no label stands twice.

    Raises
    ------
    TableError
        If a column is of another type, the table is empty, or a label stands twice.

    Notes
    -----
    Location quotients become presence by a comparison that the caller names, such as
    ``quotient >= 1``; a NaN would become False there without a word, so leave such places out first.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> check_presence(pd.DataFrame({"C26": [1.5]}))
    Traceback (most recent call last):
    ...
    sandan.errors.TableError: `present` holds float64 in 'C26'; give True or False, for example
    `quotient >= 1`.
    """
    for column, kind in present.dtypes.items():
        if kind != np.bool_:
            raise TableError(
                f"`present` holds {kind} in {column!r}; give True or False, for example `quotient >= 1`."
            )
    check_counts(present, "present")


def check_proximity(proximity: pd.DataFrame, present: pd.DataFrame) -> FloatArray:
    """Return the proximities between different industries, or refuse.

    Parameters
    ----------
    proximity : DataFrame, shape (n_industries, n_industries)
        From 0 to 1, symmetric.
    present : DataFrame, shape (n_places, n_industries)
        The table whose industries it must have, in the same order.

    Returns
    -------
    ndarray, shape (n_industries, n_industries)
        The proximities with 0 on the diagonal.

    Raises
    ------
    TableError
        If a cell is missing, not from 0 to 1, or the table is not symmetric.
    MeasureError
        If the industries differ from those of ``present``.

    Notes
    -----
    Whether the diagonal was 0 or 1 makes no difference here: only different industries are compared.

    References
    ----------
    ``docs/methods/bridges.md``.

    Examples
    --------
    >>> phi = pd.DataFrame([[1, 0.2], [0.2, 1]], index=["a", "b"], columns=["a", "b"])
    >>> check_proximity(phi, pd.DataFrame({"a": [True], "b": [False]})).tolist()
    [[0.0, 0.2], [0.2, 0.0]]
    """
    check_counts(proximity, "proximity")
    for labels, what in ((proximity.index, "rows"), (proximity.columns, "columns")):
        if not labels.equals(present.columns):
            lonely = [*labels.symmetric_difference(present.columns), "their order"][0]
            raise MeasureError(
                f"The {what} of `proximity` and the industries of `present` differ ({lonely!r}); "
                "give the same industries in the same order."
            )
    phi = proximity.to_numpy(dtype=np.float64, copy=True)
    if phi.max() > 1 or not np.allclose(phi, phi.T, rtol=0, atol=1e-9):
        raise TableError(
            f"`proximity` reaches {phi.max():.3g} and differs from its mirror image by up to "
            f"{np.abs(phi - phi.T).max():.3g}; give a symmetric table of values from 0 to 1."
        )
    np.fill_diagonal(phi, 0.0)
    return phi
