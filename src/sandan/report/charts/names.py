"""Names beside marks, as far as there is room: clear of each other and of what must stay visible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sandan.report.charts.style import FONT_SIZE, text_width

NAME_HEIGHT = FONT_SIZE + 4.0
GAP = 5.0
"""Between a mark and its name, in points."""


class Box(NamedTuple):
    """What a name or a mark covers, in points."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: "Box") -> bool:
        """Say whether the two cover something together."""
        beside = self.right < other.left or other.right < self.left
        return not (beside or self.high < other.low or other.high < self.low)


@dataclass
class Names:
    """Where names have room: beside their marks, clear of each other and of the other marks."""

    length: float
    most: float
    marks: Mapping[str, Box]
    taken: list[Box] = field(default_factory=list)

    def place(self, label: str, name: str) -> tuple[str, float] | None:
        """Say on which side of its mark a name has room, and where it begins, in points."""
        if len(self.taken) >= self.most:
            return None
        own = self.marks[label]
        in_the_way = [*self.taken, *(box for other, box in self.marks.items() if other != label)]
        middle = (own.low + own.high) / 2
        lines = (middle - NAME_HEIGHT / 2, middle + NAME_HEIGHT / 2)
        for align, start in (("left", own.right + GAP), ("right", own.left - GAP)):
            end = start + text_width(name) * (1 if align == "left" else -1)
            box = Box(min(start, end), max(start, end), *lines)
            inside = box.left > 0 and box.right < self.length
            if inside and not any(map(box.meets, in_the_way)):
                self.taken.append(box)
                return align, start
        return None
