"""Jobs whose effects are events in the trail, so that what is done twice is seen twice."""

import time

from sandan.web.audit.actions import record
from sandan.web.jobs.models import Job
from sandan.web.jobs.registry import Outcome, job


def _write(name, rows, seconds):
    for _ in range(rows):
        record(by=None, action="probe.written", on=Job.objects.get(title=name), reason=name)
        time.sleep(seconds / rows)
    return {"written": rows}


@job("probe.walk", ko="걷기", en="Walking")
def walk(progress, *, name, steps=10, pause=0.0, rows=1, writing=0.0):
    """Compute in many steps, then write in one transaction."""
    for step in range(steps):
        progress.step(step + 1, steps, "walking")
        time.sleep(pause)
    return Outcome({"steps": steps}, write=lambda: _write(name, rows, writing))


@job("probe.think", ko="생각", en="Thinking")
def think(progress, *, name, seconds):
    """Compute for a long time without a word."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        sum(range(10_000))
    return Outcome({}, write=lambda: _write(name, 1, 0))
