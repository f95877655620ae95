"""Curves of chance, many of them, wherever they are computed."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import numpy as np

from sandan.errors import MeasureError
from sandan.observe.localization.nulls import simulation_rng
from sandan.parallel import Progress, map_in_order
from sandan.types import Executor, FloatArray, Rng

__all__ = ["simulate_curves"]

Setup = TypeVar("Setup")

_AT_ONCE = 25


def simulate_curves(
    curve: Callable[[Setup, Rng], FloatArray],
    setup: Setup,
    *,
    simulations: int,
    seed: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> FloatArray:
    """Compute one curve for every simulation.

    Parameters
    ----------
    curve : callable
        Takes the setup and the stream of chance of one simulation; importable by name.
    setup : object
        Whatever ``curve`` needs; it travels with every piece of 25 simulations.
    simulations : int
        How many.
    seed : int
        From which all streams follow.
    executor : concurrent.futures.Executor, optional
        Where to run.
    progress : callable, optional
        Is told how many pieces are done.

    Returns
    -------
    ndarray, shape (simulations, n_distances)
        The same numbers whatever the executor.

    Raises
    ------
    MeasureError
        If ``simulations`` is below 1.

    Notes
    -----
    ``result[k] = curve(setup, simulation_rng(seed, k))``.

    References
    ----------
    `simulation_rng`.

    Examples
    --------
    >>> def one(size, rng):
    ...     return rng.random(size)
    >>> simulate_curves(one, 3, simulations=2, seed=1).shape
    (2, 3)
    """
    if simulations < 1:
        raise MeasureError(f"`simulations` is {simulations}; simulate at least once, better 999 times.")
    pieces = [range(first, min(first + _AT_ONCE, simulations)) for first in range(0, simulations, _AT_ONCE)]
    work = partial(_curves, curve, setup, seed)
    return np.concatenate(map_in_order(work, pieces, executor=executor, progress=progress))


def _curves(curve: Callable[[Setup, Rng], FloatArray], setup: Setup, seed: int, numbers: range) -> FloatArray:
    return np.stack([curve(setup, simulation_rng(seed, number)) for number in numbers])
