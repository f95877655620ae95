"""`sandan replay`: the exit status and the sentence for everything that can be wrong with a figure."""

import json
import shutil
from dataclasses import replace

import pytest

from sandan.report.assemble import open_case
from sandan.report.figures.book import write_figures
from sandan.report.figures.record import Figure

FIGURE, NOT_COMPUTED = 18, "The replay is not possible"


@pytest.fixture
def count(office_copy) -> Figure:
    """A count of establishments of the focal city, written in the book of the workspace."""
    case = open_case(office_copy, "G10000", start=2010, end=2013, language="en")
    counts = case.calculate("counts", periods=[2010, 2013])
    where = {"city": "G10000", "period": 2013}
    figure = case.figure(counts, "establishments", "establishments", where=where)
    write_figures(office_copy.figures_dir, "count", [figure])
    return figure


@pytest.fixture
def replay(sandan, office_copy):
    def run(figure: Figure):
        write_figures(office_copy.figures_dir, "more", [figure])
        return sandan("--workspace", str(office_copy.root), "replay", figure.id)

    return run


def changed(figure, **fields):
    calculation = {name: fields.pop(name) for name in ("code", "name", "snapshots") if name in fields}
    return replace(figure, calculation=replace(figure.calculation, **calculation), **fields).with_id()


def test_the_same_value_ends_well_and_tells_everything(replay, count):
    done = replay(count)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The replay gives the same value." in done.stdout
    for fact in (count.id, f"{count.value!r} establishments", "counts", "code now", "the same"):
        assert fact in done.stdout


def test_a_forged_value_ends_with_a_sentence(replay, count):
    done = replay(changed(count, value=count.value + 1))
    assert done.returncode == FIGURE
    assert "another value from the same code and the same data" in done.stderr
    assert f"{count.value!r} establishments" in done.stdout


def test_other_code_is_told_from_another_value(replay, count):
    same = replay(changed(count, code="0" * 16))
    assert same.returncode == 0
    assert "another one" in same.stdout
    other = replay(changed(count, code="0" * 16, value=-1))
    assert other.returncode == FIGURE
    assert "another value, and the code is not that of the figure" in other.stderr


def test_a_changed_record_is_refused(sandan, office_copy, count):
    (book,) = office_copy.figures_dir.glob("count-*.jsonl")
    book.write_text(json.dumps(count.to_json() | {"value": 1}) + "\n")
    done = sandan("--workspace", str(office_copy.root), "replay", count.id)
    assert done.returncode == FIGURE
    assert "was changed after it was written" in done.stderr
    assert done.stdout == ""


def test_a_missing_and_a_changed_snapshot_are_told_apart(replay, count, office_copy):
    path = office_copy.vault.parquet_path(count.calculation.snapshots[0])
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content[:-1] + b"?")
    tampered = replay(count)
    shutil.rmtree(path.parent)
    missing = replay(count)
    assert [done.returncode for done in (tampered, missing)] == [FIGURE, FIGURE]
    assert f"{NOT_COMPUTED}: a snapshot was changed after it was stored." in tampered.stderr
    assert f"{NOT_COMPUTED}: a snapshot is missing." in missing.stderr


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": "entropy"}, "calculation 'entropy', which Sandan"),
        ({"cell": {"city": "G10000", "period": 1999}}, f"{NOT_COMPUTED}: the calculation refuses."),
        ({"column": "turnover"}, f"{NOT_COMPUTED}: the calculation refuses."),
    ],
)
def test_what_can_no_longer_be_computed_ends_with_a_sentence(replay, count, change, sentence):
    done = replay(changed(count, **change))
    assert done.returncode == FIGURE
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_figure_ends_with_a_sentence(sandan, office):
    done = sandan("--workspace", str(office.root), "replay", "F-000000000000")
    assert done.returncode == FIGURE
    assert done.stderr.startswith("error [figure]: No report of this workspace has the figure")
