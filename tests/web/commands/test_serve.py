"""Servers are real processes here, on ports of their own."""

import os
import re
import signal
import socket
import urllib.request
from pathlib import Path

import pytest

from office_process import children, kill, make_office, wait_until
from postgresql_server import free_port

pytestmark = pytest.mark.slow

ASK = """
from sandan.web.jobs.actions import enqueue
enqueue(by=None, kind="probe.walk", title="walk", parameters={"name": "walk", "steps": 1})
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return make_office(tmp_path_factory.mktemp("serve") / "office")


def states(office):
    return office.rows("SELECT state FROM jobs_job")


def alive(pids):
    return [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def worker_of(served):
    """Return the process that does the jobs: the child that was started last."""
    return wait_until(lambda: children(served.process.pid)[1:], what="a worker")[0]


def test_serve_answers_does_jobs_and_ends_in_order(office):
    with office.served() as served:
        office.python(ASK)
        wait_until(lambda: states(office) == [("done",)], what="the job")
        family = children(served.process.pid)
    assert (served.process.returncode, alive(family)) == (0, [])
    said = office.log("serve").read_text()
    assert re.sub(r"setup/[^/]+/", "setup/x/", said) == (
        f"Nobody is here yet. Set the office up: {served.address}/people/setup/x/\n"
        f"Sandan is at {served.address} (Ctrl+C ends it).\n"
    )


def test_serve_starts_a_worker_that_was_killed_again(office):
    with office.served() as served:
        first = worker_of(served)
        os.kill(first, signal.SIGKILL)
        again = wait_until(
            lambda: [pid for pid in children(served.process.pid)[1:] if pid != first], what="another worker"
        )
    assert alive(again) == []


def test_serve_without_a_worker_starts_none(office):
    with office.served("--no-worker", "--workers", "1") as served:
        (web,) = children(served.process.pid)
        assert len(children(web)) == 1


def test_serve_whose_web_processes_die_ends_with_a_sentence(office):
    log = office.log("serve")
    with office.served("--workers", "1") as served:
        os.kill(children(served.process.pid)[0], signal.SIGKILL)
        assert served.process.wait(60) == 10
    assert log.read_text().splitlines()[-2] == (
        "error [sandan]: The web processes ended by themselves (status -9), so the office was stopped; "
        "the lines above say why."
    )


def test_serve_that_is_killed_takes_its_children_along(office):
    with office.served() as served:
        family = children(served.process.pid)
        kill(served.process)
        wait_until(lambda: alive(family) == [], what="the end of the children")


def test_serve_at_a_port_that_is_taken_says_so(office):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = office.run("serve", "--port", str(port))
    assert done.returncode == 10
    assert done.stderr == (
        f"error [sandan]: Nothing can listen at port {port} of 127.0.0.1 (Address already in use); "
        "end what runs there, or choose another with --port.\nmore: docs/reference/errors.md#sandan\n"
    )


def test_serve_of_a_folder_that_is_no_workspace_says_what_is_missing(office, tmp_path):
    done = office.run("--workspace", str(tmp_path), "serve", "--port", str(free_port()))
    assert (done.returncode, done.stderr.partition("]")[0]) == (20, "error [workspace")


def test_serve_reads_forwarded_headers_only_behind_a_proxy(office):
    request = {"headers": {"X-Forwarded-Proto": "https"}}
    with office.served("--no-worker", "--workers", "1") as served:
        plain = urllib.request.urlopen(urllib.request.Request(f"{served.address}/account/login/", **request))
        cookies = plain.headers.get_all("Set-Cookie")
        plain.close()
    assert [cookie for cookie in cookies if "Secure" in cookie] == []
