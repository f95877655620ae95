"""A workspace of the tests, and the command line."""

from functools import partial
from pathlib import Path

import pytest

from command_line import run_here

MAPPING = """
measure = "employment"
unit = "persons"
[columns]
region = "region"
industry = "industry"
period = "period"
value = "value"
"""


@pytest.fixture
def sandan(tmp_path: Path):
    """Run one command in the folder of the test."""
    return partial(run_here, tmp_path)


@pytest.fixture
def workspace(tmp_path: Path, sandan) -> Path:
    assert sandan("init", ".", "--name", "Hanul").returncode == 0
    (tmp_path / "jobs.toml").write_text(MAPPING)
    write_jobs(tmp_path / "jobs.csv", 12)
    return tmp_path


def write_jobs(path: Path, rows: int) -> None:
    lines = (
        f"{10000 + k // 300},{100 + k % 300 // 10},{2000 + k % 10},{k * 7919 % 100003}" for k in range(rows)
    )
    path.write_text("region,industry,period,value\n" + "\n".join(lines) + "\n")


@pytest.fixture
def import_words() -> list[str]:
    return ["import", "generic", "jobs.csv", "--as-of", "2015-12-31", "--option", "mapping=jobs.toml"]


@pytest.fixture
def long_file():
    return write_jobs
