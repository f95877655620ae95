"""The demonstration is furnished once, and every link lets in the person of its role."""

import re
import urllib.request

import pytest

from office_process import make_office
from sandan.data.country.load import import_country
from sandan.data.workspace import open_workspace
from sandan.evaluate.cases.adopting import adopt_case

pytestmark = pytest.mark.slow

LINK = re.compile(r"^  (\w+) +http://127.0.0.1:8000(\S+)$", re.MULTILINE)


def test_furnish_twice_makes_one_office(tmp_path, small_country_files):
    office = make_office(tmp_path / "office")
    vault = open_workspace(office.root).vault
    import_country(small_country_files, vault)
    adopt_case(vault, "seongnam_2013")
    runs = [office.run("--workspace", str(office.root), "furnish") for _ in range(2)]
    assert [run.returncode for run in runs] == [0, 0], runs[0].stderr + runs[1].stderr
    links = [
        dict(re.findall(r"^  (\w+) +http://127.0.0.1:8000(\S+)$", run.stdout, re.MULTILINE)) for run in runs
    ]
    assert (len(links[0]), set(links[0])) == (11, set(links[1]))
    assert office.rows("SELECT COUNT(*) FROM accounts_person") == [(11,)]
    assert office.rows("SELECT COUNT(*) FROM claims_claim") == [(16,)]
    assert office.rows("SELECT COUNT(*) FROM companies_company")[0][0] > 100
    assert office.rows("SELECT COUNT(*) FROM jobs_job WHERE kind = 'linkage.match'") == [(1,)]
    with office.served("--workers", "1", "--no-worker") as served:
        page = urllib.request.urlopen(served.address + links[1]["planner"]).read().decode()
        assert "김하늘" in page
