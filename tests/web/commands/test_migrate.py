import re

import pytest

from office_process import make_office

pytestmark = pytest.mark.slow

PERSON = """
from sandan.web.accounts.models import Person
Person.objects.create_user(email="a@example.org", name="김하늘")
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return make_office(tmp_path_factory.mktemp("migrate") / "office")


def said(office, *options):
    done = office.run("migrate", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_migrate_of_an_office_that_is_up_to_date_does_nothing(office):
    assert said(office) == ""


def test_migrate_collects_static_files_that_have_changed(office):
    mark = office.root / "cache" / "static" / "fingerprint"
    before = mark.read_text()
    mark.write_text("older")
    assert said(office) == "The static files were collected.\n"
    assert mark.read_text() == before


def test_migrate_makes_the_table_of_the_cache(office):
    assert office.rows("SELECT count(*) FROM shared_cache") == [(0,)]


def test_migrate_prints_the_link_of_the_first_person_until_there_is_somebody(office):
    link = said(office, "--setup-link", "http://127.0.0.1:8000/")
    assert re.fullmatch(
        r"Nobody is here yet\. Set the office up: http://127\.0\.0\.1:8000/people/setup/[\w-]{43}/\n", link
    )
    office.python(PERSON)
    assert said(office, "--setup-link", "http://127.0.0.1:8000") == ""


def test_migrate_behind_a_proxy_prints_the_name_of_the_office(tmp_path):
    office = make_office(tmp_path / "office")
    with (office.root / "sandan.toml").open("a") as file:
        file.write('\n[web]\nhosts = ["office.example.org"]\nhttps = true\n')
    link = said(office, "--setup-link", "http://127.0.0.1:8000")
    assert link.partition("/people/")[0] == (
        "Nobody is here yet. Set the office up: https://office.example.org"
    )


def test_commands_that_answer_nothing_do_not_load_what_answers_need(office):
    loaded = office.python(
        "import json; print(json.dumps(sorted({'sandan.report.assemble', 'scipy'} & set(sys.modules))))"
    )
    assert loaded == []
