from datetime import date

import pytest

from sandan.web.linkage.queries.additions import additions_of, as_new_company, planned
from web.linkage.factories import EntryFactory, RunFactory

pytestmark = pytest.mark.django_db

SINCE = {"valid_from": date(2024, 3, 31)}


def test_list_of_no_certificates_adds_name_and_address_only():
    data = {"address": "하늘시 산마루로 1", "valid_from": "2020-01-01", "workers": 7}
    entry = EntryFactory(run=RunFactory(profile="pensions"), name="㈜한빛전자", data=data)
    assert additions_of(entry) == (
        [
            ("names", {"name": "㈜한빛전자", "kind": "alias", **SINCE}),
            ("addresses", {"text": "하늘시 산마루로 1", **SINCE}),
        ],
        {"main_product": "", "business_number": ""},
    )


@pytest.mark.parametrize(
    ("printed", "kept"), [("124-81-00998", "1248100998"), ("124810", ""), ("1248100999", "")]
)
def test_only_a_whole_number_that_can_be_right_is_taken(printed, kept):
    assert planned(EntryFactory(data={"business_number": printed})).business_number == kept


def test_certificate_of_a_venture_list_has_its_days():
    entry = EntryFactory(data={"certificate": "혁신성장유형", "valid_from": "2022-05-01"})
    assert planned(entry).certificate == {
        "kind": "venture",
        "type": "혁신성장유형",
        "valid_from": date(2022, 5, 1),
        "valid_to": None,
    }


def test_new_company_is_written_as_the_intake_reads_it():
    entry = EntryFactory(run=RunFactory(profile="stores"), row=9, data={"representative": "김하늘"})
    assert as_new_company(entry) == {
        "row": 9,
        "name": "한빗전자",
        "addresses": [],
        "certificates": [],
        "representative": "김하늘",
        "main_product": "",
        "business_number": "",
    }
