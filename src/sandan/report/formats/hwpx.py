"""A report in the office format that Korean authorities exchange (HWPX, KS X 6101)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from hwpx import HwpxDocument

import sandan
from sandan.report.document import (
    Block,
    Box,
    Chart,
    Document,
    Inline,
    KeyFigures,
    Number,
    Paragraph,
    TableBlock,
    Tone,
    with_boxes,
)
from sandan.report.formats.columns import column_widths
from sandan.report.formats.hwpx_looks import Looks
from sandan.report.formats.pictures import png, png_size
from sandan.report.formats.register import Group, register_of
from sandan.report.wording.words import words_of

__all__ = ["render_hwpx"]

TEXT_WIDTH_MM = 160.0
POINTS_PER_MM = 72 / 25.4
UNITS_PER_POINT = 100
PARAGRAPH = "{http://www.hancom.co.kr/hwpml/2011/paragraph}"
MOMENT = "1970-01-01T00:00:00Z"

# The library draws identifiers at random; those of the empty file are small and stay.
IDENTIFIERS, REFERENCE = ("id", "instid"), "idRef"
LARGEST_FIXED = 9999


def render_hwpx(document: Document) -> bytes:
    """Write a report as an HWPX file.

    Parameters
    ----------
    document : Document
        The report.

    Returns
    -------
    bytes
        A file that the office program opens: headings with levels, tables with repeated headers,
        charts as pictures with alternative text, and the list of figures at the end.

    Raises
    ------
    ReportError
        If the language is unknown or a figure has no identifier.

    Notes
    -----
    A raised digit behind a number in the text is its place in the list of figures. Identifiers of
    paragraphs and objects are counted, not drawn: equal reports give equal bytes.

    References
    ----------
    KS X 6101 (2018), Open Word-Processor Markup Language (OWPML) document structure.

    Examples
    --------
    >>> render_hwpx(Document("en", "Nothing", "", (), ()))[:2]
    b'PK'
    """
    writer = _Writer(document)
    writer.write(document)
    return writer.finish()


class _Writer:
    """Holds the file while it is written, with the looks that it uses."""

    def __init__(self, document: Document) -> None:
        self.file = HwpxDocument.new()
        self.looks = Looks(self.file)
        self.words = words_of(document.language)
        self.register = register_of(document)
        self.numbers = self.register.numbers

    def write(self, document: Document) -> None:
        self._cover(document)
        for section in document.sections:
            self._heading(section.title, 1, page_break_before=section is document.sections[0])
            for block in with_boxes(section):
                self._block(block)
        self._heading(self.words["register"], 1, page_break_before=True)
        self._line([(self.words["register_lead"], "muted")])
        for name, meaning in self.register.meanings:
            self._line([(f"{name}  ", "strong"), (meaning, "muted")], spacing_after_pt=2)
        for group in self.register.groups:
            self._group(group)

    def finish(self) -> bytes:
        fresh = count(1)
        for section in self.file.sections:
            _number_anew(section.element, fresh)
            section.mark_dirty()
        return bytes(self.file.to_bytes())

    def _cover(self, document: Document) -> None:
        self.file.parts.set_document_metadata(
            title=document.title,
            creator=f"Sandan {sandan.__version__}",
            created_date=MOMENT,
            modified_date=MOMENT,
        )
        self.file.page.setup(
            paper_size="A4",
            margins_mm={"left": 25, "right": 25, "top": 25, "bottom": 22, "header": 12, "footer": 12},
        )
        self.file.page.set_page_number()
        self._line([(document.title, "title")], spacing_before_pt=90, spacing_after_pt=6)
        self._line([(document.subtitle, "subtitle")], spacing_after_pt=30)
        if document.facts:
            names, facts = zip(*document.facts, strict=True)
            self._columns(
                [[(name, "small"), (fact, "strong")] for name, fact in zip(names, facts, strict=True)]
            )

    def _heading(self, text: str, level: int, *, page_break_before: bool = False) -> None:
        paragraph = self.file.add_heading(
            text, level=level, char_pr_id_ref=self.looks.text[f"heading{level}"]
        )
        self._format(
            [paragraph],
            spacing_before_pt=24 if level == 1 else 16,
            spacing_after_pt=8,
            indent_left_mm=0,
            keep_with_next=True,
            page_break_before=page_break_before,
        )

    def _block(self, block: Block | Box) -> None:
        match block:
            case Paragraph():
                self._paragraph(block)
            case Box():
                items = [self._runs(one, "body") for one in block.items]
                self._box("warning", [(self.words["cannot_say"], "warning")], *_bulleted(items))
            case KeyFigures():
                self._key_figures(block)
            case TableBlock():
                self._table(block)
            case Chart():
                self._chart(block)

    def _paragraph(self, paragraph: Paragraph) -> None:
        runs = self._runs(paragraph.content, "lead" if paragraph.tone is Tone.LEAD else "body")
        match paragraph.tone:
            case Tone.NOTICE:
                self._box("notice", [(self.words["notice"] + "  ", "accent"), *runs])
            case Tone.HOW_TO_READ:
                self._line([(self.words["how_to_read"] + "  ", "accent"), *runs], indent_left_mm=3)
            case Tone.NOTE:
                muted = self._runs(paragraph.content, "muted")
                self._line([(self.words["note"] + "  ", "strong"), *muted])
            case _:
                self._line(runs)

    def _runs(self, content: Iterable[Inline], look: str) -> list[tuple[str, str]]:
        runs: list[tuple[str, str]] = []
        for one in content:
            if isinstance(one, Number):
                runs += [(one.shown, look), (str(self.numbers[one.figure.id]), "raised")]
            else:
                runs.append((one, look))
        return runs

    def _key_figures(self, block: KeyFigures) -> None:
        self._columns(
            [
                [(item.label, "small"), (item.number.shown, "big"), (_plain(item.note), "small")]
                for item in block.items
            ]
        )

    def _columns(self, columns: Sequence[Sequence[tuple[str, str]]]) -> None:
        if not columns:
            return
        table = self._grid(1, [1.0] * len(columns))
        for cell, lines in zip(table.rows[0].cells, columns, strict=True):
            cell.element.set("borderFillIDRef", self.looks.border["ruled"])
            for text in cell.element.iter(PARAGRAPH + "subList"):
                text.set("vertAlign", "TOP")
            self._fill(cell, lines)
        self._format([one for cell in table.rows[0].cells for one in cell.paragraphs], alignment="left")

    def _box(self, border: str, *lines: Sequence[tuple[str, str]]) -> None:
        cell = self._grid(1, [1.0]).rows[0].cells[0]
        cell.element.set("borderFillIDRef", self.looks.border[border])
        first, *rest = (cell.paragraphs[0], *(cell.add_paragraph() for _ in lines[1:]))
        for paragraph, runs in zip((first, *rest), lines, strict=True):
            self._add_runs(paragraph, runs)

    def _table(self, block: TableBlock) -> None:
        self._line([(block.caption, "strong")], spacing_before_pt=12, spacing_after_pt=4, keep_with_next=True)
        cells = [[_plain(cell) for cell in row] for row in block.rows]
        if block.header:
            self._cells(block.header, cells, block.numeric, block.row_tones or ("",) * len(cells))
        if block.note:
            self._line(self._runs(block.note, "small"))

    def _cells(
        self,
        header: Sequence[str],
        rows: Sequence[Sequence[str]],
        numeric: Sequence[bool],
        tones: Sequence[str],
    ) -> None:
        widths = column_widths(header, rows, numeric, room=TEXT_WIDTH_MM * POINTS_PER_MM, size=9)
        table = self._grid(len(rows) + 1, widths)
        table.element.set("repeatHeader", "1")
        flush: dict[bool, list[Any]] = {True: [], False: []}
        for row, texts, tone in zip(table.rows, (header, *rows), ("header", *tones), strict=True):
            for cell, text, right in zip(row.cells, texts, numeric, strict=True):
                cell.element.set("header", "1" if tone == "header" else "0")
                cell.element.set("borderFillIDRef", self.looks.border.get(tone, self.looks.border["row"]))
                self._fill(cell, [(text, self.looks.of_row(tone))])
                flush[right].append(cell.paragraphs[0])
        for right, paragraphs in flush.items():
            self._format_alike(paragraphs, alignment="right" if right else "left")

    def _grid(self, rows: int, weights: Sequence[float]) -> Any:
        table = self.file.add_table(
            rows,
            len(weights),
            width=round(TEXT_WIDTH_MM * POINTS_PER_MM * UNITS_PER_POINT),
            border_fill_id_ref=self.looks.border["none"],
        )
        table.set_column_widths(weights)
        return table

    def _fill(self, cell: Any, lines: Sequence[tuple[str, str]]) -> None:
        for number, (text, look) in enumerate(line for line in lines if line[0]):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self._add_runs(paragraph, [(text, look)])

    def _chart(self, chart: Chart) -> None:
        self._line([(chart.title, "strong")], spacing_before_pt=12, spacing_after_pt=4, keep_with_next=True)
        drawn = png(chart)
        width, height = png_size(drawn)
        picture = self.file.add_picture(
            drawn, "png", width_mm=TEXT_WIDTH_MM, height_mm=TEXT_WIDTH_MM * height / width
        )
        for comment in picture.element.iter(PARAGRAPH + "shapeComment"):
            comment.text = chart.description
        self._line(
            [(self.words["how_to_read"] + "  ", "accent"), (chart.how_to_read, "body")], indent_left_mm=3
        )
        self._table(chart.twin)

    def _group(self, group: Group) -> None:
        self._heading(f"{self.words['calculation']}: {group.name}", 2)
        for name, lines in group.facts(self.words):
            self._line([(f"{name}  ", "small"), (", ".join(lines), "small")], spacing_after_pt=0)
        header = ("#", self.words["figure"], self.words["value"], "ID")
        rows = [
            (str(one.number), f"{one.label}. {one.fine}", f"{one.value} {one.interval}".rstrip(), one.id)
            for one in group.entries
        ]
        self._cells(header, rows, (False, False, True, False), ("small",) * len(rows))

    def _line(self, runs: Sequence[tuple[str, str]], **looks: Any) -> None:
        paragraph = self.file.add_paragraph(include_run=False, inherit_style=False)
        self._add_runs(paragraph, runs)
        self._format([paragraph], **{"spacing_after_pt": 6} | looks)

    def _add_runs(self, paragraph: Any, runs: Sequence[tuple[str, str]]) -> None:
        for text, look in runs:
            paragraph.add_run(text, char_pr_id_ref=self.looks.text[look])

    def _format_alike(self, paragraphs: Sequence[Any], **looks: Any) -> None:
        """Format many paragraphs that look the same: one by the library, the others by its result."""
        if paragraphs:
            self._format(paragraphs[:1], **looks)
        for paragraph in paragraphs[1:]:
            paragraph.para_pr_id_ref = paragraphs[0].para_pr_id_ref

    def _format(self, paragraphs: Sequence[Any], **looks: Any) -> None:
        self.file.styles.apply_paragraph_format(paragraphs=paragraphs, **looks)


def _bulleted(items: list[list[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    return items if len(items) == 1 else [[("• ", "warning"), *runs] for runs in items]


def _plain(content: Iterable[Inline]) -> str:
    return "".join(one.shown if isinstance(one, Number) else one for one in content)


def _number_anew(root: Any, fresh: Iterator[int]) -> None:
    """Give every element a number of its own, in their order; two may have drawn the same."""
    names: dict[str, str] = {}
    for element in root.iter():
        own: dict[str, str] = {}
        for key in IDENTIFIERS:
            drawn = element.attrib.get(key, "")
            if _is_drawn(drawn):
                names[drawn] = own[drawn] = own.get(drawn) or str(next(fresh))
                element.set(key, own[drawn])
    for element in root.iter():
        drawn = element.attrib.get(REFERENCE, "")
        if _is_drawn(drawn):
            element.set(REFERENCE, names.get(drawn) or str(next(fresh)))


def _is_drawn(value: str) -> bool:
    return value.isdecimal() and int(value) > LARGEST_FIXED
