"""``sandan worker``: do the jobs that wait."""

import os
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from sandan.web.commands.common import end_with_parent, prepare
from sandan.web.jobs.stopping import STOPPING

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("worker")
def worker(ctx: typer.Context) -> None:
    """Do the jobs that wait, until the process is asked to stop."""
    _work(Path(ctx.obj))


def _work(workspace: Path) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    prepare(workspace)
    import_module("sandan.web.jobs.worker").work(STOPPING, name=f"{socket.gethostname()[:40]}:{os.getpid()}")


def _stop(_number: int, _frame: Any) -> None:
    """Let a job at hand stop at its next step."""
    STOPPING.set()


if __name__ == "__main__":
    end_with_parent()
    _work(Path(sys.argv[1]))
