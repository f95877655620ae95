import pytest

from sandan.report.document import Document, Paragraph, Section, figures_of


def test_figures_of_lists_each_figure_once_in_reading_order(documents):
    found = [figure.id for figure in figures_of(documents["en"])]
    assert len(found) == len(set(found)) > 100


def test_figures_of_words_alone_is_empty():
    only_words = Document("en", "", "", (), (Section("a", "A", (Paragraph(("words",)),)),))
    assert figures_of(only_words) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_figure_of_a_report_has_an_identifier(documents, language):
    assert all(figure.id.startswith("F-") for figure in figures_of(documents[language]))
