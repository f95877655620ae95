"""`sandan report`: what it writes, what it refuses, and what is left when it is killed."""

import json
import subprocess
import sys
import zipfile
from collections import Counter

import pytest

from sandan.data.workspace import open_workspace
from sandan.report.figures.book import figure_from, find_figure

YEARS = ("--from", "2010", "--to", "2013")
FAST = ("--digits", "2", "--draws", "99", "--lang", "en")
PAGE = "A-2010-2013-en.html"

KILLS = """
# It forks before any thread runs, so that a run does not load everything anew. Each line that it
# prints is one run: whether it was killed, and what then lies in the workspace.
import hashlib
import itertools
import json
import os
import random
import select
import signal
import sys
import time
from pathlib import Path

import sandan.cli.app
import sandan.cli.report
from sandan.report.figures.code import code_fingerprint

ROOT, WORDS = Path(sys.argv[1]), sys.argv[2:]
STEPS = {"os.mkdir", "os.rename", "os.chmod", "os.remove", "open"}
EARLIER = {"reports/z-2010-2013-en.html": b"earlier", "figures/z-2010-2013-en-0.jsonl": b""}
code_fingerprint()


def report():
    sys.argv = ["sandan", "--workspace", str(ROOT), "report", *WORDS]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sandan.cli.app.command_line()


def in_a_fork(action, kill_after=None):
    # The exit status is negative if the process was killed.
    process = os.fork()
    if process == 0:
        try:
            action()
        finally:
            os._exit(0)
    if kill_after is not None:
        ready, _, _ = select.select([os.pidfd_open(process)], [], [], kill_after)
        if not ready:
            os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_before_step(last):
    count = itertools.count()

    def watch(event, arguments):
        inside = str(arguments[0]).startswith((str(ROOT / "figures"), str(ROOT / "reports")))
        if event in STEPS and inside and next(count) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    report()


def tell(status):
    found = {
        str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest()
        for place in ("figures", "reports")
        for path in (ROOT / place).iterdir()
        if not path.name.startswith(".")
    }
    print(json.dumps({"status": status, "files": found}), flush=True)


def start_anew():
    for place in ("figures", "reports"):
        for path in (ROOT / place).iterdir():
            path.unlink()
    for name, content in EARLIER.items():
        (ROOT / name).write_bytes(content)


start_anew()
tell(0)
took = []
for _ in range(2):
    begun = time.monotonic()
    status = in_a_fork(report)
    took.append(time.monotonic() - begun)
tell(status)
chance = random.Random(20131120)
for moment in [chance.uniform(0, min(took)) for _ in range(25)]:
    start_anew()
    tell(in_a_fork(report, kill_after=moment))
for step in itertools.count():
    start_anew()
    status = in_a_fork(lambda step=step: killed_before_step(step))
    tell(status)
    if status == 0:
        break
"""


@pytest.fixture
def planted(workspace_with, planted_register, small_country_files):
    rules = small_country_files / "files" / "strategic.toml"
    return workspace_with(establishments=planted_register, strategic_rules=rules)


@pytest.fixture
def report(sandan, planted):
    def run(*words, city="A"):
        return sandan("--workspace", str(planted.root), "report", city, *words)

    return run


def files(workspace):
    places = (workspace.reports_dir, workspace.figures_dir)
    return {path.name: path.read_bytes() for place in places for path in place.iterdir()}


def test_a_report_and_its_figures_are_written(report, planted):
    done = report(*YEARS, *FAST, "--format", "html", "--format", "zip")
    assert (done.returncode, done.stderr) == (0, "")
    names = [line.rsplit("/", 1)[-1] for line in done.stdout.split()]
    assert names == [PAGE, "A-2010-2013-en.zip"]
    (book,) = planted.figures_dir.glob("*.jsonl")
    page = (planted.reports_dir / PAGE).read_text(encoding="utf-8")
    records = [figure_from(json.loads(line)) for line in book.read_text(encoding="utf-8").splitlines()]
    assert len(records) > 50
    assert all(one.id in page for one in records)
    assert find_figure(planted.figures_dir, records[0].id) == records[0]
    assert zipfile.ZipFile(planted.reports_dir / names[1]).testzip() is None


def test_the_same_command_writes_the_same_bytes(sandan, office_of_claims):
    words = ("--workspace", str(office_of_claims.root), "report", "41130", *YEARS, *FAST)
    written = []
    for _ in range(2):
        assert sandan(*words).returncode == 0
        written.append(files(office_of_claims))
    assert written[0] == written[1]


def test_the_language_of_the_workspace_and_another_folder(sandan, office_of_claims, tmp_path):
    words = ("--workspace", str(office_of_claims.root), "report", "41130", *YEARS)
    done = sandan(*words, "--output", str(tmp_path / "out"))
    assert done.stdout.strip() == str(tmp_path / "out" / "41130-2010-2013-ko.html")


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (("--from", "2013", "--to", "2010"), 19, "give --from the earlier one"),
        (("--from", "1990", "--to", "1995"), 19, "but not in 1990"),
        (
            (*YEARS, "--format", "docx"),
            19,
            "`format` is 'docx', but reports are written as html, pdf, hwpx, zip",
        ),
        ((*YEARS, "--lang", "de"), 19, "`language` is 'de'"),
        ((*YEARS, "--use", "ffff"), 17, "ffff"),
    ],
)
def test_what_cannot_be_made_ends_with_a_sentence(report, planted, words, status, sentence):
    done = report(*words)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert files(planted) == {}


def test_an_unknown_city_is_named(report):
    done = report(*YEARS, city="Atlantis")
    assert done.returncode == 19
    assert "There is no city 'Atlantis' in the data" in done.stderr


def test_a_workspace_with_claims_only_makes_a_report(sandan, office_of_claims):
    done = sandan("--workspace", str(office_of_claims.root), "report", "41130", *YEARS, *FAST)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_report_killed_at_any_moment_leaves_what_was_there_or_all_of_it(
    workspace_with, one_indicator, sandan
):
    """25 random moments of a run, and before each of its steps in the folders of the workspace."""
    workspace, words = workspace_with(indicator_values=one_indicator), ("z", *YEARS, *FAST)
    command = [sys.executable, "-c", KILLS, str(workspace.root), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    earlier, whole, *runs = map(json.loads, done.stdout.splitlines())
    (page,) = [name for name in whole["files"] if name.endswith(".html")]
    assert earlier["files"].keys() < whole["files"].keys()
    assert earlier["files"][page] != whole["files"][page]
    random, steps = runs[:25], runs[25:]
    assert sum(run["status"] == -9 for run in random) > 5  # a run may be faster than those before
    assert [run["status"] for run in steps] == [-9] * (len(steps) - 1) + [0]
    assert len(steps) > 4
    for run in runs:
        assert run["files"].items() <= whole["files"].items() | earlier["files"].items()
        if run["files"][page] == whole["files"][page]:  # the figures are there before the page is seen
            assert run["files"] == whole["files"]
    seen = Counter(run["files"][page] for run in steps)
    assert min(seen[earlier["files"][page]], seen[whole["files"][page]]) > 0
    assert (open_workspace(workspace.root).vault.verify()["state"] == "ok").all()
    assert sandan("--workspace", str(workspace.root), "report", *words).returncode == 0
