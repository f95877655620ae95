"""From an empty office to a downloaded report: set up, bring the register, look, make, download, publish."""

import re
from pathlib import Path

import pytest

from office_process import make_office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPTIONAL = '\n[web]\nmfa = "optional"\n'
PASSWORD = "산단 2026 첫 관리자"
WORDS = {
    "ko": {"try": "시험 등록", "why": "등록 사유", "take in": "등록", "see": "등록한 자료 보기"},
    "en": {
        "try": "Try it",
        "why": "Why it comes in",
        "take in": "Import it",
        "see": "See the snapshot",
    },
}


def _set_up(page, link):
    page.goto(link)
    page.fill("[name=name]", "김하늘")
    page.fill("[name=email]", "haneul@example.org")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    for role in ("planner", "director"):
        page.check(f"[name=roles][value={role}]")


def _take_in(page, file, words):
    page.goto("/imports/upload/")
    page.set_input_files("input[type=file]", file)
    page.locator("main form .button").first.click()
    page.fill("[name=as_of]", "2013-12-31")
    page.get_by_role("button", name=words["try"], exact=True).click()
    page.get_by_label(words["why"]).fill("연간 계획")
    page.get_by_role("button", name=words["take in"], exact=True).click()
    page.get_by_role("link", name=words["see"]).click()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_empty_office_ends_with_a_downloaded_and_published_report(
    browser, faults, tmp_path, planted_register, language
):
    office = make_office(tmp_path / "office")
    with (office.root / "sandan.toml").open("a", encoding="utf-8") as settings:
        settings.write(OPTIONAL)
    register = tmp_path / "register.csv"
    planted_register.to_csv(register, index=False)
    with office.served("--workers", "1") as served:
        context = browser.new_context(base_url=served.address, accept_downloads=True)
        context.set_default_timeout(90_000)
        chosen = {"name": "django_language", "value": language, "url": served.address}
        context.add_cookies([chosen])
        page = context.new_page()
        (link,) = re.findall(r"Set the office up: (\S+)", office.log("serve").read_text(encoding="utf-8"))
        _set_up(page, link)
        assert faults(page) == []
        page.locator("main form .button").click()
        page.locator("nav a[href='/imports/']").first.wait_for()

        _take_in(page, register, WORDS[language])
        assert faults(page) == []
        page.goto("/")
        page.locator("main .tiles a.figure").first.wait_for()
        assert faults(page) == []

        page.goto("/reports/make/")
        assert faults(page) == []
        for name in ("sections", "languages", "formats"):
            for box in page.locator(f"main [name={name}]:not([disabled])").all():
                box.set_checked((box.get_attribute("value") or "") in {"overview", "limits", language, "pdf"})
        page.locator("main form .form-actions .button").first.click()
        page.locator("#files").wait_for()
        assert faults(page) == []
        with page.expect_download() as kept:
            page.locator("main a[download]").first.click()
        assert Path(kept.value.path()).read_bytes()[:5] == b"%PDF-"

        page.fill("[name=reason]", "의회 보고")
        page.locator("form[action$='/publish/'] .button").click()
        page.locator("form[action$='/withdraw/']").wait_for()
        context.clear_cookies()
        context.add_cookies([chosen])
        page.goto("/open/")
        assert page.locator("main a[href^='/open/reports/']").count() > 0
        assert faults(page) == []
        context.close()
    assert office.rows("SELECT state FROM publication_report") == [("published",)]
