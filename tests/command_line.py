"""The command line without a process of its own, which takes longer to start than most commands."""

import io
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from sandan.cli import main


def run_here(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command in a folder; what nobody caught fails the test."""
    said, complained, status = io.StringIO(), io.StringIO(), 0
    with (
        pytest.MonkeyPatch.context() as patch,
        chdir(folder),
        redirect_stdout(said),
        redirect_stderr(complained),
    ):
        patch.setattr(sys, "argv", ["sandan", *words])
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return subprocess.CompletedProcess(words, status, said.getvalue(), complained.getvalue())
