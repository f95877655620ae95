"""From a file to a number, from the number to its card, and the number made again."""

import json
from datetime import date

import pytest

from office_process import make_office
from sandan.data.profiles.register import SANDAN_REGISTER
from sandan.data.workspace import open_workspace

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAME = {"ko": "다시 계산해도 같은 값입니다.", "en": "The replay gives the same value."}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_figure_opens_its_card_and_is_made_again(enter, faults, tmp_path, planted_register, language):
    office = make_office(tmp_path / "office")
    planted_register.to_csv(tmp_path / "register.csv", index=False)
    open_workspace(office.root).vault.import_file(
        SANDAN_REGISTER, tmp_path / "register.csv", as_of=date(2013, 12, 31)
    )
    with office.served("--workers", "1") as served:
        page = enter(office, served, "planner", language)
        # The page has itself computed, follows the job, and moves on: to what can be asked, to the answer.
        page.goto("/")
        page.locator("main .tiles a.figure").first.wait_for()
        assert faults(page) == []
        page.locator("main .tiles a.figure").first.click()
        dialog = page.locator("dialog[open]")
        dialog.wait_for()
        assert faults(page) == []
        key = dialog.locator("code").first.inner_text()
        dialog.locator("form[action$='/replay/'] button").click()
        page.get_by_text(SAME[language]).wait_for()
        assert (page.url.rstrip("/").rpartition("/")[2], faults(page)) == (key, [])
    (result,) = office.rows("SELECT result FROM jobs_job WHERE kind = 'measurement.replay'")
    assert json.loads(result[0])["outcome"] == "same"
