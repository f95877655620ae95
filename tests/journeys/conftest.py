"""What a journey needs: the command line, and a browser page that calls nobody."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import run_here
from sandan.report.figures.book import figure_from
from sandan.report.figures.record import Figure


class Office:
    """A workspace that is worked on by commands only."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self("init", ".", "--name", "Office of a journey")

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        return run_here(self.root, *map(str, words))

    def __call__(self, *words: object) -> str:
        done = self.run(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def report(self, city: str, start: int, end: int, lang: str, *more: object) -> str:
        printed = self("report", city, "--from", start, "--to", end, "--lang", lang, *more)
        return Path(printed.splitlines()[-1]).read_text(encoding="utf-8")

    def figures(self, city: str, start: int, end: int, lang: str = "en") -> list[Figure]:
        (book,) = (self.root / "figures").glob(f"{city}-{start}-{end}-{lang}-*.jsonl")
        lines = book.read_text(encoding="utf-8").splitlines()
        return [figure_from(json.loads(line)) for line in lines]


@pytest.fixture(scope="module")
def new_office(tmp_path_factory: pytest.TempPathFactory):
    return lambda: Office(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def page(browser) -> Iterator:
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    yield context.new_page()
    context.close()
