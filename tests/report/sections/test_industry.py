import pytest

from sandan.errors import ReportError
from sandan.report.document import Number, Paragraph, TableBlock
from sandan.report.sections.clusters import cells_of
from sandan.report.sections.industry import industry


@pytest.fixture
def planted(workspace_with, planted_register, case_of):
    return case_of(workspace_with("planted", establishments=planted_register), "A")


def test_industry_says_what_the_test_says(planted):
    said = [one for one in industry(planted, "26").blocks if isinstance(one, Paragraph)][1]
    numbers = [one.figure.value for one in said.content if isinstance(one, Number)]
    cells = cells_of(planted).table
    (row,) = cells.loc[(cells["city"] == "A") & (cells["industry"] == "26")].to_dict("records")
    assert numbers == [row["p"], row["q_value"]]


@pytest.mark.parametrize(("code", "beginning"), [("26", "Confirmed. If"), ("47", "Not confirmed.")])
def test_industry_is_called_what_it_is(planted, code, beginning):
    said = [one for one in industry(planted, code).blocks if isinstance(one, Paragraph)][1]
    assert said.content[0].startswith(beginning)


def test_industry_table_marks_the_city_itself(planted):
    (found,) = [one for one in industry(planted, "26").blocks if isinstance(one, TableBlock)]
    marked = [row[0] for row, tone in zip(found.rows, found.row_tones, strict=True) if tone == "strong"]
    assert marked == [("A",)]


def test_industry_that_nobody_has_is_refused(planted):
    with pytest.raises(ReportError, match="There is no industry 'XYZ'"):
        industry(planted, "XYZ")
