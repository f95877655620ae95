"""A report is made whole or not at all, once."""

import csv
import hashlib
import io
import json
import zipfile

import pandas as pd
import pytest

from sandan.data.missing import Status
from sandan.report.assemble import QUESTIONS
from sandan.report.calculations.protected import EVERYWHERE
from sandan.web.audit.models import Event
from sandan.web.jobs.models import Job
from sandan.web.jobs.worker import run_waiting
from sandan.web.measurement.cases import case_of
from sandan.web.measurement.lens import Lens
from sandan.web.publication import actions
from sandan.web.publication.queries import bytes_of, files_of, place_of
from sandan.web.publication.tasks import make
from web.publication.factories import published_dir

LENS = Lens("A", 2010, 2013)
LEDGERS = {"claims", "evidence"}


@pytest.fixture
def data(settings, workspace_with, planted_register, db):
    settings.WORKSPACE = workspace_with("data", establishments=planted_register)


@pytest.fixture
def ask(planner):
    def asked(**about):
        usual = {"sections": list(QUESTIONS), "languages": ["en"], "formats": ["html", "zip"]}
        return actions.ask(by=planner, lens=LENS, **usual | about)

    return asked


def _done(report):
    run_waiting()
    report.refresh_from_db()
    job = Job.objects.get(key=report.key)
    return job.state, job.error


def test_make_writes_every_file_with_its_hash(data, ask):
    report = ask(sections=["overview", "limits"], languages=["ko", "en"])
    assert _done(report) == ("done", "")
    names = [f"A-2010-2013-{language}.{form}" for language in ("ko", "en") for form in ("html", "zip")]
    assert [one.name for one in files_of(report)] == names
    for one in files_of(report):
        content = (place_of(report) / one.name).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.sha256, one.size)
    assert sorted(path.name for path in published_dir().iterdir()) == [str(report.pk)]
    assert [(one["kind"], one["as_of"]) for one in report.snapshots] == [("establishments", "2015-12-31")]
    assert sorted(report.titles) == sorted(report.facts) == ["en", "ko"]
    assert [event.action for event in Event.objects.order_by("number")] == ["report.asked", "report.made"]


def test_make_of_unknown_years_fails_with_the_sentence_of_the_core(data, planner):
    report = actions.ask(
        by=planner,
        lens=Lens("A", 2010, 2012),
        sections=["overview", "limits"],
        languages=["en"],
        formats=["html"],
    )
    state, error = _done(report)
    assert state == "failed"
    assert error.startswith("The data have A (A) in 2010, 2013, but not in 2012")
    assert (report.is_made, list(published_dir().iterdir())) == (False, [])


class Quiet:
    """Hears how far a task is."""

    by = None

    def step(self, *told):
        pass


def test_make_killed_after_the_folder_was_put_in_its_place_makes_it_again(data, ask):
    report = ask(sections=["overview", "limits"], formats=["html"])
    place_of(report).mkdir(parents=True)
    (place_of(report) / "left-over.html").write_text("half")
    assert _done(report) == ("done", "")
    assert [path.name for path in place_of(report).iterdir()] == ["A-2010-2013-en.html"]


def test_make_run_twice_keeps_what_was_made_first(data, ask):
    report = ask(sections=["overview", "limits"], formats=["html"])
    outcomes = [make(Quiet(), report=str(report.pk)) for _ in range(2)]
    assert outcomes[0].write() == outcomes[1].write() == {"files": 1}
    report.refresh_from_db()
    (one,) = files_of(report)
    assert len(bytes_of(report, one)) == one.size
    assert [path.name for path in published_dir().iterdir()] == [str(report.pk)]


def test_package_that_is_published_holds_only_what_passed_disclosure_control(data, ask, planner):
    report = ask(formats=["zip"])
    assert _done(report) == ("done", "")
    report = actions.publish(by=planner, report=report, reason="yearly report")
    (one,) = files_of(report)
    archive = zipfile.ZipFile(io.BytesIO(bytes_of(report, one)))
    told = json.loads(archive.read("datapackage.json"))
    names = {resource["name"] for resource in told["resources"]}
    assert names - LEDGERS == {"figures", "jobs", "sites", "clusters"}
    assert told["disclosure_control"]["minimum_count"] == 3
    case = case_of(LENS, "en")
    for name in ("jobs", "sites"):
        expected = case.calculate(
            "protected",
            period=2013,
            digits=case.parameters["digits"],
            published_on=case.published_on,
            jobs=name == "jobs",
        ).table
        assert _cells(archive, name) == _told(expected)
    hidden = _hidden(archive, "jobs")
    # The only shipyard of A and its only mill would be given away.
    assert {("A", "311"), ("A", "106")} <= hidden
    clusters = _rows(archive, "clusters")
    assert {row["jobs"] for row in clusters if (row["city"], row["industry"]) in hidden} == {""}


def _rows(archive, name):
    return list(csv.DictReader(io.StringIO(archive.read(f"data/{name}.csv").decode("utf-8-sig"))))


def _cells(archive, name):
    return {
        (row["region"], row["industry"]): (row["status"], row["value"] and float(row["value"]))
        for row in _rows(archive, name)
    }


def _told(table):
    return {
        (row.region, row.industry): (str(row.status), "" if pd.isna(row.value) else float(row.value))
        for row in table.itertuples()
    }


def _hidden(archive, name):
    return {
        cell
        for cell, (status, _) in _cells(archive, name).items()
        if status == Status.SUPPRESSED and cell[0] != EVERYWHERE
    }
