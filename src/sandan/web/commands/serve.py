"""``sandan serve``: the pages and the background jobs of an office, under one parent that loads neither."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import typer

from sandan.errors import SandanError

__all__ = ["app"]

app = typer.Typer(add_completion=False)

LOOK = 0.25
GRACE = 20.0
"""Seconds that children have to end by themselves."""
PAUSE = 2.0
"""Seconds between two starts of a child, so that one that breaks at once does not fill the log."""


@app.command("serve")
def serve(
    ctx: typer.Context,
    *,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen at.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of web processes.")] = 2,
    no_worker: Annotated[
        bool, typer.Option("--no-worker", help="Leave background jobs to `sandan worker`.")
    ] = False,
) -> None:
    """Serve the pages of the office and do its background jobs."""
    root, address = Path(ctx.obj).resolve(), _address(host, port)
    with _listening(host, port) as door, _asked_to_stop() as stopping:
        _migrate(root, address)
        typer.echo(f"Sandan is at {address} (Ctrl+C ends it).")
        web = _module("web_server", str(root), str(door.fileno()), str(workers))
        children = [Child(web, sockets=(door.fileno(),), needed=True)]
        if not no_worker:
            children.append(Child(_module("worker", str(root))))
        _keep(children, stopping)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open the door first: whoever comes early waits, and a port that is taken is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise SandanError(
                f"Nothing can listen at port {port} of {host} ({error.strerror}); end what runs there, "
                "or choose another with --port."
            ) from error
        door.listen(128)
        yield door


@contextmanager
def _asked_to_stop() -> Iterator[threading.Event]:
    stopping = threading.Event()

    def ask(_number: int, _frame: Any) -> None:
        stopping.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _migrate(root: Path, address: str) -> None:
    """Run in a process of its own, whose memory is free again afterwards; it says itself what is wrong."""
    program = "from sandan.cli import main; main()"
    words = [sys.executable, "-c", program, "--workspace", str(root), "migrate", "--setup-link", address]
    done = subprocess.run(words, check=False)  # noqa: S603 -- our own words
    if done.returncode:
        raise typer.Exit(done.returncode)


def _module(name: str, *words: str) -> list[str]:
    return [sys.executable, "-m", f"sandan.web.commands.{name}", *words]


@dataclass
class Child:
    """A process of the office; one that is needed ends the office when it ends, another is started again."""

    words: list[str]
    sockets: Sequence[int] = ()
    needed: bool = False
    started: float = field(default=float("-inf"), init=False)
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        # Its own session: Ctrl+C reaches the parent alone, which then ends the children in order.
        self.started = time.monotonic()
        self.process = subprocess.Popen(self.words, pass_fds=self.sockets, start_new_session=True)  # noqa: S603 -- our own words

    def look(self) -> None:
        if self.process is None:
            self.start()
        elif self.process.poll() is not None and self.needed:
            raise SandanError(
                f"The web processes ended by themselves (status {self.process.returncode}), so the office "
                "was stopped; the lines above say why."
            )
        elif self.process.poll() is not None and time.monotonic() - self.started > PAUSE:
            self.start()

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _keep(children: Sequence[Child], stopping: threading.Event) -> None:
    try:
        while not stopping.wait(LOOK):
            for child in children:
                child.look()
    finally:
        for child in children:
            child.ask_to_end()
        until = time.monotonic() + GRACE
        for child in children:
            child.end(until)
