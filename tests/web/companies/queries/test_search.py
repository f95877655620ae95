import re
import unicodedata

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sandan.operate.bigrams import query_phrases
from sandan.web.companies.models import Company
from sandan.web.companies.queries.register import Filters, listed
from sandan.web.companies.queries.search import Text, found_by, matching, texts_of
from web.companies.factories import (
    AddressFactory,
    CertificateFactory,
    CompanyFactory,
    CompanyNameFactory,
    EstablishmentFactory,
)

pytestmark = pytest.mark.django_db


def found(person, query):
    return [company.name for company in listed(person, Filters(q=query))]


@pytest.fixture
def person(person_with):
    return person_with("coordinator")


@pytest.fixture
def expert(person_with):
    return person_with("expert")


def test_two_syllables_are_found_inside_a_compound(person):
    CompanyFactory(name="한국성남산업진흥원")
    CompanyFactory(name="남성복 제조")
    assert found(person, "성남") == ["한국성남산업진흥원"]


@pytest.mark.parametrize("query", ["124-81-00998", "1248100998", "124-81", "12481", "1248"])
def test_business_number_is_found_with_and_without_hyphens_and_by_its_beginning(person, query):
    CompanyFactory(name="한빛", business_number="1248100998")
    CompanyFactory(name="새빛", business_number="2018100000")
    assert found(person, query) == ["한빛"]


def test_everything_that_a_company_is_known_by_is_searched(person):
    company = CompanyFactory(
        name="한빛",
        corporation_number="1101110062432",
        main_product="초음파 센서",
        representative="김하늘",
        external_id="GN77",
    )
    CompanyNameFactory(company=company, name="옛이름상사")
    AddressFactory(company=company, text="성남시 판교로 242")
    CertificateFactory(company=company, number="IB-2026-9")
    EstablishmentFactory(company=company, name="둘째공장", external_id="GE00000012")
    queries = [
        "110111-0062432",
        "음파 센서",
        "하늘",
        "GN77",
        "름상",
        "판교로 242",
        "IB-2026",
        "둘째",
        "GE00000012",
    ]
    assert [found(person, query) for query in queries] == [["한빛"]] * len(queries)


def test_letters_are_found_as_they_are_spoken(person):
    CompanyFactory(name="SK하이닉스")
    assert found(person, "에스케이") == ["SK하이닉스"]


def test_representative_is_found_only_by_those_who_may_know(person, expert):
    CompanyFactory(name="한빛", representative="김하늘")
    assert (found(person, "김하늘"), found(expert, "김하늘")) == (["한빛"], [])


def test_query_of_punctuation_finds_nothing(person):
    CompanyFactory()
    assert found(person, "--- !") == []


def test_query_with_operators_is_taken_as_words(person):
    CompanyFactory(name="OR전자")
    assert found(person, '"OR* AND') == []
    assert found(person, '"OR" *') == ["OR전자"]


def test_exact_name_comes_first_then_names_that_begin_so(person):
    for name in ("가나한빛", "한빛전자", "주식회사 한빛"):
        CompanyFactory(name=name)
    former = CompanyFactory(name="가온")
    CompanyNameFactory(company=former, name="한빛")
    assert found(person, "한빛") == ["주식회사 한빛", "한빛전자", "가나한빛", "가온"]


def test_list_says_what_was_found_if_not_the_name_of_today(person):
    company = CompanyFactory(name="가온", business_number="1248100998")
    CompanyNameFactory(company=company, name="한빛상사")
    cases = {
        "가온": [],
        "한빛": [Text("former", "한빛상사")],
        "124-81 한빛": [Text("business_number", "124-81-00998"), Text("former", "한빛상사")],
    }
    assert {query: found_by(query, [company], persons=True)[company.pk] for query in cases} == cases


def test_former_name_is_one_that_has_ended(person):
    company = CompanyFactory(name="가온")
    CompanyNameFactory(company=company, name="끝난이름", kind="alias", valid_to="2020-01-01")
    CompanyNameFactory(company=company, name="쓰는이름", kind="alias")
    kinds = {text.text: text.what for text in texts_of([company.pk])[company.pk]}
    assert (kinds["끝난이름"], kinds["쓰는이름"]) == ("former", "alias")


def test_companies_of_others_are_not_found(person_with):
    own, other = CompanyFactory(name="한빛전자"), CompanyFactory(name="한빛상사")
    firm = person_with("firm", company=own)
    assert (found(firm, "한빛"), other.name) == (["한빛전자"], "한빛상사")


def test_texts_are_gathered_in_a_constant_number_of_queries(django_assert_num_queries):
    keys = [CompanyFactory().pk for _ in range(3)]
    for size in (1, 3):
        # companies, names, addresses, certificates, establishments
        with django_assert_num_queries(5):
            texts_of(keys[:size])


LETTERS = "성남산업한빛가나ab1 -&"
NAMES = st.text(LETTERS, min_size=1, max_size=8).filter(lambda text: re.search(r"[^\W_]", text))


def _collapsed(text):
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.findall(r"[^\W_]+", plain))


def _by_like(query):
    """Answer as LIKE '%word%' for each word would, on everything that the company is found by."""
    words = [_collapsed(word) for word in query.split()]
    texts = texts_of(list(Company.objects.values_list("pk", flat=True)))
    return {
        pk
        for pk, own in texts.items()
        if all(word in _collapsed(" ".join(one.text for one in own)) for word in words)
    }


@given(names=st.lists(NAMES, min_size=1, max_size=6), query=st.text(LETTERS, min_size=1, max_size=5))
@example(names=["a b"], query="a-b")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_answers_as_like_does(names, query):
    Company.objects.all().delete()
    for name in names:
        CompanyFactory(name=name)
    if not query_phrases(query):
        return
    assert _asked(query) == _by_like(query)


def _asked(query):
    return set(Company.objects.filter(pk__in=matching(query, persons=True)).values_list("pk", flat=True))
