"""A small source of the tests' own: a real profile with rows that can be counted by hand."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.profiles.base import Profile
from sandan.data.quality import Action, Chunk, Finding
from sandan.data.vault.store import Vault

HEADER = "region,industry,period,value"


def read(path: Path, options: Mapping[str, str]) -> Iterator[Chunk]:
    """Take rows of numbers, refuse others, set totals aside; ``measure`` may come from an option."""
    measure = options.get("measure", "jobs")
    if "words" in options:
        measure = Path(options["words"]).read_text(encoding="utf-8").strip()
    for frame in pd.read_csv(path, dtype=str, chunksize=3, keep_default_na=False):
        totals = frame["region"] == "total"
        numbers = pd.to_numeric(frame["value"], errors="coerce")
        refused = numbers.isna() & ~totals
        kept = frame[~totals & ~refused]
        value = numbers[kept.index]
        table = pd.DataFrame(
            {
                "region": kept["region"],
                "region_name": None,
                "industry": kept["industry"],
                "industry_name": None,
                "period": kept["period"].astype(int),
                "measure": measure,
                "unit": "persons",
                "value": value,
                "status": "reported",
                "lower": value,
                "upper": value,
            }
        )
        findings = (
            Finding("total", Action.SET_ASIDE, "The row is a total.", int(totals.sum())),
            Finding("no-number", Action.REFUSED, "The value is no number.", int(refused.sum())),
        )
        yield Chunk(table, len(frame), tuple(f for f in findings if f.rows))


@pytest.fixture(scope="session")
def tiny() -> Profile:
    return Profile(
        name="tiny",
        version="1",
        kind="industry_table",
        title="Jobs of the tests",
        source="the tests",
        licence="none",
        read=read,
        not_to_be_read_as=("jobs of any real place",),
        options={"measure": "what is counted", "words": "a file with the word for what is counted"},
        file_options=frozenset({"words"}),
    )


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def jobs(tmp_path: Path):
    def write(*rows: str, name: str = "jobs.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        return path

    return write
