"""Rows of the ledger for tests."""

import factory

from sandan.web.claims.models import Claim, Evidence, Opinion, Source


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"T{n + 1}")
    outlet = factory.Sequence(lambda n: f"신문 {n + 1}")


class ClaimFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Claim

    key = factory.Sequence(lambda n: f"K{n + 1}")
    subject = "jobs"
    said = "1000 jobs in two years"
    value = 1000.0
    unit = "persons"
    period = "2012/2013"
    place = "Hanul"
    kind = "flow"
    source = factory.SubFactory(SourceFactory)


class EvidenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evidence

    claim = factory.SubFactory(ClaimFactory)
    position = factory.LazyAttribute(lambda row: row.claim.evidence.count() + 1)
    value = 1000.0
    unit = "persons"
    period = "2012/2013"
    measures = factory.Sequence(lambda n: f"jobs in the report {n}")
    stance = "same"
    source = factory.SubFactory(SourceFactory)


class OpinionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Opinion

    claim = factory.SubFactory(ClaimFactory)
    verdict = "conflicts"
    reason = "The minutes of the council give 700."
    role = "planner"
