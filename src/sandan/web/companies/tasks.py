"""What the register does in the background."""

from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from sandan.web.companies.actions import find_pairs, keep_report
from sandan.web.companies.queries.quality import odd_industries
from sandan.web.jobs.registry import Outcome, Progress, job

__all__ = ["check"]


@job("companies.check", ko="등록부 품질 점검", en="Check of the register")
def check(progress: Progress) -> Outcome:
    progress.step(0, 2, "comparing")
    pairs = find_pairs()
    progress.step(1, 2, "counting")
    odd_industries()  # loads the classification now: while the result is written, others wait

    def write() -> dict[str, Any]:
        by = get_user_model().objects.filter(pk=progress.by).first()
        report = keep_report(by=by, day=timezone.localdate(), pairs=pairs)
        return {"companies": report.companies}

    return Outcome(write=write)
