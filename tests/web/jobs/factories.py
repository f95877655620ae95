"""Jobs for tests."""

import uuid
from datetime import timedelta

import factory
from django.utils import timezone

from sandan.web.jobs.models import Job


class JobFactory(factory.django.DjangoModelFactory):
    """A job that waits; traits give it another state with everything that belongs to it."""

    class Meta:
        model = Job

    kind = "test.count"
    title = "stores.csv"
    parameters = factory.LazyFunction(lambda: {"to": 3})

    class Params:
        running = factory.Trait(
            state="running",
            token=factory.LazyFunction(uuid.uuid4),
            lease_until=factory.LazyFunction(lambda: timezone.now() + timedelta(seconds=20)),
            started=factory.LazyFunction(timezone.now),
            attempts=1,
        )
        finished_well = factory.Trait(
            state="done",
            started=factory.LazyFunction(lambda: timezone.now() - timedelta(seconds=75)),
            finished=factory.LazyFunction(timezone.now),
            attempts=1,
            result={"rows": 12},
        )
        refused = factory.Trait(
            state="failed",
            started=factory.LazyFunction(timezone.now),
            finished=factory.LazyFunction(timezone.now),
            attempts=1,
            error="Row 17 has a negative number of workers.",
            error_code="table",
        )
        dropped = factory.Trait(state="cancelled", finished=factory.LazyFunction(timezone.now))
