"""Every screen of evaluations in a real browser, on the demonstration: both languages, a desk and a phone."""

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from office_process import Office, migrated
from sandan.evaluate.registration import store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGN_IN = """
import json
from django.test import Client
from sandan.web.accounts.models import Person, RoleAssignment
person = Person.objects.create_user("haneul@example.org", "sandan-office-2025", name="김하늘")
RoleAssignment.objects.create(person=person, role="planner")
client = Client()
client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""
SOON = 300_000
"""Milliseconds within which an answer has been computed, also on a busy machine."""
WIDTHS = {"desk": 1280, "phone": 390}
STOPS = 400
"""So many times the Tab key is pressed at most before a page is left behind."""
ANSWERS = {
    "selection": "/evaluation/selection/",
    "peers": "/evaluation/peers/?city=G10000&from=2010&to=2013",
    "targets": "/evaluation/targets/?city=G10000&from=2010&to=2013",
    "detectable": "/evaluation/{key}/detectable/",
    "policy": "/evaluation/{key}/policy/",
    "neighbors": "/evaluation/{key}/neighbors/",
}
PAGES = {"list": "/evaluation/", "register": "/evaluation/register/"} | ANSWERS
CHARTS = {"selection": 4, "peers": 1, "targets": 1, "detectable": 1, "policy": 2, "neighbors": 1}
"""The least number of charts on a page, each with its numbers as a table."""
REACHED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  if (!at.closest("main")) return [at.tagName, null, true];
  at.dataset.reached = "yes";
  return [at.tagName, at.dataset.reached, box.width > 0 && box.height > 0];
}"""
MISSED = """() => [...document.querySelectorAll("main :is(a[href], button, input, select, summary)")]
  .filter((one) => one.checkVisibility() && one.type !== "hidden" && !one.dataset.reached)
  .map((one) => one.outerHTML.slice(0, 120))"""
OPENED = """document.querySelectorAll("main details").forEach((one) => { one.open = true })"""
UNTWINNED = """() => [...document.querySelectorAll("main figure:has(.chart)")]
  .filter((one) => !one.querySelector("details table tbody td")).length"""


@pytest.fixture(scope="module")
def demonstrated(demonstration, tmp_path_factory):
    """Serve a copy of the demonstration; gives its address, a session of a planner, and its specification."""
    root = tmp_path_factory.mktemp("demonstrated") / "demo"
    shutil.copytree(demonstration / "demo", root, ignore=shutil.ignore_patterns("reports", "generated"))
    office = migrated(Office(root))
    session = office.python(SIGN_IN)
    (key,) = [one.id for one in store.specifications(root) if one.outcome == "jobs"]
    with office.served("--workers", "1") as served:
        yield served.address, session, key


@pytest.fixture
def opened(browser, demonstrated):
    """Return a maker of pages that have their answer; ``complaints`` gathers what the browser objects to."""
    contexts = []
    address, session, key = demonstrated

    def make(name, language="ko", width="desk"):
        context = browser.new_context(base_url=address, viewport={"width": WIDTHS[width], "height": 860})
        contexts.append(context)
        kept = {"sessionid": session, "django_language": language}
        context.add_cookies([{"name": one, "value": value, "url": address} for one, value in kept.items()])
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda said: said.type in {"error", "warning"} and page.complaints.append(said.text)
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(PAGES[name].format(key=key))
        # What was never asked is computed first; the page follows by itself.
        expect(page.locator("progress[id^=job-], main [data-auto-submit]")).to_have_count(0, timeout=SOON)
        page.wait_for_load_state()
        return page

    yield make
    for context in contexts:
        context.close()


def _faults(page):
    return [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]


def _too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_screen_has_nothing_to_object_to(opened, name, language):
    page = opened(name, language)
    page.evaluate(OPENED)
    assert page.evaluate(UNTWINNED) == 0
    assert page.locator("main figure .chart:visible").count() >= CHARTS.get(name, 0)
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 860})
        assert (width, _faults(page), page.complaints, _too_wide(page)) == (width, [], [], 0)


@pytest.mark.parametrize("name", PAGES)
def test_keyboard_reaches_everything_and_leaves_again(opened, name):
    page = opened(name, width="phone")
    page.locator("main").evaluate("one => { one.tabIndex = -1; one.focus() }")
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        tag, inside, seen = page.evaluate(REACHED)
        if inside is None:
            break
        assert seen, tag
    assert inside is None
    assert page.evaluate(MISSED) == []


@pytest.mark.parametrize("name", ANSWERS)
def test_numbers_of_a_chart_open_by_keyboard(opened, name):
    page = opened(name)
    page.locator("main figure:visible details summary").first.press("Enter")
    page.locator("main figure details[open] table a.figure").first.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.locator(".dialog-body").inner_text().strip()
    assert page.complaints == []
