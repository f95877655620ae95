"""Companies and what is dated about them, as tests need them; all of them are found by search."""

from datetime import date

import factory

from sandan.web.companies.actions.indexing import index
from sandan.web.companies.models import (
    Address,
    Certificate,
    Company,
    CompanyName,
    Contact,
    Establishment,
    IndustryCode,
    LikelyDuplicate,
)
from sandan.web.companies.queries.search import name_key


class CompanyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Company
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"{'가나다라마바사아자차'[n % 10]}빛산업 {n}")
    name_key = factory.LazyAttribute(lambda company: name_key(company.name))

    @factory.post_generation
    def dated(company, *_, **__):  # noqa: N805 -- factory-boy hands over the company
        CompanyName.objects.create(company=company, name=company.name)
        index([company.pk])


class _OfCompany(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)

    @factory.post_generation
    def indexed(row, *_, **__):  # noqa: N805 -- as above
        index([row.company_id])


class CompanyNameFactory(_OfCompany):
    class Meta:
        model = CompanyName

    kind = "former"


class AddressFactory(_OfCompany):
    class Meta:
        model = Address

    text = "경기도 성남시 분당구 판교로 242"


class EstablishmentFactory(_OfCompany):
    class Meta:
        model = Establishment

    name = "판교 사업장"


class IndustryCodeFactory(_OfCompany):
    class Meta:
        model = IndustryCode

    code = "26112"


class CertificateFactory(_OfCompany):
    class Meta:
        model = Certificate

    kind = "venture"
    number = "20260000001"


class ContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    company = factory.SubFactory(CompanyFactory)
    name = "최은지"
    phone = "010-2345-6789"
    email = "eunji@example.org"
    purpose = "지원사업 안내"
    consent_on = date(2026, 1, 2)
    retention_until = date(2099, 1, 2)


class LikelyDuplicateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LikelyDuplicate

    one = factory.SubFactory(CompanyFactory)
    other = factory.SubFactory(CompanyFactory)
    score = 7.0
    certain = False
    reasons = {"name": "same"}  # noqa: RUF012 -- a default value
