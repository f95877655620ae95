from sandan.cli.common import show_lines, show_quality, show_table
from sandan.data.quality import Action, Finding, QualityReport


def test_table_keeps_brackets_and_whole_words(capsys):
    show_table(("region", "firms"), [("[bold]여수[/bold]", "12"), ("a" * 90, "3")], right=["firms"])
    told = capsys.readouterr().out
    assert "[bold]여수[/bold]      " in told
    assert "a" * 90 in told


def test_lines_leave_out_what_is_empty(capsys):
    show_lines({"region": "Yeosu", "nothing": ""})
    assert capsys.readouterr().out == "region  Yeosu\n"


def test_quality_names_counts_findings_and_examples(capsys):
    finding = Finding("no-number", Action.REFUSED, "The value is no number.", 2, ("row 3: x", "row 4: y"))
    show_quality(QualityReport(1003, 1001, 1001, (finding,)))
    told = capsys.readouterr().out
    counts = "Rows: 1,003 read, 1,001 used (0 repaired), 2 refused, 0 set aside; the table has 1,001."
    assert told.splitlines()[0] == counts
    for part in ("no-number", "refused", "The value is no number.", "row 3: x", "row 4: y"):
        assert part in told
