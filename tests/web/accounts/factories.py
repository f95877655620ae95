"""People and links as tests need them."""

import hashlib
from datetime import timedelta

import factory
from django.utils import timezone

from sandan.web.accounts.models import EntryLink, Person, RoleAssignment


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"사람 {n}")
    email = factory.Sequence(lambda n: f"person-{n}@example.org")


class RoleAssignmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoleAssignment

    person = factory.SubFactory(PersonFactory)
    role = "planner"


class EntryLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EntryLink

    class Params:
        token = "a-token"

    person = factory.SubFactory(PersonFactory)
    purpose = "invitation"
    token_sha256 = factory.LazyAttribute(lambda link: hashlib.sha256(link.token.encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))
