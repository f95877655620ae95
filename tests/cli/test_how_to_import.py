"""The page on imports is carried out as it is printed."""

import re
import shlex

from sandan.data.missing import Status
from sandan.data.workspace import open_workspace

BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


def test_how_to_import_does_what_it_says(root, tmp_path, sandan):
    page = (root / "docs" / "how-to" / "import-a-file.md").read_text(encoding="utf-8")
    for language, name, content in BLOCK.findall(page):
        if name:
            (tmp_path / name).write_text(content, encoding="utf-8")
        for line in content.splitlines() if language == "console" else []:
            done = sandan(*shlex.split(line)[2:])
            assert done.returncode == 0, done.stderr
    vault = open_workspace(tmp_path).vault
    provisional, revised = vault.snapshots()
    assert (provisional.edition, revised.supersedes) == ("provisional", (provisional.id,))
    table = vault.read(revised.id)
    assert table["value"].dropna().tolist() == [1318.0, 77.0, 0.0]
    assert table["status"].tolist().count(Status.SUPPRESSED) == 1


def test_python_on_the_page_runs(root, tmp_path, monkeypatch, sandan):
    page = (root / "docs" / "how-to" / "import-a-file.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(page)
    for _, name, content in blocks:
        if name:
            (tmp_path / name).write_text(content, encoding="utf-8")
    sandan("init", ".", "--name", "Hanul")
    monkeypatch.chdir(tmp_path)
    (program,) = (content for language, _, content in blocks if language == "python")
    names = {}
    exec(program, names)
    assert len(names["table"]) == 4
