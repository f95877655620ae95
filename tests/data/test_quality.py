import pandas as pd

from sandan.data.quality import EXAMPLES_KEPT, Action, Chunk, Finding, QualityReport, merge_findings


def finding(rows, *, code="gap", action=Action.REPAIRED, examples=()):
    return Finding(code, action, "A sentence.", rows, examples)


def test_chunk_counts_rows_as_used_unless_they_were_refused_or_set_aside():
    findings = tuple(finding(1, code=action.value, action=action) for action in Action)
    assert Chunk(pd.DataFrame(), rows_read=10, findings=findings).rows_used == 8


def test_merge_findings_adds_rows_of_the_same_code_and_action():
    merged = merge_findings([finding(2), finding(3), finding(1, action=Action.REFUSED)])
    assert [(one.action, one.rows) for one in merged] == [(Action.REPAIRED, 5), (Action.REFUSED, 1)]


def test_merge_findings_keeps_the_first_examples():
    many = [finding(1, examples=(f"row {number}",)) for number in range(9)]
    assert merge_findings(many)[0].examples == tuple(f"row {number}" for number in range(EXAMPLES_KEPT))


def test_report_adds_up_its_chunks():
    chunk = Chunk(pd.DataFrame({"a": [1, 2]}), rows_read=3, findings=(finding(1, action=Action.REFUSED),))
    report = QualityReport().with_chunk(chunk).with_chunk(chunk)
    assert (report.rows_read, report.rows_used, report.rows_written) == (6, 4, 4)
    assert report.count(Action.REFUSED) == 2
