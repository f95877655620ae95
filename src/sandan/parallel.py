"""Running independent pieces of one measure, here or on somebody's cluster."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from typing import TypeVar

__all__ = ["map_in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_in_order(
    function: Callable[[Item], Result], items: Iterable[Item], *, executor: Executor | None = None
) -> list[Result]:
    """Apply a function to every item and keep the order of the items.

    Parameters
    ----------
    function : callable
        Takes one item; must be importable by name if ``executor`` uses processes.
    items : iterable
        The pieces of work.
    executor : concurrent.futures.Executor, optional
        Where to run; a process pool or a Dask cluster's ``client.get_executor()``.
        Without it everything runs here, one after the other.

    Returns
    -------
    list
        One result per item, in the order of ``items``.

    Raises
    ------
    Exception
        Whatever ``function`` raises, for the first item in order that fails.

    Notes
    -----
    ``result[k] = function(items[k])``. The result does not depend on ``executor``: pieces that
    need chance carry their own seed.

    References
    ----------
    Python documentation, ``concurrent.futures``.

    Examples
    --------
    >>> map_in_order(abs, [-1, 2, -3])
    [1, 2, 3]
    """
    if executor is None:
        return [function(item) for item in items]
    return list(executor.map(function, items))
