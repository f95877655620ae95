"""The ends of the chain: what stands before its first event, and what it stops at."""

from dataclasses import dataclass

from sandan.errors import OfficeError

__all__ = ["FIRST", "Head"]

FIRST = "0" * 64
"""What stands before the first event."""

DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Head:
    """The end of the trail; kept elsewhere, it shows later that nothing was cut off."""

    number: int = 0
    hash: str = FIRST

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Head":
        number, _, digest = text.partition(":")
        if not number.isdigit() or len(digest) != len(FIRST) or not DIGITS.issuperset(digest):
            raise OfficeError(
                f"{text!r} names no end of a trail; it must be NUMBER:HASH with 64 hexadecimal digits, "
                "as `sandan audit verify` and `sandan backup` print it."
            )
        return cls(int(number), digest)
