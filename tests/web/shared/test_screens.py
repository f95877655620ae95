"""The frame and every component in a real browser: light, dark, wide, on a phone, without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


def path(page):
    return "/" + page.url.split("/", 3)[3]


def _violations(page):
    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found]


def _too_wide(page):
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1280, 390])
def test_gallery_has_nothing_to_object_to(screen, width, dark, language):
    page = screen(width=width, dark=dark, language=language)
    page.goto("/gallery/")
    assert (_violations(page), page.complaints, _too_wide(page)) == ([], [], 0)


@pytest.mark.parametrize("address", ["/account/login/", "/account/signup/", "/account/password/reset/"])
def test_entrance_has_nothing_to_object_to(screen, address):
    page = screen(signed_in=False, width=390)
    page.goto(address)
    assert (_violations(page), page.complaints, _too_wide(page)) == ([], [], 0)


@pytest.mark.parametrize("address", ["/account/password/change/", "/account/2fa/", "/account/sessions/"])
def test_account_has_nothing_to_object_to(screen, address):
    page = screen(dark=True)
    page.goto(address)
    assert (_violations(page), page.complaints, _too_wide(page)) == ([], [], 0)


@pytest.mark.parametrize(("address", "status"), [("/nowhere/", 404), ("/gallery/refuse/", 422)])
def test_refusal_has_nothing_to_object_to(screen, address, status):
    page = screen()
    answer = page.goto(address)
    assert (answer.status, _violations(page), _too_wide(page)) == (status, [], 0)


def test_errors_take_the_focus_and_are_named_by_their_fields(screen):
    page = screen()
    page.goto("/gallery/")
    assert page.evaluate("document.activeElement.id") == "errors"
    field = page.locator("[name=number]")
    described = page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert described.inner_text() == "“12-34”는 사업자등록번호가 아닙니다. 숫자 10자리를 적습니다."


def test_current_tab_is_in_sight_and_the_page_stays_at_its_top(screen):
    page = screen(width=390)
    page.goto("/gallery/?calm")
    at = page.locator(".tabs [aria-current]").last.bounding_box()
    assert page.evaluate("window.scrollY") == 0
    assert at["x"] >= 0
    assert at["x"] + at["width"] <= 390


def test_theme_is_switched_at_once_and_remembered(screen):
    page = screen()
    page.goto("/gallery/")
    with page.expect_response("**/theme/"):
        page.click("[data-theme-switch] button")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_number_opens_its_card_and_gives_the_focus_back(screen):
    page = screen()
    page.goto("/gallery/")
    page.locator(".tile a.figure").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("dialog[open]")
    assert page.locator(".dialog-body").inner_text().split() == ["출처", "F-1"]
    page.keyboard.press("Escape")
    assert page.locator("dialog").count() == 0
    assert page.evaluate("document.activeElement.className") == "figure"


def test_number_is_a_plain_link_without_scripts(screen):
    page = screen(scripts=False)
    page.goto("/gallery/")
    page.click(".tile a.figure")
    assert path(page) == "/gallery/figures/F-1/"


def test_refused_request_is_said_in_the_words_of_the_core(screen):
    page = screen(language="en")
    page.goto("/gallery/")
    page.click("[hx-get]")
    page.wait_for_selector("#toasts .message")
    assert page.locator("#toasts").inner_text() == (
        "The file holds 3 columns, but 5 are needed. Add the missing two."
    )


def test_lost_server_is_said_in_the_language_of_the_page(screen):
    page = screen()
    page.goto("/gallery/")
    page.route("**/refuse/", lambda route: route.abort())
    page.click("[hx-get]")
    page.wait_for_selector("#toasts .message")
    assert page.locator("#toasts").inner_text() == (
        "서버에 연결하지 못하였습니다. 처리되었는지 확인한 뒤 다시 시도하십시오."
    )


def test_keys_are_listed_and_can_be_switched_off(screen):
    page = screen()
    page.goto("/gallery/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("dialog kbd").all_inner_texts() == ["?", "/", "c", "p", "n"]
    page.uncheck("dialog input")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    assert path(page) == "/gallery/"


def test_search_is_one_key_away(screen):
    page = screen()
    page.goto("/gallery/")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_next_page_is_one_key_away(screen):
    page = screen()
    page.goto("/gallery/")
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert path(page) == "/gallery/?page=4"


def test_menu_opens_on_a_phone_without_scripts(screen):
    page = screen(width=390, scripts=False)
    page.goto("/gallery/")
    assert not page.locator("#menu").is_visible()
    page.click(".menu-button")
    assert page.locator("#menu").is_visible()


def test_menu_always_stands_beside_the_page_on_a_desk(screen):
    page = screen(scripts=False)
    page.goto("/gallery/")
    assert page.locator("#menu").is_visible()


def test_leaving_an_unsaved_form_asks_first(screen):
    page = screen()
    page.goto("/gallery/")
    page.fill("[name=name]", "하늘정밀")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/gallery/?next")
    assert asked == ["beforeunload"]
