from dataclasses import replace

import pytest

from sandan.data.country.jobs import MIXED_TOTAL
from sandan.report.document import TableBlock
from sandan.report.sections.job_kinds import job_kinds


@pytest.mark.parametrize("language", ["ko", "en"])
def test_seven_kinds_and_all_together(case, language):
    made = job_kinds(replace(case.in_language(language), end=MIXED_TOTAL))
    counts, sums = [block for block in made.blocks if isinstance(block, TableBlock)]
    assert len(counts.rows) == 8
    assert counts.row_tones[-1] == "total"
    assert len(sums.rows) == 1


def test_total_that_mixes_units_is_named(case, words_of_section):
    said = " ".join(words_of_section(job_kinds(replace(case, end=MIXED_TOTAL))))
    assert "adds up only if person-days are added to persons" in said


def test_year_without_jobs_is_said(case):
    (said,) = job_kinds(replace(case, end=2007)).blocks
    assert "no row of" in said.content[0]
