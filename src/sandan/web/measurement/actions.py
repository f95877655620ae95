"""Asking for answers and keeping them; storing among whom a place is compared."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from sandan.data.vault.disk import replace_file
from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.web.accounts.models import Person
from sandan.web.audit.actions import record
from sandan.web.jobs.actions import enqueue
from sandan.web.jobs.models import Job
from sandan.web.measurement.cases import comparison_sets, sets_path
from sandan.web.measurement.lens import Lens
from sandan.web.measurement.models import Office, Sheet
from sandan.web.measurement.queries import CHOICES, asked_of, choices, key_of
from sandan.web.measurement.questions.catalog import FIRST_ASKED
from sandan.web.shared.catalog import reader_language

__all__ = ["ask", "ask_for_all", "change_office", "keep", "replay", "store_comparison_set"]


def ask(*, by: Person | None, asked: Mapping[str, Any], address: str = "") -> Job:
    """Have a question answered in the background; asking twice is asking once."""
    return enqueue(
        by=by,
        kind="measurement.answer",
        title=_seen(asked),
        parameters={"asked": dict(asked)},
        key=f"answer:{key_of(asked)}",
        address=address,
    )


def _seen(asked: Mapping[str, Any]) -> str:
    """Say what a question looks at; its own words are added in the language of whoever reads of it."""
    if asked["lens"] is None:
        return ""
    lens, offered = Lens.from_json(asked["lens"]), choices()
    names = {} if offered is None else offered.cities.get(lens.city, {})
    return f"{names.get(reader_language(), lens.city)} {lens.start}–{lens.end}"


def ask_for_all(*, by: Person | None, lens: Lens | None) -> list[Job]:
    """Have everything answered that people look at first; without a lens only what there is to look at."""
    wanted = [asked_of(CHOICES, None, {})]
    if lens is not None:
        wanted += [asked_of(question, lens, {}) for question in FIRST_ASKED]
    return [ask(by=by, asked=asked) for asked in wanted]


def keep(*, asked: Mapping[str, Any], content: Mapping[str, Any], seconds: float) -> Sheet:
    """Keep an answer; one that is there already is the same by its key."""
    kept, _made = Sheet.objects.get_or_create(
        key=key_of(asked),
        defaults={"question": asked["question"], "asked": asked, "content": content, "seconds": seconds},
    )
    return kept


def replay(*, by: Person, figure: str) -> Job:
    return enqueue(
        by=by,
        kind="measurement.replay",
        title=figure,
        parameters={"figure": figure},
        key=f"replay:{figure}",
        address=f"/figures/{figure}/",
    )


@transaction.atomic
def store_comparison_set(*, by: Person, chosen: ComparisonSet) -> None:
    """Store among whom a place is compared, with its rule and day; a set is never changed, only added to."""
    stored = comparison_sets()
    text = "\n".join(one.to_toml() for one in [*stored.values(), chosen])
    record(by=by, action="comparison_set.stored", on=by, after=chosen.to_json())
    replace_file(sets_path(), text.encode())


@transaction.atomic
def change_office(
    *, by: Person, city: str, start: int | None, end: int | None, comparison_set: str
) -> Office:
    """Set what pages start with."""
    Office.objects.get_or_create(pk=Office.ONLY)
    found = Office.objects.select_for_update().get(pk=Office.ONLY)
    values: dict[str, Any] = {"city": city, "start": start, "end": end, "comparison_set": comparison_set}
    before = {name: getattr(found, name) for name, value in values.items() if getattr(found, name) != value}
    if before:
        for name in before:
            setattr(found, name, values[name])
        found.save(update_fields=list(before))
        after = {name: values[name] for name in before}
        record(by=by, action="office.changed", on=found, before=before, after=after)
    return found
