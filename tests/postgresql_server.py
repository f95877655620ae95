"""A PostgreSQL server for the tests of one process: started when it is first asked for, gone at its end."""

import atexit
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path

import psycopg
import pytest

from sandan.web.commands.common import end_with_parent

PATIENCE = 30
INITDB = ("-U", "sandan", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
UNDURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def new_database(*, like: str = "template0") -> str:
    """Return the address of a new database, empty or like another; without a server skip, and in CI fail."""
    try:
        server = server_address()
    except (OSError, RuntimeError, subprocess.SubprocessError) as error:
        if os.environ.get("CI"):
            pytest.fail(f"No PostgreSQL server could be started: {error}")
        pytest.skip(f"no PostgreSQL server could be started: {error}")
    name = f"office_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like.rpartition("/")[2]}"')
    return f"{server}/{name}"


@cache
def server_address() -> str:
    """Return the address of the server without a database: one that is named, else one of our own."""
    return os.environ.get("SANDAN_TEST_POSTGRESQL") or _started()


def _program(name: str) -> str:
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]))
    found = str(versions[-1]) if versions else shutil.which(name)
    if found is None:
        raise RuntimeError(f"`{name}` was not found; install Debian's package `postgresql`")
    return found


def _user() -> str | None:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return "postgres" if os.geteuid() == 0 else None


def _started() -> str:
    folder = Path(tempfile.mkdtemp(prefix="sandan-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if _user():
        shutil.chown(folder, _user())
    subprocess.run(
        [_program("initdb"), "-D", folder / "data", *INITDB],
        user=_user(),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    port = free_port()
    settings = [word for setting in UNDURABLE for word in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                _program("postgres"),
                "-D",
                folder / "data",
                "-k",
                folder,
                "-h",
                "127.0.0.1",
                "-p",
                str(port),
                *settings,
            ],
            user=_user(),
            cwd=folder,
            stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509 -- tests that are killed must leave no server behind
        )
    atexit.register(_stop, server)
    _wait(port, server, folder / "log")
    return f"postgresql://sandan@127.0.0.1:{port}"


def _wait(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(f"postgresql://sandan@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text(errors="replace")[-500:]) from error
            time.sleep(0.1)
        else:
            return


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    server.wait(PATIENCE)
