"""``sandan worker``: do the jobs that wait."""

import os
import signal
import socket
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from sandan.web.commands.common import end_with_parent, prepare
from sandan.web.jobs.stopping import STOPPING

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("worker")
def worker(
    ctx: typer.Context,
    *,
    child: Annotated[bool, typer.Option("--child", help="End when the parent ends.", hidden=True)] = False,
) -> None:
    """Do the jobs that wait, until the process is asked to stop."""
    if child:
        end_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop)
    prepare(Path(ctx.obj))
    import_module("sandan.web.jobs.worker").work(STOPPING, name=f"{socket.gethostname()[:40]}:{os.getpid()}")


def _stop(_number: int, _frame: Any) -> None:
    STOPPING.set()
