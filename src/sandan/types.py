"""Names for the shapes that cross the borders of the core."""

from collections.abc import Mapping
from concurrent.futures import Executor
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "BoolArray",
    "Executor",
    "FloatArray",
    "IntArray",
    "Parameters",
    "Rng",
    "Scalar",
    "ShortArray",
    "SingleArray",
    "Table",
]

Table: TypeAlias = pd.DataFrame
"""Rows and named columns; functions take tables and return new ones."""

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

SingleArray: TypeAlias = npt.NDArray[np.float32]
ShortArray: TypeAlias = npt.NDArray[np.uint32]
"""Half as wide: what compiled loops run over millions of times."""

Rng: TypeAlias = np.random.Generator
"""The only door through which chance enters the core."""

Scalar: TypeAlias = str | int | float | bool | None
"""What a single published value may be."""

Parameters: TypeAlias = Mapping[str, Scalar | list[str]]
"""Named arguments that can be written to JSON and read back unchanged."""
