"""Pictures of every screen of the demonstration, in both languages, in light and dark, and on a phone."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, expect, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "images" / "office"
SANDAN = (sys.executable, "-c", "from sandan.cli import main; main()")
QUALITY = 62
"""Of JPEG: screens are read, not printed."""
PATIENCE = 240
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]


@dataclass(frozen=True)
class Look:
    """A way to look at a screen."""

    name: str
    language: str
    scheme: str
    width: int
    height: int


LOOKS = (
    Look("ko", "ko", "light", 1280, 860),
    Look("en-dark", "en", "dark", 1280, 860),
    Look("ko-phone", "ko", "light", 390, 780),
)

SCREENS = {
    "overview": ("planner", "/"),
    "clusters": ("planner", "/clusters/"),
    "industry": ("planner", "/clusters/261/"),
    "map": ("planner", "/map/"),
    "portfolio": ("planner", "/portfolio/"),
    "region-cluster": ("planner", "/portfolio/", "main a[href*='/portfolio/']"),
    "localization": ("planner", "/localization/"),
    "localization-curve": ("planner", "/localization/261/"),
    "hotspots": ("planner", "/hotspots/"),
    "industry-space": ("planner", "/industry-space/"),
    "opportunities": ("planner", "/opportunities/"),
    "bridge": ("planner", "/bridge/"),
    "creative-class": ("planner", "/creative-class/"),
    "robustness": ("planner", "/robustness/"),
    "change": ("planner", "/change/"),
    "firms-of-a-line": ("planner", "/change/births/"),
    "growth": ("planner", "/growth/"),
    "indicators": ("planner", "/indicators/"),
    "indicator": ("planner", "/indicators/workers/"),
    "peers": ("planner", "/figures/peers/"),
    "evaluations": ("planner", "/evaluation/"),
    "was-it-policy": ("planner", "/evaluation/", "main a[href$='/policy/']"),
    "detectable": ("planner", "/evaluation/", "main a[href$='/detectable/']"),
    "neighbors": ("planner", "/evaluation/", "main a[href$='/policy/']", "main a[href$='/neighbors/']"),
    "new-evaluation": ("planner", "/evaluation/register/"),
    "selection": ("planner", "/evaluation/selection/"),
    "alike": ("planner", "/evaluation/peers/"),
    "on-track": ("planner", "/evaluation/targets/"),
    "figure": ("planner", "/", "main a.figure"),
    "claims": ("planner", "/claims/"),
    "claim": ("planner", "/claims/", "main table a, main .list a"),
    "imports": ("planner", "/imports/"),
    "upload": ("planner", "/imports/upload/"),
    "companies": ("planner", "/companies/"),
    "company": ("planner", "/companies/?state=active&industry=26", "main table a"),
    "new-company": ("planner", "/companies/new/"),
    "register-quality": ("planner", "/companies/quality/"),
    "linkage": ("coordinator", "/linkage/"),
    "linkage-run": ("coordinator", "/linkage/", "main a[href*='/runs/']"),
    "linkage-review": ("coordinator", "/linkage/", "main a[href*='/runs/']", "main a[href*='/review/']"),
    "reports": ("planner", "/reports/"),
    "new-report": ("planner", "/reports/make/"),
    "open-data": ("planner", "/open/"),
    "api": ("planner", "/api/"),
    "jobs": ("administrator", "/jobs/"),
    "people": ("administrator", "/people/"),
    "roles": ("administrator", "/administration/roles/"),
    "audit": ("director", "/audit/"),
    "administration": ("administrator", "/administration/"),
    "retention": ("administrator", "/administration/retention/"),
    "backups": ("administrator", "/administration/backups/"),
    "no-permission": ("firm", "/clusters/"),
    "sign-in": ("", "/account/login/"),
}
"""For each picture who looks, the address, and the links that are followed from there."""


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def links(workspace: Path, address: str) -> dict[str, str]:
    """Furnish the office, and read the link of every role from what is printed."""
    words = [*SANDAN, "--workspace", str(workspace), "furnish", "--address", address]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return dict(re.findall(r"^  (\w+) +(http\S+)$", said, re.MULTILINE))


@contextmanager
def served(workspace: Path, port: int) -> Iterator[None]:
    """Serve the office until the pictures are made."""
    words = [*SANDAN, "--workspace", str(workspace), "serve", "--port", str(port)]
    with subprocess.Popen(words) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/account/login/")
            yield
        finally:
            process.terminate()


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 -- our own server
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def sign_in(browser: Browser, link: str) -> list[dict[str, object]]:
    """Enter by a link, and return the cookies that let one in."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    page.locator("main form button").first.click()
    page.wait_for_load_state()
    cookies = [dict(cookie) for cookie in context.cookies() if cookie["name"] == "sessionid"]
    context.close()
    return cookies


def settle(page: Page, address: str) -> None:
    """Open a screen, and wait until its answer is computed: a page that waits moves on by itself."""
    answer = page.goto(address)
    if answer is None or answer.status == HTTPStatus.NOT_FOUND:
        raise LookupError(f"Nothing is at {address}; correct `SCREENS`.")
    waiting = page.locator("progress[id^=job-], main [data-auto-submit]")
    expect(waiting).to_have_count(0, timeout=PATIENCE * 1000)
    page.wait_for_load_state()


def picture(page: Page, address: str, links: Iterable[str], file: Path) -> None:
    """Take the picture of one screen, or of the page behind links on it."""
    settle(page, address)
    for link in links:
        target = page.locator(link).first.get_attribute("href")
        if target is None:
            print(f"{page.url} has no {link}; {file.name} is left out")
            return
        settle(page, urljoin(page.url, target))
    page.screenshot(path=file, type="jpeg", quality=QUALITY)


def main() -> int:
    """Make all pictures of the workspace that is named, or only those of the screens named after it."""
    workspace, *wanted = sys.argv[1:] or ["demo"]
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    entries = links(Path(workspace), base)
    with served(Path(workspace), port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        roles = {role for role, *_ in SCREENS.values() if role}
        cookies = {role: sign_in(browser, entries[role]) for role in roles}
        for look in LOOKS:
            for name in wanted or SCREENS:
                role, address, *follow = SCREENS[name]
                context = browser.new_context(
                    viewport={"width": look.width, "height": look.height},
                    color_scheme="dark" if look.scheme == "dark" else "light",
                )
                language = {"name": "django_language", "value": look.language, "url": base}
                context.add_cookies([*cookies.get(role, []), language])  # type: ignore[list-item]
                picture(context.new_page(), base + address, follow, FOLDER / f"{name}-{look.name}.jpg")
                context.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
