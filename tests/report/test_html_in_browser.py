from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sandan.report.document import Document
from sandan.report.formats.html import render_html

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def addresses(
    specimen: Callable[[str], Document], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    pages = {language: folder / f"{language}.html" for language in ("ko", "en")}
    for language, path in pages.items():
        path.write_text(render_html(specimen(language)), encoding="utf-8")
    return {language: path.as_uri() for language, path in pages.items()}


@pytest.fixture
def visit(browser: Browser, addresses: dict[str, str]) -> Iterator[Callable[..., Page]]:
    """Open the specimen; at the end no request and no complaint of the browser may have been seen."""
    contexts, seen = [], []

    def open_page(language: str = "ko", **options: Any) -> Page:
        context = browser.new_context(offline=True, **{"viewport": DESKTOP} | options)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: seen.append(request.url))
        page.on("console", lambda message: seen.append(message.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.goto(addresses[language])
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert set(seen) <= set(addresses.values())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_accessibility_checker_finds_nothing(
    visit: Callable[..., Page], language: str, scheme: str, viewport: dict[str, int]
) -> None:
    page = visit(language, color_scheme=scheme, viewport=viewport)
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility_checker_finds_nothing_on_a_card(visit: Callable[..., Page], scheme: str) -> None:
    page = visit(color_scheme=scheme)
    page.locator(".tile a.n").first.click()
    found = Axe().run(page, context="#figure-card")
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_page_never_scrolls_sideways(visit: Callable[..., Page], language: str, width: int) -> None:
    page = visit(language, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_wide_tables_scroll_in_their_own_region_by_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("en", viewport=PHONE)
    region = page.get_by_role("region", name="Establishments in strategic industries by district, 2010–2013")
    assert region.evaluate("one => one.scrollWidth > one.clientWidth")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("one => one.scrollLeft > 0", arg=region.element_handle())


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_chart_is_shown_and_read_aloud_once_and_fits_the_screen(
    visit: Callable[..., Page], viewport: dict[str, int]
) -> None:
    page = visit("en", viewport=viewport)
    pictures = page.locator("figure.chart .picture")
    assert pictures.count() == 2
    (shown,) = [one for one in pictures.all() if one.is_visible()]
    assert ("narrow" in str(shown.get_attribute("class"))) == (viewport is PHONE)
    assert page.get_by_role("img").count() == 1
    assert shown.evaluate("one => one.scrollWidth <= one.clientWidth")
    letters = shown.evaluate("one => one.querySelector('svg').getBoundingClientRect().right")
    assert letters <= viewport["width"]


def test_a_table_says_that_it_scrolls_only_where_it_does(visit: Callable[..., Page]) -> None:
    for viewport in (DESKTOP, PHONE):
        page = visit("en", viewport=viewport)
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        page.wait_for_function("document.querySelectorAll('.scroll').length > 0")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        said = page.locator(".scroll").evaluate_all(
            "all => all.map(one => [one.scrollWidth > one.clientWidth, !one.previousElementSibling.hidden])"
        )
        assert all(scrolls == hint for scrolls, hint in said)
        assert any(scrolls for scrolls, _ in said) == (viewport is PHONE)


def test_tab_enter_and_escape_open_and_close_a_card(visit: Callable[..., Page]) -> None:
    page = visit("en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the report")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    number = page.locator(".lead a.n").first
    expect(number).to_be_focused()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog", name="Establishments in strategic industries, row 1")
    expect(card).to_be_visible()
    expect(card).to_contain_text("2,411 firms")
    expect(card).to_contain_text(f"sandan replay {number.get_attribute('href')}".replace("#", ""))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(number).to_be_focused()


def test_card_shows_how_a_hidden_value_was_made(visit: Callable[..., Page]) -> None:
    page = visit("ko")
    page.locator("a.n", has_text="가림").first.click()
    card = page.get_by_role("dialog")
    for words in (
        "[210.5, 260]",
        "change_account",
        "area = 41130",
        "전략산업 규칙이 포함하는",
        "9f2c51aa" * 8,
        "가림",
        "한빛시 (41130)",
    ):
        expect(card).to_contain_text(words)


def test_citation_is_copied(visit: Callable[..., Page]) -> None:
    page = visit("en", permissions=["clipboard-read", "clipboard-write"])
    page.locator(".lead a.n").first.click()
    page.get_by_role("button", name="Copy citation").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".card-citation").inner_text()
    assert copied.startswith(
        "Establishments in strategic industries, row 1: 2,411 firms. Hanbit (41130), 2010."
    )


def test_card_leads_to_the_list_of_figures(visit: Callable[..., Page]) -> None:
    page = visit("en")
    number = page.locator(".lead a.n").first
    number.click()
    page.get_by_role("link", name="Show in the list of figures").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator(str(number.get_attribute("href")))).to_be_in_viewport()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_without_scripts_a_number_leads_to_its_entry(visit: Callable[..., Page], language: str) -> None:
    page = visit(language, java_script_enabled=False)
    number = page.locator(".tile a.n").first
    number.click()
    entry = page.locator(str(number.get_attribute("href")))
    expect(entry).to_be_in_viewport()
    expect(entry).to_contain_text("2,839")


def test_print_shows_tables_of_charts_and_no_controls(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit("en")
    page.emulate_media(media="print")
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator("figure.chart table")).to_be_visible()
    expect(page.locator(".picture.wide")).to_be_visible()
    expect(page.locator(".picture.narrow")).to_be_hidden()
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 0


def test_chart_changes_color_in_the_dark(visit: Callable[..., Page]) -> None:
    color = "document.querySelector('.picture svg > rect').computedStyleMap().get('fill').toString()"
    shades = {scheme: visit(color_scheme=scheme).evaluate(color) for scheme in ("light", "dark")}
    assert shades == {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}
