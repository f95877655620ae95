"""A coordinator goes through fifty rows of a list by keyboard, and every decision is the truth."""

import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from office_process import make_office
from operate.firm_lists import incoming, register
from web.linkage.factories import pensions

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRMS, DECIDED = 240, 50
EACH_NAMESAKE = 4
"""Of so many firms one is not in the register, and another one of the same name is."""
EACH_UNCLEAR = 9
"""Of so many rows one is such that nobody can tell, as its papers are lost."""
SOON = 90_000
SET_UP = """
import json, sys
from datetime import date
from pathlib import Path
from django.conf import settings
from django.test import Client
from sandan.data.profiles.registry import profile_of
from sandan.web.accounts.models import Person, RoleAssignment
from sandan.web.companies.actions import take_in
from sandan.web.companies.models import Company

firms = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
rows = [
    {
        "row": number,
        "name": firm["name"],
        "business_number": firm["business_number"],
        "representative": firm["representative"],
        "addresses": [{"text": firm["address"]}],
    }
    for number, firm in enumerate(firms, start=1)
]
take_in(rows, by=None, source="register")
settings.WORKSPACE.vault.import_file(profile_of("pensions"), Path(sys.argv[2]), as_of=date(2024, 3, 31))
person = Person.objects.create_user("haneul@example.org", "sandan-office-2025", name="김하늘")
RoleAssignment.objects.create(person=person, role="planner")
client = Client()
client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
session = client.cookies["sessionid"].value
print(json.dumps([session, dict(Company.objects.values_list("source_row", "pk"))]))
"""
WORDS = {
    "ko": {"match": "이 명단 대조", "run": "대조 결과는 어떻습니까?", "number": r"(\d+)행"},
    "en": {"match": "Match this list", "run": "What came of the match?", "number": r"Row (\d+)"},
}


def _faults(page):
    return [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]]


def _written(tmp_path):
    """Write a register and a list of which it is known which row is which firm; the truth counts from 1."""
    rng = np.random.default_rng(20_131_104)
    firms = register(FIRMS, rng)
    listed = incoming(firms, 0, rng)
    namesakes = register(FIRMS, rng).assign(name=firms["name"].to_numpy())
    missing = np.arange(FIRMS) % EACH_NAMESAKE == 0
    known = firms.copy()
    known.loc[missing] = namesakes.to_numpy()[missing]
    place = {label: number for number, label in enumerate(firms.index, start=1) if not missing[number - 1]}
    truth = {row: place.get(label) for row, label in enumerate(listed["truth"], start=1)}
    printed = listed.astype(object).where(listed.notna(), "").to_dict("records")
    (tmp_path / "register.json").write_text(
        json.dumps(known.to_dict("records"), ensure_ascii=False), encoding="utf-8"
    )
    (tmp_path / "list.csv").write_text(pensions(printed), encoding="utf-8")
    return truth


def _key(page, row, company):
    """Return the key that says the truth about a row: a candidate, a new firm, or that nobody can tell."""
    if row % EACH_UNCLEAR == 0:
        return "u"
    if company is None:
        return "n"
    return page.locator(f'button[value="same-{company}"]').get_attribute("data-shortcut")


def _row(page, language):
    return int(re.search(WORDS[language]["number"], page.locator("#row-name").inner_text())[1])


def _press(page, key):
    """Press a key and wait for what comes in its place, which has the focus and is ready for the next key."""
    before = page.locator("#row-name").element_handle()
    page.keyboard.press(key)
    page.wait_for_function("one => !one.isConnected", arg=before, timeout=SOON)
    page.wait_for_function("document.activeElement.id === 'row-name'", timeout=SOON)
    page.wait_for_function("() => !document.querySelector('.htmx-added, .htmx-settling')", timeout=SOON)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_fifty_rows_are_reviewed_by_keyboard(browser, tmp_path, language):
    truth = _written(tmp_path)
    office = make_office(tmp_path / "office")
    session, keys = office.python(SET_UP, str(tmp_path / "register.json"), str(tmp_path / "list.csv"))
    company_of = {row: keys[str(number)] if number else None for row, number in truth.items()}
    with office.served("--workers", "1") as served:
        context = browser.new_context(
            base_url=served.address, locale={"ko": "ko-KR", "en": "en-US"}[language]
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": served.address}])
        page = context.new_page()
        page.goto("/linkage/")
        assert _faults(page) == []
        page.get_by_role("link", name="list.csv").first.click()
        assert _faults(page) == []
        page.get_by_role("button", name=WORDS[language]["match"]).click()
        # The page follows the job by itself and moves on when it is done.
        page.get_by_role("heading", name=WORDS[language]["run"]).wait_for(timeout=SOON)
        assert _faults(page) == []
        run = page.url.rstrip("/").rpartition("/")[2]

        page.keyboard.press("r")
        page.locator("#row-name").wait_for(timeout=SOON)
        assert _faults(page) == []
        skipped = _row(page, language)
        _press(page, "s")
        expected = {}
        for _ in range(DECIDED):
            row = _row(page, language)
            key = _key(page, row, company_of[row])
            expected[row] = {"n": ("new", None), "u": ("unclear", None)}.get(key, ("same", company_of[row]))
            _press(page, key)
        assert page.locator("#review-said").inner_text() != ""
        assert _faults(page) == []
        assert skipped not in expected

        _press(page, "z")
        assert _row(page, language) == row
        _press(page, key)
        page.keyboard.press("?")
        page.locator("dialog").wait_for()
        assert _faults(page) == []

        for address in ("confirm/match/", "confirm/none/", "take-over/"):
            page.goto(f"/linkage/runs/{run}/{address}")
            assert _faults(page) == []
        context.close()
    stored = office.rows("SELECT row, decision, company_id FROM linkage_entry WHERE decision <> ''")
    assert {row: (decision, company) for row, decision, company in stored} == expected
    assert len(expected) == DECIDED
    assert {decision for decision, _ in expected.values()} == {"same", "new", "unclear"}
