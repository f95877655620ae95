"""Reports with files on disk, and keys of programs."""

import hashlib
from datetime import date, timedelta

import factory
from django.conf import settings
from django.utils import timezone

from sandan.web.publication.actions import hash_of
from sandan.web.publication.models import ApiToken, Report, State
from sandan.web.publication.queries import place_of

PAGE = "<!DOCTYPE html><title>보고서</title><p>412"
SNAPSHOT = {
    "id": "ab" * 32,
    "kind": "establishments",
    "profile": "sandan-register",
    "title": "Register of establishments",
    "source": "Statistics of the city",
    "licence": "for this office",
    "edition": "final",
    "as_of": "2013-12-31",
}
CONTENTS = {
    "A-2010-2013-ko.html": PAGE.encode(),
    "A-2010-2013-ko.zip": b"PK",
}


def filed(name, content):
    stem, _, form = name.partition(".")
    return {
        "name": name,
        "language": stem[-2:],
        "format": form,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
    }


class ReportFactory(factory.django.DjangoModelFactory):
    """A draft whose files are not made yet."""

    class Meta:
        model = Report
        skip_postgeneration_save = True

    lens = factory.LazyFunction(lambda: {"city": "A", "start": 2010, "end": 2013, "peers": "", "use": []})
    sections = factory.LazyFunction(lambda: ["overview", "limits"])
    languages = factory.LazyFunction(lambda: ["ko"])
    formats = factory.LazyFunction(lambda: ["html", "zip"])


class MadeFactory(ReportFactory):
    """A draft with its files."""

    titles = factory.LazyFunction(lambda: {"ko": "가시의 산업, 2010–2013"})
    facts = factory.LazyFunction(lambda: {"ko": [["지역", "가시"]]})
    snapshots = factory.LazyFunction(lambda: [dict(SNAPSHOT)])
    files = factory.LazyFunction(lambda: [filed(name, content) for name, content in CONTENTS.items()])
    code, version = "c0ffee0123456789", "0.1.0"
    made_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def on_disk(report, *told, **more):  # noqa: ARG002, N805 -- factory-boy hands over the report
        place_of(report).mkdir(parents=True)
        for name, content in CONTENTS.items():
            (place_of(report) / name).write_bytes(content)


class PublishedFactory(MadeFactory):
    state = State.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
    published_because = "yearly report"


class WithdrawnFactory(PublishedFactory):
    state = State.WITHDRAWN
    withdrawn_at = factory.LazyFunction(timezone.now)
    withdrawn_because = "a table was wrong"


def key_of(person, *, days=30, **about):
    """Make a key that works, without the trail; returns what a program sends."""
    secret = f"sandan_{person.pk}_{ApiToken.objects.count()}"
    day = about.pop("expires_on", date.today() + timedelta(days=days))  # noqa: DTZ011
    ApiToken.objects.create(
        person=person, name="key", sha256=hash_of(secret), begins=secret[:11], expires_on=day, **about
    )
    return secret


def published_dir():
    return settings.WORKSPACE.reports_dir / "published"
