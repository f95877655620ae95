import signal
import subprocess
import sys
import time

import pytest

from sandan import __version__
from sandan.cli.app import COMMANDS


def test_version_is_that_of_the_package_and_nothing_else_is_done(sandan):
    assert sandan("--version").stdout == f"sandan {__version__}\n"
    assert sandan("--version", "vault", "list").stdout == f"sandan {__version__}\n"


def test_help_names_every_command(sandan):
    told = sandan("--help").stdout
    assert [name for name in COMMANDS if name not in told] == []
    assert sandan().stdout.strip() == told.strip()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(sandan, name):
    done = sandan(name, "--help")
    assert done.returncode == 0
    assert f"sandan {name}" in done.stdout


def test_help_loads_no_tables():
    """Half a second is the budget; what must not happen in it is loading pandas."""
    program = (
        "import sys, sandan.cli; print(sorted({'pandas', 'numpy', 'duckdb', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_unknown_command_is_refused(sandan):
    done = sandan("implode")
    assert done.returncode == 2
    assert "No such command 'implode'" in done.stderr


def test_error_is_a_sentence_a_heading_and_a_status(sandan):
    done = sandan("--workspace", "nowhere", "vault", "list")
    assert done.returncode == 20
    assert done.stdout == ""
    assert done.stderr == (
        "error [workspace]: nowhere is not a workspace: it has no sandan.toml. Make one with "
        "`sandan init nowhere --name NAME`, or name the folder with --workspace.\n"
        "more: docs/reference/errors.md#workspace\n"
    )


def test_refusal_of_the_operating_system_is_a_sentence(sandan, workspace):
    (workspace / "vault" / "snapshots").mkdir(exist_ok=True)
    broken = workspace / "vault" / "snapshots" / ("0" * 64)
    broken.mkdir()
    (broken / "sidecar.json").mkdir()
    done = sandan("vault", "list")
    assert done.returncode == 10
    assert done.stderr.startswith("error [sandan]: The operating system refused at ")
    assert "Is a directory" in done.stderr


def _hears_interrupts():
    """A shell lets what it starts in the background ignore them, and children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_interrupt_ends_without_a_traceback(workspace, import_words, long_file):
    long_file(workspace / "jobs.csv", 400_000)
    command = [sys.executable, "-c", "from sandan.cli import main; main()", *import_words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=workspace, preexec_fn=_hears_interrupts, **pipes) as process:  # noqa: PLW1509 -- no thread runs here
        deadline = time.monotonic() + 30
        while not list((workspace / "vault").glob("incoming/*/original/*")) and time.monotonic() < deadline:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in said
    assert list((workspace / "vault" / "incoming").iterdir()) == []
