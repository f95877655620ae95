from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import hwpx
import pytest

from sandan.report.document import (
    Block,
    Document,
    KeyFigures,
    Number,
    Paragraph,
    Section,
    TableBlock,
    figures_of,
)
from sandan.report.formats.hwpx import render_hwpx
from sandan.report.wording.words import words_of

LANGUAGES = ["ko", "en"]


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, specimen: Callable[[str], Document]) -> tuple[Document, bytes]:
    document = specimen(request.param)
    return document, render_hwpx(document)


def test_file_opens_and_validates(written: tuple[Document, bytes]) -> None:
    _, file = written
    assert hwpx.validate_package(file).ok
    safety = hwpx.validate_editor_open_safety(file)
    assert safety.reopen_ok
    assert not safety.blocking_package_errors
    assert not safety.validate_document.issues


def test_headings_are_the_questions_of_the_report(written: tuple[Document, bytes]) -> None:
    document, file = written
    reopened = hwpx.HwpxDocument.open(file)
    outline = [one.text for one in reopened.paragraphs if one.style_id_ref == "2"]
    assert outline[:-1] == [section.title for section in document.sections]


def test_every_table_cell_is_found_again(written: tuple[Document, bytes]) -> None:
    document, file = written
    found = {
        tuple(cell.text for cell in row.cells)
        for table in hwpx.HwpxDocument.open(file).tables
        for row in table.rows
    }
    tables = [
        block for section in document.sections for block in section.blocks if isinstance(block, TableBlock)
    ]
    for table in tables:
        for row in table.rows:
            assert (
                tuple("".join(one.shown if isinstance(one, Number) else one for one in cell) for cell in row)
                in found
            )


def test_a_run_of_what_cannot_be_said_is_one_box_and_a_notice_another(
    written: tuple[Document, bytes],
) -> None:
    document, file = written
    words = words_of(document.language)
    boxes = [table.rows[0].cells[0] for table in hwpx.HwpxDocument.open(file).tables if len(table.rows) == 1]
    labelled = [box for box in boxes if box.text.startswith(words["cannot_say"])]
    assert [len(box.paragraphs) for box in labelled] == [3, 2]
    assert len([box for box in boxes if box.text.startswith(words["notice"])]) == 1


def test_every_figure_stands_in_the_list_with_its_identifier(written: tuple[Document, bytes]) -> None:
    document, file = written
    cells = {row.cells[-1].text for table in hwpx.HwpxDocument.open(file).tables for row in table.rows}
    assert {figure.id for figure in figures_of(document)} <= cells


def test_key_figures_and_alternative_texts_are_in_the_file(written: tuple[Document, bytes]) -> None:
    document, file = written
    section = ZipFile(BytesIO(file)).read("Contents/section0.xml").decode()
    assert "<hp:shapeComment>" in section
    tiles = [one for part in document.sections for one in part.blocks if isinstance(one, KeyFigures)]
    assert all(f">{item.number.shown}<" in section for one in tiles for item in one.items)


def test_equal_reports_give_equal_bytes(written: tuple[Document, bytes]) -> None:
    document, file = written
    assert render_hwpx(document) == file


@pytest.mark.parametrize(
    "block",
    [
        TableBlock("표", (), (), ()),
        TableBlock("표", ("가",), (), (False,)),
        KeyFigures(()),
        Paragraph(("한\n줄 \x0b & < \U0001f600",)),
    ],
)
def test_empty_blocks_and_awkward_signs_are_no_obstacle(block: Block) -> None:
    document = Document("ko", "한 절", "", (), (Section("s", "절", (block,)),))
    assert hwpx.validate_editor_open_safety(render_hwpx(document)).reopen_ok
