import signal

import pytest

from office_process import make_office, wait_until

pytestmark = pytest.mark.slow

ASK = """
from sandan.web.jobs.actions import enqueue
enqueue(by=None, kind="probe.walk", title="walk", parameters={"name": "walk", "steps": 1})
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_worker_does_what_waits_and_ends_when_asked(tmp_path, number):
    office = make_office(tmp_path / "office")
    office.python(ASK)
    with office.worker() as (process,):
        wait_until(lambda: office.rows("SELECT state FROM jobs_job") == [("done",)], what="the job")
        process.send_signal(number)
        assert process.wait(20) == 0
    assert office.log("worker").read_text() == ""
