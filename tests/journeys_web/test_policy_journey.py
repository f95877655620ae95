"""From a form to a registered specification, from there to what could be detected and to the ladder."""

from datetime import date

import pytest

import policy_office
from office_process import make_office
from sandan.data.profiles.places import REGIONS
from sandan.data.profiles.register import SANDAN_REGISTER
from sandan.data.workspace import open_workspace
from sandan.evaluate.registration import store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BEFORE = {"ko": "아직 명부가 들어오지 않음", "en": "no register has come in yet"}
AFTER = {"ko": "자료가 들어오기 전에 등록", "en": "registered before the data came in"}
FOUND = {"ko": "효과가 있었다고 볼 근거가 있습니다", "en": "There is evidence of an effect"}
UNDECIDED = {"ko": "판단할 수 없는 것", "en": "What cannot be decided"}
FILLED = {
    "policy_ko": "연구단지",
    "policy_en": "Research complex",
    "place": "C00",
    "site": "C001",
    "target": "2611",
    "first": "2005",
    "start": "2010",
    "last": "2013",
}


def take_in(root, profile, path, table):
    table.to_csv(path, index=False)
    open_workspace(root).vault.import_file(profile, path, as_of=date(2013, 12, 31))


def size_of(page, words):
    return page.get_by_text(words).first.evaluate("one => getComputedStyle(one).fontSize")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_policy_is_registered_before_the_data_and_answered_after(enter, faults, tmp_path, language):
    office = make_office(tmp_path / "office")
    with office.served("--workers", "1") as served:
        page = enter(office, served, "evaluator", language)
        page.goto("/evaluation/register/")
        assert faults(page) == []
        for name, value in FILLED.items():
            page.locator(f"[name={name}]").fill(value)
        page.locator("form.form button").first.click()
        page.locator("button[name=fix]").wait_for()
        assert faults(page) == []
        page.locator("button[name=fix]").click()
        page.get_by_text(BEFORE[language]).wait_for()
        assert faults(page) == []
        (fixed,) = store.specifications(office.root)

        take_in(office.root, REGIONS, tmp_path / "places.csv", policy_office.policy_places())
        take_in(office.root, SANDAN_REGISTER, tmp_path / "register.csv", policy_office.policy_register())
        page.goto(f"/evaluation/{fixed.id}/detectable/")
        page.locator(".answer .chart:visible").first.wait_for()
        assert faults(page) == []
        page.goto(f"/evaluation/{fixed.id}/policy/")
        page.get_by_text(FOUND[language]).first.wait_for()
        assert page.get_by_text(AFTER[language]).count() == 1
        assert size_of(page, FOUND[language]) == size_of(page, UNDECIDED[language])
        page.locator("#rung-same_region summary").first.press("Enter")
        page.locator("#rung-same_region .chart:visible").first.wait_for()
        assert faults(page) == []
    (run,) = store.runs(office.root, fixed.id)
    assert (run.finding, run.by) == ("effect", "evaluator 김하늘")
