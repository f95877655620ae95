import hashlib
import json
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from sandan.data.country.generate import generate_country
from sandan.data.country.plan import NOTICE, CountryPlan
from sandan.data.country.write import FILES, TRUTH, write_country
from sandan.errors import WorkspaceError

# One core, other hash seed: neither may change a byte.
ELSEWHERE = """
import sys
from pathlib import Path
import pyarrow
from sandan.data.country.generate import generate_country
from sandan.data.country.plan import CountryPlan
from sandan.data.country.write import write_country
pyarrow.set_cpu_count(1)
size = dict(establishments=400, provinces=2, cities=6, focal_share=0.3)
plan = CountryPlan(**size, first_year=2009, last_year=2012)
write_country(generate_country(plan, seed=1), Path(sys.argv[1]))
"""


def hashes(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def written(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("country") / "a"
    write_country(small, folder)
    return folder


def test_all_files_are_there(written):
    assert set(hashes(written)) == {*(f"files/{n}" for n in FILES), *(f"truth/{n}" for n in TRUTH)}


def test_every_file_says_that_it_is_generated(written):
    for path in written.rglob("*.csv"):
        assert path.read_text(encoding="utf-8").startswith(f"# {NOTICE}\n")
    for path in written.rglob("*.parquet"):
        assert pq.read_metadata(path).metadata[b"notice"].decode() == NOTICE
    assert json.loads((written / "truth/effects.json").read_text(encoding="utf-8"))["notice"] == NOTICE
    shapes = json.loads((written / "files/boundaries.geojson").read_text(encoding="utf-8"))
    assert shapes["notice"] == NOTICE
    assert (written / "files/strategic.toml").read_text(encoding="utf-8").startswith(f"# {NOTICE}\n")


def test_the_same_bytes_in_another_process_on_one_core(written, tmp_path):
    environment = {"PYTHONHASHSEED": "5", "OMP_NUM_THREADS": "1"}
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(tmp_path / "b")], check=True, env=environment)
    assert hashes(tmp_path / "b") == hashes(written)


def test_hidden_cells_carry_the_mark(written):
    lines = (written / "files/industry_table.csv").read_text(encoding="utf-8").splitlines()
    suppressed = [line for line in lines if ",suppressed," in line]
    assert suppressed
    assert all(",X,suppressed," in line for line in suppressed)


def test_sites_are_stored_as_plain_text_year_by_year(written, small):
    file = pq.ParquetFile(written / "files/establishments.parquet")
    assert file.num_row_groups == len(small.years)
    assert str(file.schema_arrow.field("region").type) == "string"
    assert file.metadata.num_rows == sum(len(state.number) for state in small.states)


def test_folder_with_other_things_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("keep me")
    country = generate_country(CountryPlan(establishments=100, provinces=2, cities=3), seed=1)
    with pytest.raises(WorkspaceError, match="not empty"):
        write_country(country, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
