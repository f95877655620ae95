"""Every figure of a report is made again; everything that can be wrong with one is told apart."""

import json
import shutil
from dataclasses import replace

import pytest

import sandan
from sandan.errors import FigureError
from sandan.report.calculations.establishments import FROM_ESTABLISHMENTS
from sandan.report.calculations.records import FROM_RECORDS
from sandan.report.case import Shelf
from sandan.report.document import Section, figures_of
from sandan.report.figures.book import figure_from
from sandan.report.figures.replay import Outcome, replay
from sandan.report.sections.bubbles import bubbles
from sandan.report.sections.parts import LEVELS, parts


@pytest.fixture(scope="module")
def figures(documents, case):
    """Those of the report, and of what the office shows beside it."""
    blocks = (bubbles(case), *(parts(case, level).table for level in LEVELS))
    report = documents["ko"]
    return figures_of(replace(report, sections=(*report.sections, Section("office", "Office", blocks))))


@pytest.fixture
def count(figures):
    """A count of establishments, quick to make again."""
    return next(one for one in figures if one.definition == "establishments" and not one.label)


@pytest.fixture
def quotient(figures):
    return next(one for one in figures if one.definition == "location_quotient" and one.bounds and one.value)


def with_calculation(figure, **fields):
    return replace(figure, calculation=replace(figure.calculation, **fields)).with_id()


def test_every_figure_of_a_report_replays_from_its_written_record(figures, office):
    shelf = Shelf(office.vault)
    written = [figure_from(json.loads(json.dumps(one.to_json()))) for one in figures]
    came = {one.id: replay(one, shelf) for one in written}
    assert len(came) == len(figures) > 250
    assert {key: one for key, one in came.items() if one.outcome is not Outcome.SAME} == {}
    assert not any(one.code_differs for one in came.values())


def test_calculations_of_every_kind_of_record_are_among_them(figures):
    used = {figure.calculation.name for figure in figures}
    of_a_report = {one.name for one in (*FROM_ESTABLISHMENTS, *FROM_RECORDS)}
    assert of_a_report - used == {"protected"}


def test_a_forged_value_with_a_right_identifier_is_another_value(count, office):
    forged = replace(count, value=count.value + 1).with_id()
    came = replay(forged, Shelf(office.vault))
    assert (came.outcome, came.value, came.code_differs) == (Outcome.OTHER_VALUE, count.value, False)


def test_a_forged_interval_is_another_value(quotient, office):
    came = replay(replace(quotient, upper=quotient.upper * 1.01).with_id(), Shelf(office.vault))
    assert came.outcome is Outcome.OTHER_VALUE
    assert "interval" in came.detail


def test_a_number_in_place_of_a_hidden_one_is_another_value(figures, office):
    hidden = next(one for one in figures if one.value is None and one.calculation.name == "clusters")
    assert replay(hidden, Shelf(office.vault)).outcome is Outcome.SAME
    assert replay(replace(hidden, value=1).with_id(), Shelf(office.vault)).outcome is Outcome.OTHER_VALUE


def test_last_digits_of_floating_point_may_differ(quotient, office):
    near = replace(quotient, value=quotient.value * (1 + 1e-14)).with_id()
    assert replay(near, Shelf(office.vault)).outcome is Outcome.SAME


@pytest.mark.parametrize("other", [{"code": "0" * 16}, {"version": "0.0.1"}])
def test_other_code_is_told_whether_or_not_the_value_is_the_same(count, office, other):
    shelf = Shelf(office.vault)
    same = replay(with_calculation(count, **other), shelf)
    assert (same.outcome, same.code_differs) == (Outcome.SAME, True)
    changed = replay(with_calculation(replace(count, value=-1), **other), shelf)
    assert (changed.outcome, changed.code_differs) == (Outcome.OTHER_VALUE_OTHER_CODE, True)


def test_a_missing_snapshot_is_told(count, office_copy):
    key = count.calculation.snapshots[0]
    path = office_copy.vault.parquet_path(key)
    shutil.rmtree(path.parent)
    came = replay(count, Shelf(office_copy.vault))
    assert (came.outcome, came.value) == (Outcome.SNAPSHOT_MISSING, None)
    assert key[:12] in came.detail


def test_a_snapshot_that_never_was_is_told(count, office):
    unknown = with_calculation(count, snapshots=("0" * 64,))
    assert replay(unknown, Shelf(office.vault)).outcome is Outcome.SNAPSHOT_MISSING


@pytest.mark.parametrize("at", [100, -100])
def test_a_changed_byte_of_a_snapshot_is_told(count, office_copy, at):
    path = office_copy.vault.parquet_path(count.calculation.snapshots[0])
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.chmod(0o644)
    path.write_bytes(bytes(content))
    came = replay(count, Shelf(office_copy.vault))
    assert (came.outcome, came.value) == (Outcome.SNAPSHOT_TAMPERED, None)


def test_a_calculation_of_another_release_names_that_release(count, office):
    foreign = with_calculation(count, name="entropy", version="9.0")
    with pytest.raises(
        FigureError, match=rf"'entropy', which Sandan {sandan.__version__} does not have; .* 9\.0"
    ):
        replay(foreign, Shelf(office.vault))


@pytest.mark.parametrize(
    "change",
    [
        {"cell": {"city": "G10000", "period": 1999}},
        {"cell": {"city": "G10000"}},
        {"cell": {"town": "G10000"}},
        {"column": "turnover"},
        {"bounds": ("low", "high")},
    ],
)
def test_a_cell_that_no_longer_exists_is_told(count, office, change):
    came = replay(replace(count, **change).with_id(), Shelf(office.vault))
    assert (came.outcome, came.value) == (Outcome.CANNOT_BE_COMPUTED, None)
    assert came.detail.endswith(".")


@pytest.mark.parametrize("parameters", [{}, {"periods": None}, {"periods": []}])
def test_parameters_of_another_kind_are_told(count, office, parameters):
    came = replay(with_calculation(count, parameters=parameters), Shelf(office.vault))
    assert came.outcome is Outcome.CANNOT_BE_COMPUTED


def test_too_few_snapshots_are_told(count, office):
    came = replay(with_calculation(count, snapshots=()), Shelf(office.vault))
    assert came.outcome is Outcome.CANNOT_BE_COMPUTED
