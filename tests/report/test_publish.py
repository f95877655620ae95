import pytest

from sandan.errors import ReportError
from sandan.report.document import figures_of
from sandan.report.figures.book import find_figure
from sandan.report.publish import FORMATS, publish

BEGINNINGS = {"html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "hwpx": b"PK", "zip": b"PK"}


@pytest.mark.parametrize("form", FORMATS)
def test_publish_writes_a_file_of_its_format(office_copy, case, form, tmp_path):
    (path,) = publish(office_copy, case, [form], folder=tmp_path / "out")
    assert path.suffix == f".{form}"
    assert path.read_bytes()[:15].upper().startswith(BEGINNINGS[form].upper())
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_publish_puts_every_figure_into_the_book(office_copy, case, documents, tmp_path):
    publish(office_copy, case, ["zip"], folder=tmp_path)
    for figure in figures_of(documents[case.language]):
        assert find_figure(office_copy.figures_dir, figure.id) == figure


def test_publish_in_an_unknown_format_names_the_known_ones(office_copy, case):
    with pytest.raises(ReportError, match="'docx', but reports are written as html, pdf, hwpx, zip"):
        publish(office_copy, case, ["html", "docx"])
    assert not office_copy.reports_dir.exists() or not list(office_copy.reports_dir.iterdir())
