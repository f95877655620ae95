"""People who work in a served office all at once, and what its database and its trail hold afterwards."""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

SYLLABLES = (
    "가나다라마바사아자차카타파하고노도로모보소오조초코토포호구누두루무부수우주추투푸후기니디리미비시이"
)
PEOPLE = """
import json, sys
from django.test import Client
from sandan.web.accounts.models import Person, RoleAssignment
role, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sessions = {}
for number in range(first, first + count):
    email = f"editor-{number:02}@example.org"
    person = Person.objects.create(email=email, name=f"편집자 {number:02}")
    RoleAssignment.objects.create(person=person, role=role)
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    sessions[email] = client.cookies["sessionid"].value
print(json.dumps(sessions))
"""


@dataclass(frozen=True)
class Answer:
    """What the office answered."""

    status: int
    location: str
    body: str


@dataclass
class Place:
    """Where the office is now; while it is nowhere, everybody waits."""

    address: str = ""
    there: threading.Event = field(default_factory=threading.Event)

    def opens(self, address: str) -> None:
        self.address = address
        self.there.set()


@dataclass
class Desk:
    """Somebody with a browser: cookies, and all answers that were no plain page, redirect or conflict."""

    place: Place
    email: str
    cookies: dict[str, str] = field(default_factory=dict)
    strange: list[Answer] = field(default_factory=list)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def fill(self, path: str, **typed: Any) -> Answer:
        """Open a form, and send it with what was typed."""
        return self.send(path, self.get(path), **typed)

    def send(self, path: str, page: Answer, **typed: Any) -> Answer:
        hidden = {name: _hidden(name, page.body) for name in ("csrfmiddlewaretoken", "seen")}
        return self._ask("POST", path, urlencode({**hidden, **typed}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        found = urlsplit(self.place.address)
        connection = http.client.HTTPConnection(found.hostname or "", found.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for one in response.headers.get_all("Set-Cookie") or ():
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        answer = Answer(response.status, response.headers.get("Location", ""), text)
        if answer.status not in {200, 302, 409} or "database is locked" in text:
            self.strange.append(answer)
        return answer


def _hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""


@dataclass
class Work:
    """What was sent: saved if the office said so, open if it died before it answered."""

    saved: list[tuple[str, str]] = field(default_factory=list)
    open: list[tuple[str, str]] = field(default_factory=list)
    conflicts: int = 0

    def tokens(self, kind: str, *, of: Iterable[tuple[str, str]] | None = None) -> Counter[str]:
        """Count the words of a kind of work: of what was saved, or of what is named."""
        return Counter(token for one, token in (self.saved if of is None else of) if one == kind)

    def note(self, kind: str, token: str, answer: Answer) -> bool:
        if answer.status == 302:
            self.saved.append((kind, token))
        elif answer.status == 409:
            self.conflicts += 1
        return answer.status == 302


def desks(office: Any, place: Place, count: int, *, first: int = 1, role: str = "planner") -> list[Desk]:
    """Make people who are signed in: attempts to sign in are counted by address, and theirs is one."""
    sessions = office.python(PEOPLE, role, str(first), str(count))
    return [Desk(place, email, {"sessionid": key}) for email, key in sessions.items()]


def all_together(people: Sequence[Desk], path: str, typed: Callable[[Desk], dict[str, str]]) -> list[Answer]:
    """Let everybody open a form before anybody sends it."""
    pages = all_at_once(lambda desk: (desk, desk.get(path)), people)
    return all_at_once(lambda one: one[0].send(path, one[1], **typed(one[0])), pages)


def all_at_once(do: Callable[[Any], Any], many: Sequence[Any]) -> list[Any]:
    with ThreadPoolExecutor(len(many)) as pool:
        return list(pool.map(do, many))


@dataclass
class Editor:
    """Somebody who does some of everything, each time under a word that nobody else uses."""

    desk: Desk
    shared: Sequence[str]
    work: Work = field(default_factory=Work)
    own: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def rounds(self, count: int) -> None:
        rng = random.Random(self.desk.email)
        for number in range(count):
            token = f"{''.join(rng.choices(SYLLABLES, k=6))} {self.desk.email[7:9]}-{number}"
            for kind in ("company", "row", "facts", "claim"):
                if self.stop.is_set():
                    return
                self.desk.place.there.wait()
                self._try(kind, token)

    def _try(self, kind: str, token: str) -> None:
        """Do one thing; if the office dies over it, nobody knows whether it was done."""
        try:
            getattr(self, kind)(token)
        except (OSError, http.client.HTTPException):
            self.work.open.append((kind, token))
            time.sleep(0.2)

    def company(self, token: str) -> None:
        """Enter a company, and say why it is another one if it looks like one that is known."""
        about = {"name": token, "address": "경기도 하늘시 바람로 1"}
        answer = self.desk.fill("/companies/new/", **about)
        if answer.status == 200:
            answer = self.desk.send("/companies/new/", answer, **about, despite="이름이 비슷한 다른 기업")
        self.work.note("company", token, answer)
        self.own = answer.location

    def row(self, token: str) -> None:
        if self.own:
            path = f"{self.own}certificates/new/"
            answer = self.desk.fill(path, kind="venture", number=token, valid_from="2013-01-01")
            self.work.note("row", token, answer)

    def facts(self, token: str) -> None:
        """Change what everybody changes."""
        company = self.shared[sum(token.encode()) % len(self.shared)]
        self.work.note("facts", token, self.desk.fill(f"{company}edit/", main_product=token))

    def claim(self, token: str) -> None:
        said = {"subject": token, "said": "기업이 늘었다", "kind": "flow", "value": "12", "unit": "firms"}
        where = {"period": "2013", "place": "하늘시", "new_outlet": "하늘일보"}
        self.work.note("claim", token, self.desk.fill("/claims/add/", **said, **where))


KEPT = {
    "company": ("SELECT name FROM companies_company", "company.registered", "name"),
    "row": ("SELECT number FROM companies_certificate", "company.row_added", "number"),
    "claim": ("SELECT subject FROM claims_claim", "claim.entered", "subject"),
}
"""For each kind of work: where it lies, what the trail calls it, and which value names it."""


def kept(office: Any, kind: str) -> Counter[str]:
    return Counter(value for (value,) in office.rows(KEPT[kind][0]))


def told(office: Any, kind: str) -> Counter[str]:
    """Count what the trail tells of a kind of work."""
    _, action, name = KEPT[kind]
    return Counter(str(after.get(name)) for _, _, after in events(office, action))


def events(office: Any, action: str) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Give the events of a kind in their order: of which object, before, after."""
    sql = f"SELECT object_id, before, after FROM audit_event WHERE action = '{action}' ORDER BY number"
    return [(of, _json(before), _json(after)) for of, before, after in office.rows(sql)]


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def histories(office: Any) -> dict[str, list[tuple[str, str]]]:
    """Give for each company how its main product changed, from what to what."""
    found: dict[str, list[tuple[str, str]]] = {}
    for company, before, after in events(office, "company.corrected"):
        found.setdefault(company, []).append((before["main_product"], after["main_product"]))
    return found


def lost_updates(office: Any) -> list[str]:
    """Name the companies where a change did not start from what the one before it had left."""
    now = {
        str(pk): (product, revision)
        for pk, product, revision in office.rows("SELECT id, main_product, revision FROM companies_company")
    }
    return [company for company, steps in histories(office).items() if not _unbroken(steps, *now[company])]


def _unbroken(steps: Sequence[tuple[str, str]], product: str, revision: int) -> bool:
    starts, ends = [start for start, _ in steps], ["", *(end for _, end in steps)]
    return [*starts, product] == ends and revision == len(steps) + 1


def all_of(works: Iterable[Work]) -> Work:
    whole = Work()
    for one in works:
        whole.saved += one.saved
        whole.open += one.open
        whole.conflicts += one.conflicts
    return whole


STEMS = ("하늘", "바람", "나루", "다온", "가람", "누리", "미르", "보람", "새롬", "한울", "두레", "아라")
KINDS = ("전자", "정밀", "테크", "산업", "시스템", "화학", "기계", "바이오", "소프트", "엔지니어링", "반도체")
FORMS = ("㈜{}", "주식회사 {}", "{}(주)", "{}")
ROADS = ("둔촌대로", "사기막골로", "갈마치로", "판교로", "산성대로", "테크노로")
PRODUCTS = ("인쇄회로기판", "의료기기 부품", "정밀 금형", "영상 소프트웨어", "전자부품", "식품 포장재")


def invented_firms(count: int, seed: int = 2013) -> Iterator[dict[str, Any]]:
    """Draw firms as `take_in` reads them, each with a number that is right and a place."""
    rng = random.Random(seed)
    for row in range(1, count + 1):
        stem = rng.choice(STEMS) + rng.choice(SYLLABLES) + rng.choice(SYLLABLES) + rng.choice(KINDS)
        nine = f"{101 + row // 989_901}{row // 9_999 % 99 + 1:02}{row % 9_999 + 1:04}"
        yield {
            "row": row,
            "name": rng.choice(FORMS).format(stem),
            "business_number": nine + _last_digit(nine),
            "main_product": rng.choice(PRODUCTS),
            "addresses": [{"text": f"경기도 하늘시 중원구 {rng.choice(ROADS)} {rng.randrange(1, 400)}"}],
        }


def _last_digit(nine: str) -> str:
    total = sum(w * int(d) for w, d in zip((1, 3, 7, 1, 3, 7, 1, 3, 5), nine, strict=True))
    return str(-(total + 5 * int(nine[8]) // 10) % 10)


FILL = """
import sys, time
from itertools import islice
from django.db import connection
from office_load import invented_firms
from sandan.web.companies.actions import take_in
from sandan.web.companies.models import Company
missing = max(0, int(sys.argv[1]) - Company.objects.count())
began = time.perf_counter()
take_in(invented_firms(missing), by=None, source="invented")
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
print(time.perf_counter() - began)
"""


def fill(office: Any, companies: int) -> float:
    """Fill the register up to a number of companies; gives the seconds."""
    return float(office.python(FILL, str(companies)))
