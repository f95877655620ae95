"""Chance with an address: every draw of the generated country comes from a named stream."""

import zlib
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from sandan.types import FloatArray, IntArray, Rng

Whole: TypeAlias = npt.NDArray[np.integer[Any]]
"""Whole numbers of any width: the states of a nation are kept in narrow ones."""


def stream(seed: int, name: str, year: int = 0) -> Rng:
    """Open the stream of random numbers that belongs to one step in one year."""
    return np.random.default_rng([seed, zlib.crc32(name.encode()), year])


def cumulative(weights: FloatArray) -> FloatArray:
    """Turn rows of weights into rows of cumulative shares that end at exactly one."""
    shares = np.cumsum(weights, axis=1)
    shares /= np.where(shares[:, -1:] > 0, shares[:, -1:], 1.0)
    shares[:, -1] = 1.0
    return shares


def pick(rng: Rng, rows: Whole, shares: FloatArray) -> IntArray:
    """Draw one column for each row number, with the probabilities of that row.

    The rows are laid end to end, row k shifted by k, so that one sorted search serves them all.
    """
    columns = shares.shape[1]
    line = (shares + np.arange(len(shares))[:, None]).ravel()
    found = np.searchsorted(line, rows + rng.random(len(rows)), side="right")
    drawn: IntArray = np.clip(found - rows * columns, 0, columns - 1).astype(np.int64)
    return drawn


def round_by_chance(rng: Rng, numbers: FloatArray) -> IntArray:
    """Round up or down so that the mean stays what it was."""
    return np.floor(numbers + rng.random(len(numbers))).astype(np.int64)
