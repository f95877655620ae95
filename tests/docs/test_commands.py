"""The pages are carried out as they are printed, and every line of an answer must be in the answer."""

import json
import re
import shlex
import shutil

import pytest

from command_line import run_here

BLOCK = re.compile(r"^```console\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
FIGURE = re.compile(r"F-[0-9a-f]{12}")
SHARED_WORD = "SHARED/"


def steps_of(page):
    """Give each command of a page with the lines of the answer that the page prints."""
    steps = []
    for line in "".join(BLOCK.findall(page)).splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        elif line.strip():
            steps[-1][1].append(line)
    return steps


def carry_out(page, folder, shared=None):
    for command, printed in steps_of(page):
        ready = command if shared is None else command.replace(SHARED_WORD, f"{shared}/data/")
        name, *words = shlex.split(ready)
        assert name == "sandan", command
        done = run_here(folder, *words)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        answer = " ".join(done.stdout.split())
        for line in printed:
            assert " ".join(line.split()) in answer, f"{command} does not answer {line!r}"


def change_of_the_count(folder):
    """Find the figure that the pages speak of; its identifier changes with the code."""
    (book,) = (folder / "demo" / "figures").glob("G10000-2010-2013-en-*.jsonl")
    figures = map(json.loads, book.read_text(encoding="utf-8").splitlines())
    (key,) = {figure["id"] for figure in figures if figure["definition"] == "change"}
    return key


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["tutorial/first-report.md", "how-to/make-a-report.md", "how-to/replay-a-figure.md"]
)
def test_pages_on_the_demonstration_do_what_they_say(root, demonstration, tmp_path, name):
    page = (root / "docs" / name).read_text(encoding="utf-8")
    assert steps_of(page)
    shutil.copytree(demonstration / "demo", tmp_path / "demo")
    carry_out(FIGURE.sub(change_of_the_count(tmp_path), page), tmp_path)


@pytest.mark.slow
def test_page_on_real_data_does_what_it_says(root, shared, tmp_path):
    page = (root / "docs" / "how-to" / "real-data.md").read_text(encoding="utf-8")
    carry_out(page, tmp_path, shared)
