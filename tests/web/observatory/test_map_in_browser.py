"""The map in a real browser, of a real office: points come, are filtered, and the keyboard moves the map."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from office_process import make_office
from sandan.data.country.load import import_country
from sandan.data.workspace import open_workspace

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
SOON = 240_000
FRAME = 16.7
REST = 1_000
"""After so long nothing moves, and the map has been drawn anew."""
PAN = """async () => {
  const stage = document.querySelector(".map-stage");
  const spent = [];
  for (let step = 0; step < 60; step++) {
    const begun = performance.now();
    const key = step < 30 ? "ArrowLeft" : "ArrowRight";
    stage.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    spent.push(performance.now() - begun);
    await new Promise(requestAnimationFrame);
  }
  return spent.sort((one, other) => one - other)[30];
}"""


def _shown(page):
    return int(re.sub(r"\D", "", page.inner_text("[data-said]")))


def _width(page):
    return float(page.get_attribute(".map-shapes", "viewBox").split()[2])


def test_map_is_filtered_and_moved_by_keyboard(browser, tmp_path, small_country_files):
    office = make_office(tmp_path / "office")
    import_country(small_country_files, open_workspace(office.root).vault)
    session = office.python(SIGN_IN)
    with office.served("--workers", "1") as served:
        context = browser.new_context(base_url=served.address, locale="en-US")
        context.add_cookies([{"name": "sessionid", "value": session, "url": served.address}])
        page = context.new_page()
        complaints = []
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        # What was never asked is computed first; the page follows by itself.
        page.goto("/map/")
        page.wait_for_selector("[data-ready]", timeout=SOON)

        whole, begun = _shown(page), _width(page)
        page.select_option("[name=group]", "0")
        one = _shown(page)
        page.select_option("[name=group]", "")
        assert 0 < one < whole == _shown(page)
        # So small a country has no confirmed cluster, and the map says so.
        page.check("[name=confirmed]")
        assert _shown(page) == 0
        page.uncheck("[name=confirmed]")

        page.focus(".map-stage")
        page.keyboard.press("+")
        page.wait_for_timeout(REST)
        assert _width(page) < begun * 0.9
        page.keyboard.press("0")
        assert _width(page) > begun

        # A pointer that rests over the map does not answer for the place that the keyboard is at.
        page.hover(".map-stage")
        page.focus(".map-shapes a.own >> nth=0")
        page.evaluate("scrollBy(0, 60)")
        page.wait_for_timeout(REST)
        place = page.get_attribute(".map-shapes a.own >> nth=0", "data-name")
        said = page.inner_text("[data-said]")
        assert re.fullmatch(rf"{re.escape(place)}: [\d,]+ establishments shown", said)

        assert page.evaluate(PAN) < FRAME
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        assert complaints == []
        context.close()
