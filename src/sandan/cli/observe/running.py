"""Where a heavy measure runs, and what is said while it does."""

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Annotated, Any

import numpy as np
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from sandan.cli.common import console
from sandan.errors import MeasureError
from sandan.parallel import Progress as Told
from sandan.types import Rng

__all__ = ["Dask", "Seed", "Simulations", "Threads", "chance", "executor_for", "told"]

Threads = Annotated[int | None, typer.Option(min=1, help="Threads of this machine; by default all cores.")]
Dask = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="Scheduler of a Dask cluster, such as tcp://host:8786.")
]
Simulations = Annotated[int, typer.Option(min=1, help="How often chance is asked.")]
Seed = Annotated[int, typer.Option(min=0, help="The same number gives the same result.")]

RETRIES = 3


def chance(seed: int) -> Rng:
    """Give the source of chance of a command.

    Parameters
    ----------
    seed : int
        What the command was given.

    Returns
    -------
    Generator
        The same for the same number.

    Raises
    ------
    ValueError
        If the number is below 0.

    Notes
    -----
    ``default_rng(seed)``.

    References
    ----------
    NumPy documentation.

    Examples
    --------
    >>> int(chance(1).integers(10)) == int(chance(1).integers(10))
    True
    """
    return np.random.default_rng(seed)


@contextmanager
def executor_for(threads: int | None, dask: str | None) -> Iterator[Executor]:
    """Give the threads of this machine, or the workers of a cluster.

    Parameters
    ----------
    threads : int or None
        How many threads; None for one a core.
    dask : str or None
        Address of a scheduler; then threads are not used.

    Yields
    ------
    concurrent.futures.Executor
        Ends with the block.

    Returns
    -------
    iterator
        For ``with``.

    Raises
    ------
    MeasureError
        If the library for clusters is not installed, or nobody answers at the address.

    Notes
    -----
    Work that was on a lost worker is done again elsewhere, up to three times.

    References
    ----------
    Dask documentation, "Futures"; ``docs/scale.md``.

    Examples
    --------
    >>> with executor_for(2, None) as executor:
    ...     list(executor.map(abs, [-1]))
    [1]
    """
    if dask is None:
        with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
            yield pool
        return
    try:
        from distributed import Client  # noqa: PLC0415 - only whoever has a cluster needs it
    except ImportError as error:
        raise MeasureError(
            f"--dask {dask} needs the package distributed; install it with `pip install 'sandan[dask]'`."
        ) from error
    try:
        client: Any = Client(dask, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise MeasureError(f"No Dask scheduler answers at {dask} ({error}); check the address.") from error
    with client:
        yield client.get_executor(retries=RETRIES)


@contextmanager
def told(what: str) -> Iterator[Told]:
    """Show on the error stream how far a measure is; where nobody looks at it, show nothing.

    Parameters
    ----------
    what : str
        What is being done.

    Yields
    ------
    callable
        Takes the number of finished pieces and of all pieces.

    Returns
    -------
    iterator
        For ``with``.

    Raises
    ------
    OSError
        If the output is closed.

    Notes
    -----
    The bar goes when the work is done.

    References
    ----------
    Rich documentation, "Progress Display".

    Examples
    --------
    >>> with told("Simulating") as progress:
    ...     progress(1, 2)
    """
    out = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=out, transient=True, disable=not out.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)
