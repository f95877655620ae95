"""Loops that are compiled ahead of the first user, and where they are kept."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

__all__ = ["compiled"]

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(signature: str) -> Callable[[Loop], Loop]:
    """Compile a loop over numbers for one signature, when its module is imported.

    Parameters
    ----------
    signature : str
        Types of the result and of the arguments, as numba writes them.

    Returns
    -------
    callable
        A decorator. The loop it gives back runs without the interpreter's lock, so that threads
        share the work.

    Raises
    ------
    numba.core.errors.NumbaError
        If the loop cannot be compiled; that is a fault of the code, not of the data.

    Notes
    -----
    Machine code is kept in ``__pycache__`` beside the source (or in the user's cache folder, where that
    cannot be written), so it is made once, at set-up by ``sandan compile``. Operations keep the order
    in which they are written (no ``fastmath``): two machines give the same bits.

    References
    ----------
    Numba documentation, "Compiling Python code with @jit": eager compilation, cache.

    Examples
    --------
    >>> @compiled("int64(int64[::1])")
    ... def total(numbers):
    ...     result = 0
    ...     for number in numbers:
    ...         result += number
    ...     return result
    >>> import numpy as np
    >>> total(np.array([2, 3]))
    5
    """
    # A third of a second that whoever needs no compiled loop shall not wait for.
    from numba import njit  # noqa: PLC0415

    def decorate(loop: Loop) -> Loop:
        kept = loop.__module__.rpartition(".")[2] == "kernels"
        return cast("Loop", njit(signature, nogil=True, cache=kept)(loop))

    return decorate
