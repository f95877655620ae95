"""What sections share: how a section says that it cannot be made, and how tables are put together."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias, cast

import pandas as pd

from sandan.report.case import Case
from sandan.report.charts import PHONE, WIDE
from sandan.report.charts.style import Spec
from sandan.report.document import Block, Inline, Paragraph, Section, TableBlock, Tone

Row: TypeAlias = dict[str, Any]
"""One row of a result, by column."""


def section(case: Case, name: str, blocks: Iterable[Block]) -> Section:
    """Put blocks under the title of a section."""
    return Section(name, case.words.text(f"{name}.title"), tuple(blocks))


def records(result: pd.DataFrame) -> list[Row]:
    """Return the rows of a table one by one."""
    return cast("list[Row]", result.to_dict("records"))


def absent(case: Case, name: str, need: str) -> Section:
    """Say in place of a section what it would need."""
    years = case.known_years if case.has("establishments") or case.has("statistics") else ()
    reason = case.words.text(
        f"report.{need}",
        city=case.place(case.city),
        start=str(case.start),
        end=str(case.end),
        years=", ".join(map(str, years)),
    )
    return section(
        case, name, [Paragraph((case.words.text("report.absent", reason=reason),), Tone.CANNOT_SAY)]
    )


def cannot_say(case: Case, name: str) -> Paragraph:
    """Say what a section does not tell, as large as what it does."""
    return case.words.paragraph(f"{name}.cannot_say", tone=Tone.CANNOT_SAY)


def both_widths(draw: Callable[..., Spec]) -> dict[str, Spec]:
    """Draw a picture for a page and for a phone: what a chart takes as its two pictures."""
    return {"specification": draw(width=WIDE), "narrow": draw(width=PHONE)}


def table(
    caption: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Inline]],
    *,
    text_columns: int = 1,
    note: tuple[Inline, ...] = (),
    row_tones: Sequence[str] = (),
) -> TableBlock:
    """Put a table together; all columns after the first ``text_columns`` are set flush right."""
    return TableBlock(
        caption=caption,
        header=tuple(header),
        rows=tuple(tuple((cell,) if cell != "" else () for cell in row) for row in rows),
        numeric=tuple(place >= text_columns for place in range(len(header))),
        note=note,
        row_tones=tuple(row_tones),
    )
