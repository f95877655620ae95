"""Running independent pieces of one measure, here or on somebody's cluster."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias, TypeVar

__all__ = ["Progress", "each_in_order", "map_in_order", "watched", "watcher"]

Item = TypeVar("Item")
Result = TypeVar("Result")

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many pieces are done, and of how many. What it raises ends the work."""


def map_in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
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
    progress : callable, optional
        Called with the number of pieces that are done and the number of all pieces. If it raises,
        what has not begun is not begun.

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
    return list(each_in_order(function, items, executor=executor, progress=progress))


def each_in_order(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """Apply a function to every item and give each result as soon as those before it were taken.

    Parameters
    ----------
    function, items, executor, progress
        As for `map_in_order`.

    Returns
    -------
    iterator
        One result per item, in the order of ``items``; nobody keeps those that were taken.

    Raises
    ------
    Exception
        As for `map_in_order`.

    Notes
    -----
    ``result[k] = function(items[k])``.

    References
    ----------
    Python documentation, ``concurrent.futures``.

    Examples
    --------
    >>> next(each_in_order(abs, [-1, 2, -3]))
    1
    """
    pieces = list(items)
    futures = [executor.submit(function, piece) for piece in pieces] if executor else []
    try:
        for done, piece in enumerate(pieces, 1):
            yield futures.pop(0).result() if executor else function(piece)
            if progress is not None:
                progress(done, len(pieces))
    finally:
        for future in futures:
            future.cancel()


_WATCHER: ContextVar[Progress | None] = ContextVar("watcher", default=None)


@contextmanager
def watched(progress: Progress) -> Iterator[None]:
    """Let somebody watch the long computations that are called inside the block, however deep.

    Parameters
    ----------
    progress : callable
        Is told how many pieces are done, and of how many. What it raises ends the computation.

    Yields
    ------
    None
        The block runs.

    Returns
    -------
    context manager
        For ``with``.

    Raises
    ------
    Exception
        What ``progress`` raises.

    Notes
    -----
    For callers that stand between whoever waits and a measure, and whose own arguments must be plain data.
    Watching changes no result.

    References
    ----------
    Python documentation, ``contextvars``.

    Examples
    --------
    >>> told = []
    >>> with watched(lambda done, whole: told.append((done, whole))):
    ...     map_in_order(abs, [-1, 2], progress=watcher())
    [1, 2]
    >>> told, watcher()
    ([(1, 2), (2, 2)], None)
    """
    token = _WATCHER.set(progress)
    try:
        yield
    finally:
        _WATCHER.reset(token)


def watcher() -> Progress | None:
    """Give whoever watches, to hand it to a measure as ``progress``.

    Parameters
    ----------
    None

    Returns
    -------
    callable or None
        What `watched` was given; None outside of such a block.

    Raises
    ------
    ValueError
        Never.

    Notes
    -----
    A look-up; nothing is computed.

    References
    ----------
    Python documentation, ``contextvars``.

    Examples
    --------
    >>> watcher() is None
    True
    """
    return _WATCHER.get()
