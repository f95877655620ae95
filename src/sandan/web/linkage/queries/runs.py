"""A run: how far its review is, its rows under a filter, the row that comes next."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from sandan.operate.business_number import format_business_number
from sandan.web.companies.queries.firms import companies_by_key, number_of
from sandan.web.linkage.models import SHOWN_TO_PERSONS, Decision, Entry, Run, State

__all__ = [
    "Asked",
    "Counted",
    "Line",
    "StateCount",
    "Waiting",
    "counted",
    "decided_lately",
    "entries_of",
    "entry_by_key",
    "lines",
    "lists_naming",
    "next_entry",
    "open_in_bulk",
    "run_by_key",
    "sample",
    "table",
    "to_take_over",
    "waiting",
]

PER_PAGE = 50
LATELY = 5
SAMPLE = 20
PIECE = 1_000


@dataclass(frozen=True)
class Asked:
    """What is asked of the rows of a run; the words are those of the address."""

    state: str = ""
    decision: str = ""
    q: str = ""


@dataclass(frozen=True)
class StateCount:
    """How many rows have a state, and what was decided about them."""

    state: State
    rows: int
    open: int


@dataclass(frozen=True)
class Counted:
    """A run in numbers, from one question."""

    states: Sequence[StateCount]
    decisions: Mapping[str, int]
    applied: int
    waiting_for_register: int
    """Decided as the same or as new, and not taken over yet."""

    @property
    def review_rows(self) -> int:
        return sum(one.rows for one in self.states if one.state in SHOWN_TO_PERSONS)

    @property
    def review_open(self) -> int:
        return sum(one.open for one in self.states if one.state in SHOWN_TO_PERSONS)

    @property
    def review_done(self) -> int:
        return self.review_rows - self.review_open

    @property
    def open(self) -> int:
        return sum(one.open for one in self.states)


@dataclass(frozen=True)
class Waiting:
    """How far the review is."""

    done: int
    whole: int

    @property
    def left(self) -> int:
        return self.whole - self.done


@dataclass(frozen=True)
class Line:
    """A row of a run in a list, with the company that it is or may be."""

    entry: Entry
    company: Any
    others: int


def run_by_key(key: uuid.UUID) -> Run | None:
    return Run.objects.select_related("by").filter(pk=key).first()


def entry_by_key(key: int) -> Entry | None:
    return Entry.objects.select_related("run", "company", "proposed", "decided_by").filter(pk=key).first()


def counted(run: Run) -> Counted:
    groups = list(
        run.entries.order_by()
        .values("state", "decision")
        .annotate(rows=Count("pk"), done=Count("applied_at"))
    )

    def total(column: str, **wanted: str) -> int:
        return sum(g[column] for g in groups if all(g[name] == value for name, value in wanted.items()))

    states = [
        StateCount(State(state), total("rows", state=state), total("rows", state=state, decision=""))
        for state in State.values
    ]
    decisions = {decision: total("rows", decision=decision) for decision in Decision.values}
    applied = total("done")
    return Counted(states, decisions, applied, decisions["same"] + decisions["new"] - applied)


def waiting(run: Run) -> Waiting:
    found = run.entries.filter(state__in=SHOWN_TO_PERSONS).aggregate(
        whole=Count("pk"), open=Count("pk", filter=Q(decision=""))
    )
    return Waiting(found["whole"] - found["open"], found["whole"])


def entries_of(run: Run, asked: Asked) -> QuerySet[Entry]:
    found = run.entries.select_related("company", "proposed", "decided_by")
    if asked.state:
        found = found.filter(state=asked.state)
    if asked.decision:
        found = found.filter(decision="" if asked.decision == "open" else asked.decision)
    return found.filter(name__icontains=asked.q) if asked.q else found


def lines(entries: Iterable[Entry]) -> list[Line]:
    """Name the company of each row, or its first candidate; one question for any number."""
    page = list(entries)
    first = {entry.pk: entry.candidates[0]["company"] for entry in page if entry.candidates}
    companies = companies_by_key(set(first.values()))
    return [
        Line(
            entry,
            entry.company or (companies.get(first.get(entry.pk, 0)) if entry.is_open else None),
            max(len(entry.candidates) - 1, 0) if entry.is_open else 0,
        )
        for entry in page
    ]


def next_entry(run: Run, person: Any) -> Entry | None:
    """Return the row that somebody should look at: their own, or the first that nobody else looks at."""
    now = timezone.now()
    free = Q(held_by=None) | Q(held_by=person) | Q(held_until__lt=now)
    mine_first = Case(When(held_by=person, held_until__gte=now, then=0), default=1)
    found = run.entries.filter(free, state__in=SHOWN_TO_PERSONS, decision="")
    ordered = found.order_by(mine_first, F("put_off_at").asc(nulls_first=True), "row")
    return ordered.select_related("run", "company", "proposed", "decided_by").first()


def decided_lately(run: Run, person: Any) -> list[Entry]:
    """Return what somebody decided last and can still take back, the last decision first."""
    found = run.entries.filter(decided_by=person, in_bulk=False, applied_at=None).exclude(decision="")
    return list(found.select_related("company").order_by("-decided_at", "-pk")[:LATELY])


def open_in_bulk(run: Run, state: str) -> QuerySet[Entry]:
    """Return the rows of a state that can be confirmed together."""
    return run.entries.filter(state=state, decision="")


def sample(run: Run, state: str) -> list[Entry]:
    """Return the weakest rows of a state and as many from all over the list, for a person to look at."""
    found = open_in_bulk(run, state).select_related("proposed")
    weakest = list(found.order_by("score", "row")[: SAMPLE // 2])
    keys = list(found.exclude(pk__in=[one.pk for one in weakest]).values_list("pk", flat=True))
    spread = keys[:: max(len(keys) // (SAMPLE // 2), 1)][: SAMPLE // 2]
    return weakest + list(found.filter(pk__in=spread))


def to_take_over(run: Run) -> QuerySet[Entry]:
    decided = run.entries.filter(decision__in=(Decision.SAME, Decision.NEW), applied_at=None)
    return decided.select_related("run", "company").order_by("row")


def lists_naming(company: Any) -> list[Entry]:
    """Return the rows of lists that are a company, for its page."""
    found = Entry.objects.filter(company=company, applied_at__isnull=False)
    return list(found.select_related("run", "decided_by").order_by("-run__as_of", "row"))


def table(run: Run, asked: Asked) -> Iterator[list[Any]]:
    """Give the headings of an export, then one line a row, in pieces."""
    yield [
        _("Row"),
        _("Name"),
        _("Business number"),
        _("Address"),
        _("What the matching says"),
        _("Points"),
        _("Candidates"),
        _("Decision"),
        _("Company number"),
        _("Company"),
        _("Decided by"),
        _("Decided at"),
        _("Taken over at"),
    ]
    for entry in entries_of(run, asked).iterator(chunk_size=PIECE):
        yield _exported(entry)


def _exported(entry: Entry) -> list[Any]:
    number = str(entry.data.get("business_number", ""))
    company = entry.company
    return [
        entry.row,
        entry.name,
        format_business_number(number) if number else "",
        entry.data.get("address", ""),
        entry.get_state_display(),
        entry.score,
        ", ".join(number_of(one["company"]) for one in entry.candidates),
        entry.get_decision_display(),
        company.number if company else "",
        company.name if company else "",
        str(entry.decided_by or ""),
        _minute(entry.decided_at),
        _minute(entry.applied_at),
    ]


def _minute(at: Any) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
