import json
from dataclasses import replace

import pytest

from sandan.data.missing import Stage, Status
from sandan.errors import FigureError
from sandan.report.figures.book import figure_from, find_figure, write_figures
from sandan.report.figures.record import Calculation, Figure


def figure(value, **about):
    calculation = Calculation("counts", {"periods": [2010, 2013]}, ("ab" * 32,), "0.1.0", "c0ffee12")
    fields = {"lower": None, "upper": None, "bounds": None} | about
    return Figure(
        "firms", value, "firms", "strategic_firms", "1", "여수 (46130)", "2013", "establishment",
        Stage.FINAL, Status.REPORTED, calculation, {"line": "end"}, "firms", **fields
    ).with_id()  # fmt: skip


def test_a_figure_comes_back_as_it_was(tmp_path):
    first, second = figure(2), figure(2.5, lower=2.0, upper=3.0, bounds=("low", "high"))
    path = write_figures(tmp_path, "report", [first, second])
    assert len(path.read_text().splitlines()) == 2
    assert [find_figure(tmp_path, one.id) for one in (first, second)] == [first, second]
    assert find_figure(tmp_path, second.id).id == second.id


def test_a_book_is_named_by_its_content_and_never_replaces_another(tmp_path):
    first, second = (write_figures(tmp_path, "report", [figure(value)]) for value in (1, 2))
    assert first != second
    assert write_figures(tmp_path, "report", [figure(1)]) == first
    assert find_figure(tmp_path, figure(1).id).value == 1


def test_an_unknown_figure_is_refused(tmp_path):
    write_figures(tmp_path, "report", [figure(1)])
    with pytest.raises(FigureError, match="has the figure 'F-0'"):
        find_figure(tmp_path, "F-0")


@pytest.mark.parametrize("change", [{"value": 3}, {"unit": "persons"}, {"upper": 9.0}, {"label": "others"}])
def test_a_record_that_was_changed_is_refused(tmp_path, change):
    one = figure(2)
    path = write_figures(tmp_path, "report", [one])
    path.write_text(json.dumps(one.to_json() | change) + "\n")
    with pytest.raises(FigureError, match=rf"{one.id} was changed after it was written"):
        find_figure(tmp_path, one.id)


def test_an_unchanged_record_in_another_book_is_found_all_the_same(tmp_path):
    one = figure(2)
    changed = json.dumps(one.to_json() | {"value": 3})
    (tmp_path / "a.jsonl").write_text(changed + "\n")
    write_figures(tmp_path, "b", [one])
    (tmp_path / "c.jsonl").write_bytes(b"\xff\xfe not a record\n[1]\n")
    assert find_figure(tmp_path, one.id).value == 2


@pytest.mark.parametrize("line", ["{", "[1]", "{}", '"F-1"', "\udcff"])
def test_a_line_that_is_no_record_is_named_when_the_figure_is_not_found(tmp_path, line):
    (tmp_path / "a.jsonl").write_text(line + "\n", errors="surrogateescape")
    with pytest.raises(FigureError, match=r"Line 1 of .*a\.jsonl is not the record"):
        find_figure(tmp_path, "F-1")


@pytest.mark.parametrize("field", ["calculation", "value", "status", "bounds"])
def test_a_record_without_a_field_is_refused(field):
    record = {name: value for name, value in figure(2).to_json().items() if name != field}
    with pytest.raises(FigureError, match="lacks or misnames a field"):
        figure_from(record)


def test_identifiers_depend_on_everything_but_themselves():
    one = figure(2)
    assert replace(one, id="").with_id().id == one.id
    assert (
        len({figure(2).id, figure(3).id, figure(2, lower=1.0).id, replace(one, area="x").with_id().id}) == 4
    )
