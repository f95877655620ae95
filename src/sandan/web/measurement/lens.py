"""What the screens look at: a place, two years, its peers. It stands in the address, so a link says all."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

__all__ = ["CARRIED", "Lens"]

CARRIED = ("city", "from", "to", "peers", "use")
"""What every address of the screens carries on."""


@dataclass(frozen=True)
class Lens:
    """A place between two years among its peers, and the snapshots that were named."""

    city: str
    start: int
    end: int
    peers: str = ""
    use: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"use": list(self.use)}

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Lens":
        return cls(**{**record, "use": tuple(record["use"])})

    @property
    def address(self) -> str:
        """The part of an address that brings somebody else to the same view."""
        parts: list[tuple[str, str | int]] = [("city", self.city), ("from", self.start), ("to", self.end)]
        parts += [("peers", self.peers)] if self.peers else []
        return urlencode(parts + [("use", key) for key in self.use])
