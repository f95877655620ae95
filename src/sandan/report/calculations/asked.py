"""What a calculation of a process was asked for: the key by which it is carried out once."""

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import pandas as pd

__all__ = ["Asked"]


@dataclass(frozen=True)
class Asked:
    """Rows of a register and how they are looked at; equal if content and settings are.

    ``digest`` names the content of ``register``: equal for equal rows in the same order.
    """

    digest: str
    settings: tuple[Any, ...]
    register: pd.DataFrame = field(compare=False)

    @classmethod
    def of(cls, register: pd.DataFrame, *settings: Any) -> "Asked":
        """Name the content of a register; its index does not count."""
        content = pd.util.hash_pandas_object(register, index=False).to_numpy().tobytes()
        return cls(sha256(content).hexdigest(), settings, register)

    def looked_at(self, *settings: Any) -> "Asked":
        """Look at the same rows otherwise."""
        return replace(self, settings=settings)
