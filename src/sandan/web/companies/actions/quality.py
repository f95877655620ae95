"""Looking through the whole register: in the background, with the result kept until the next time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from sandan.operate.matching import find_duplicates
from sandan.web.audit.actions import record
from sandan.web.companies.models import Company, LikelyDuplicate, QualityReport
from sandan.web.companies.queries.duplicates import SAYING_SO, firm_table
from sandan.web.companies.queries.quality import count_findings
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job

__all__ = ["ask_for_check", "find_pairs", "keep_report"]

KEPT_PAIRS = 5_000
"""Pairs that are kept, the likest first: more than an office compares in a year."""


def ask_for_check(*, by: Any) -> Job:
    """Have the register looked through; who asks twice waits for the same job."""
    return enqueue(
        by=by,
        kind="companies.check",
        title=_("Quality of the register"),
        parameters={},
        key="companies:check",
        address=reverse("companies:quality"),
    )


def find_pairs() -> pd.DataFrame:
    """Compare all companies with each other; the slow part, which writes nothing."""
    return find_duplicates(firm_table(Company.objects.filter(merged_into=None))).head(KEPT_PAIRS)


@transaction.atomic
def keep_report(*, by: Any, day: date, pairs: pd.DataFrame) -> QualityReport:
    """Replace the pairs that nobody has decided on, and count all findings."""
    decided = LikelyDuplicate.objects.exclude(told_apart_at=None).values_list("one", "other")
    known = set(decided)
    LikelyDuplicate.objects.filter(told_apart_at=None).delete()
    found = [_pair(row) for row in pairs.to_dict("records")]
    LikelyDuplicate.objects.bulk_create([pair for pair in found if (pair.one_id, pair.other_id) not in known])
    counts = count_findings(day)
    report = QualityReport.objects.create(day=day, companies=counts.pop("companies"), counts=counts)
    record(by=by, action="register.checked", on=report, after={"companies": report.companies, **counts})
    return report


def _pair(row: Mapping[Any, Any]) -> LikelyDuplicate:
    one, other = sorted((int(row["one"]), int(row["other"])))
    reasons = {feature: row[feature] for feature, saying in SAYING_SO.items() if row[feature] in saying}
    return LikelyDuplicate(
        one_id=one, other_id=other, score=row["score"], certain=bool(row["certain"]), reasons=reasons
    )
