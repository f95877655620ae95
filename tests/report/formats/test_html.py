import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from sandan.report.document import Document, Number, Paragraph, Section, figures_of
from sandan.report.formats.html import render_html
from sandan.report.wording.words import words_of

LANGUAGES = ["ko", "en"]
LARGEST_BYTES = 3_000_000


class Elements(HTMLParser):
    """Collects every tag with its attributes and the text inside of it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request: pytest.FixtureRequest, specimen: Callable[[str], Document]) -> tuple[Document, str]:
    document = specimen(request.param)
    return document, render_html(document)


def inside(page: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    assert found
    return found[1]


def test_page_names_its_language_and_title(written: tuple[Document, str]) -> None:
    document, page = written
    assert f'<html lang="{document.language}">' in page
    assert inside(page, "title") == document.title


def test_page_asks_for_nothing_outside(written: tuple[Document, str]) -> None:
    _, page = written
    loaders = [
        attrs.get(key) for _, attrs in Elements(page).found for key in ("src", "href", "data", "srcset")
    ]
    assert all(address.startswith("#") for address in loaders if address)
    assert "@import" not in page
    assert "url(http" not in page


def test_policy_allows_exactly_the_style_and_script_of_the_page(written: tuple[Document, str]) -> None:
    _, page = written
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    hashes = {
        kind: f"'sha256-{b64encode(sha256(inside(page, tag).encode()).digest()).decode()}'"
        for kind, tag in (("style-src", "style"), ("script-src", "script"))
    }
    allowed = dict(part.strip().split(" ", 1) for part in policy[1].replace("&#39;", "'").split(";"))
    assert allowed == hashes | {
        "default-src": "'none'",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


def test_page_has_no_inline_styles_or_handlers(written: tuple[Document, str]) -> None:
    _, page = written
    assert not [
        attrs
        for _, attrs in Elements(page).found
        if any(key == "style" or key.startswith("on") for key in attrs)
    ]


def test_identifiers_are_unique_and_every_link_has_a_target(written: tuple[Document, str]) -> None:
    _, page = written
    elements = Elements(page).found
    names = [attrs["id"] for _, attrs in elements if "id" in attrs]
    assert len(names) == len(set(names))
    targets = {attrs["href"] for tag, attrs in elements if tag == "a"}
    assert {str(target).removeprefix("#") for target in targets} <= set(names)


def test_every_number_links_to_its_entry_and_has_a_card(written: tuple[Document, str]) -> None:
    document, page = written
    ids = {figure.id for figure in figures_of(document)}
    links = {
        str(attrs["href"])[1:]
        for tag, attrs in Elements(page).found
        if tag == "a" and "n" in str(attrs.get("class")).split()
    }
    records = re.search(r'id="figure-records">(.*?)</script>', page, re.DOTALL)
    assert records
    assert links == ids == set(json.loads(records[1])["figures"])


def test_what_cannot_be_said_is_one_box_and_a_notice_another(written: tuple[Document, str]) -> None:
    """Two sentences in a row share a frame; what only stands beside them does not."""
    document, page = written
    elements = Elements(page).found
    classes = [str(attrs.get("class")) for _, attrs in elements]
    assert classes.count("cannot-say") == 2
    assert classes.count("notice") == 1
    words = words_of(document.language)
    assert page.count(f">{words['cannot_say']}<") == 2
    assert page.count(f">{words['notice']}<") == 1


def test_hostile_text_stays_text(specimen: Callable[[str], Document]) -> None:
    figure = replace(figures_of(specimen("en"))[0], label="</script><b>&").with_id()
    words = Paragraph(("<script>alert(1)</script>", Number(figure, "<i>1</i>")))
    page = render_html(Document("en", "<b>", "", (("a", "<u>"),), (Section("s", "<s>", (words,)),)))
    tags = [tag for tag, _ in Elements(page).found]
    assert not {"b", "i", "u", "s"} & set(tags)
    assert tags.count("script") == 2


def test_equal_reports_give_equal_pages(written: tuple[Document, str]) -> None:
    document, page = written
    assert render_html(document) == page


def test_fifteen_hundred_figures_stay_small(specimen: Callable[..., Document]) -> None:
    document = specimen("ko", districts=360)
    assert len(figures_of(document)) > 1_500
    assert len(render_html(document).encode()) < LARGEST_BYTES
