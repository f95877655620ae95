import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pikepdf
import pytest

from sandan.errors import ReportError
from sandan.report import charts
from sandan.report.document import (
    Block,
    Chart,
    Document,
    KeyFigures,
    Paragraph,
    Section,
    TableBlock,
    figures_of,
)
from sandan.report.formats.pdf import render_pdf
from sandan.report.wording.words import words_of

LANGUAGES = ["ko", "en"]


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, specimen: Callable[[str], Document]) -> tuple[Document, bytes]:
    document = specimen(request.param)
    return document, render_pdf(document)


@pytest.fixture(scope="module")
def opened(written: tuple[Document, bytes]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(written[1])) as pdf:
        yield pdf


@pytest.fixture(scope="module")
def text(written: tuple[Document, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("pdf") / "report.pdf"
    path.write_bytes(written[1])
    return " ".join(_run("pdftotext", "-raw", str(path), "-").split())


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout


def _elements(node: Any) -> Iterator[Any]:
    """Walk the structure tree, parents first."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        yield from _elements(node.get("/K"))


def test_file_is_tagged_and_says_so(opened: pikepdf.Pdf, written: tuple[Document, bytes]) -> None:
    document, _ = written
    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == document.language
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == document.title
        assert metadata["pdfuaid:part"] == "1"


def test_headings_tables_and_pictures_are_tagged(
    opened: pikepdf.Pdf, written: tuple[Document, bytes]
) -> None:
    document, _ = written
    tags = [str(one.S) for one in _elements(opened.Root.StructTreeRoot.K)]
    assert tags.count("/H1") == len(document.sections) + len(["contents", "list of figures"])
    assert {"/Table", "/TH", "/TD", "/Link", "/TOC", "/Figure", "/P"} <= set(tags)


def test_every_chart_has_its_description(opened: pikepdf.Pdf, written: tuple[Document, bytes]) -> None:
    document, _ = written
    charts = [one for section in document.sections for one in section.blocks if isinstance(one, Chart)]
    figures = [one for one in _elements(opened.Root.StructTreeRoot.K) if str(one.S) == "/Figure"]
    assert [str(one.Alt) for one in figures] == [chart.description for chart in charts]


def test_words_can_be_found_and_read_aloud(text: str, written: tuple[Document, bytes]) -> None:
    document, _ = written
    for section in document.sections:
        assert section.title in text
        for block in section.blocks:
            if isinstance(block, Paragraph) and all(isinstance(one, str) for one in block.content):
                assert "".join(map(str, block.content)) in text


def test_every_figure_stands_in_the_list_with_its_identifier(
    text: str, written: tuple[Document, bytes]
) -> None:
    document, _ = written
    assert [figure.id for figure in figures_of(document) if figure.id not in text] == []


def test_numbers_link_into_the_list(opened: pikepdf.Pdf) -> None:
    page = opened.pages[2]
    targets = [one.get("/Dest") or one.A.get("/D") for one in page.Annots]
    assert len(targets) > 10
    assert all(target is not None for target in targets)


def test_only_fonts_of_the_package_are_inside(written: tuple[Document, bytes], tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(written[1])
    names = {line.split()[0].split("+")[-1] for line in _run("pdffonts", str(path)).splitlines()[2:]}
    assert names <= {
        "NanumGothic",
        "NanumGothicBold",
        "NanumGothicExtraBold",
        "DejaVuSansMono",
        "DejaVuSansMono-Bold",
    }


def test_equal_reports_give_equal_bytes(written: tuple[Document, bytes]) -> None:
    document, file = written
    assert render_pdf(document) == file


def _one_block(block: Block) -> Document:
    return Document("ko", "한 절", "", (), (Section("s", "절", (block,)),))


def test_signs_that_no_font_has_are_written_by_their_code_points(tmp_path: Path) -> None:
    path = tmp_path / "signs.pdf"
    path.write_bytes(render_pdf(_one_block(Paragraph(("이름 \U0001f600 \U00013000 끝",)))))
    assert "이름 [U+1F600] [U+13000] 끝" in _run("pdftotext", str(path), "-")


def test_wide_table_is_laid_on_its_side_and_no_other() -> None:
    def shapes(columns: int) -> list[bool]:
        row = tuple((f"{1_234_567 + column:,}",) for column in range(columns))
        table = TableBlock(
            "표", tuple(f"열 {column}" for column in range(columns)), (row,), (True,) * columns
        )
        with pikepdf.open(BytesIO(render_pdf(_one_block(table)))) as pdf:
            return [bool(page.mediabox[2] > page.mediabox[3]) for page in pdf.pages]

    assert not any(shapes(6))
    assert any(shapes(13))


@pytest.mark.parametrize(
    "block",
    [TableBlock("표", (), (), ()), TableBlock("표", ("가",), (), (False,)), KeyFigures(()), Paragraph(())],
)
def test_empty_blocks_are_no_obstacle(block: Block) -> None:
    assert render_pdf(_one_block(block)).startswith(b"%PDF")


def test_chart_without_description_is_refused(specimen: Callable[[str], Document]) -> None:
    document = specimen("en")
    silent = tuple(
        replace(
            section,
            blocks=tuple(
                replace(one, description="") if isinstance(one, Chart) else one for one in section.blocks
            ),
        )
        for section in document.sections
    )
    with pytest.raises(ReportError, match="description"):
        render_pdf(replace(document, sections=silent))


def _pages(document: Document, folder: Path) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(render_pdf(document))
    return _run("pdftotext", "-layout", str(path), "-").split("\f")


def test_what_cannot_be_said_has_one_label_for_a_run_of_sentences(text: str, written: Any) -> None:
    assert text.count(words_of(written[0].language)["cannot_say"]) == 2
    assert text.count(words_of(written[0].language)["notice"]) == 1


@pytest.mark.parametrize("lines", range(8, 48, 8))
def test_no_heading_stands_alone_at_the_foot_of_a_page(lines: int, tmp_path: Path) -> None:
    """Neither before a table nor before one that is so wide that its page is turned."""
    before = Section("a", "Before", tuple(Paragraph((f"Sentence {i}.",)) for i in range(lines)))
    wide, small = (
        TableBlock(
            caption=f"Caption {columns}",
            header=tuple(f"Column{column}" for column in range(columns)),
            rows=tuple(tuple(("123,456,789",) for _ in range(columns)) for _ in range(3)),
            numeric=(True,) * columns,
        )
        for columns in (11, 3)
    )
    sections = (before, Section("b", "Narrow heading", (small,)), Section("c", "Wide heading", (wide,)))
    pages = _pages(Document("en", "Title", "", (), sections), tmp_path)[2:]
    for heading, caption in (("Narrow heading", "Caption 3"), ("Wide heading", "Caption 11")):
        (page,) = [page for page in pages if caption in page]
        assert heading in page.split(caption)[0]


@pytest.mark.parametrize("rows", [3, 15, 24])
def test_a_long_chart_shares_a_page_with_its_title_and_how_to_read_it(rows: int, tmp_path: Path) -> None:
    table = pd.DataFrame(
        {
            "label": [
                f"A very long name of an industry that takes three lines, number {i}" for i in range(rows)
            ],
            "location_quotient": 2.0,
            "lower": 1.0,
            "upper": 3.0,
            "is_cluster": True,
        }
    )
    chart = Chart(
        title="Title of the chart",
        description="Dots.",
        how_to_read="Read " * 80 + "and this is the end.",
        specification=charts.cluster_intervals(table, lang="en"),
        twin=TableBlock("", (), (), ()),
    )
    pages = _pages(Document("en", "Title", "", (), (Section("a", "One", (chart,)),)), tmp_path)
    (page,) = [page for page in pages if "Title of the chart" in page]
    assert "this is the end" in " ".join(page.split())
    assert "number 0" in " ".join(page.split())
