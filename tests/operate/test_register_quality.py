from datetime import date

import pandas as pd
import pytest

from sandan.data.codes.classification import classification_from_listing
from sandan.errors import TableError
from sandan.operate.register_quality import CHECKS, check_register, summarize_findings

ON = date(2026, 1, 1)
NEW = classification_from_listing("KSIC", "10", pd.DataFrame({"code": ["C", "26", "261", "2611", "26111"]}))
OLD = classification_from_listing("KSIC", "9", pd.DataFrame({"code": ["C", "26", "269", "2690", "26900"]}))
GOOD = {
    "name": "한빛전자",
    "business_number": "124-81-00998",
    "corporation_number": "110111-0062432",
    "address": "성남시 판교로 242",
    "industry": "26111",
    "status": "active",
    "verified_on": date(2025, 12, 1),
    "current_certificates": 2,
    "open_establishments": 1,
    "factory_registrations": 1,
}


def found(**changed):
    table = pd.DataFrame([GOOD | changed], index=["F1"])
    findings = check_register(table, on=ON, classification=NEW, older=[OLD])
    return list(zip(findings["code"], findings["field"], findings["value"], strict=True))


def test_good_entry_has_no_findings():
    assert found() == []


@pytest.mark.parametrize(
    ("changed", "code", "field", "value"),
    [
        ({"verified_on": None}, "verification-never", "verified_on", ""),
        ({"verified_on": date(2024, 12, 31)}, "verification-old", "verified_on", "2024-12-31"),
        ({"verified_on": date(2023, 1, 1)}, "verification-very-old", "verified_on", "2023-01-01"),
        ({"address": None}, "field-missing", "address", ""),
        ({"address": "  "}, "field-missing", "address", "  "),
        ({"business_number": "124-81-00997"}, "business-number-wrong", "business_number", "124-81-00997"),
        ({"business_number": "124810"}, "business-number-wrong", "business_number", "124810"),
        (
            {"corporation_number": "110111-0062433"},
            "corporation-number-doubtful",
            "corporation_number",
            "110111-0062433",
        ),
        ({"industry": "99999"}, "industry-unknown", "industry", "99999"),
        ({"industry": "26900"}, "industry-older-revision", "industry", "26900"),
        ({"industry": "261"}, "industry-coarse", "industry", "261"),
        ({"industry": "C"}, "industry-coarse", "industry", "C"),
    ],
)
def test_each_fault_gives_its_finding_and_no_other(changed, code, field, value):
    assert found(**changed) == [(code, field, value)]


@pytest.mark.parametrize("code", ["C26111", "26-111", "２６１１１"])
def test_industry_codes_are_read_in_any_way_of_writing(code):
    assert found(industry=code) == []


def test_entry_is_old_after_the_year_and_not_on_its_last_day():
    assert found(verified_on=date(2025, 1, 1)) == []
    assert [code for code, _, _ in found(verified_on=date(2024, 12, 31))] == ["verification-old"]


def test_closed_firm_may_hold_nothing():
    assert found(status="closed") == [
        ("closed-with-certificates", "current_certificates", "2"),
        ("closed-with-establishments", "open_establishments", "1"),
        ("cancellation-expected", "factory_registrations", "1"),
    ]
    nothing = {"current_certificates": 0, "open_establishments": None, "factory_registrations": 0}
    assert found(status="closed", **nothing) == []


def test_repeated_business_numbers_are_found_on_both_firms():
    table = pd.DataFrame(
        {"business_number": ["124-81-00998", "1248100998", "2208162517"]}, index=["a", "b", "c"]
    )
    findings = check_register(table, on=ON, required=[])
    assert list(zip(findings["firm"], findings["code"], strict=True)) == [
        ("a", "business-number-repeated"),
        ("b", "business-number-repeated"),
    ]


def test_findings_carry_severity_and_the_key_of_a_sentence():
    findings = check_register(pd.DataFrame([GOOD | {"industry": "99999"}]), on=ON, classification=NEW)
    assert findings.iloc[0].to_dict() == {
        "firm": 0,
        "code": "industry-unknown",
        "severity": "error",
        "field": "industry",
        "value": "99999",
        "sentence": "register-quality.industry-unknown",
    }


def test_findings_stand_in_the_order_of_the_checks():
    table = pd.DataFrame([GOOD | {"status": "closed", "name": ""}, GOOD | {"verified_on": None}])
    codes = check_register(table, on=ON)["code"].tolist()
    assert codes == sorted(codes, key=list(CHECKS).index)


def test_columns_that_are_not_there_are_not_checked():
    assert check_register(pd.DataFrame({"name": ["한빛"]}), on=ON, required=["name"]).empty


def test_empty_register_has_no_findings_and_an_empty_summary():
    findings = check_register(pd.DataFrame([GOOD]).iloc[:0], on=ON, classification=NEW)
    assert findings.empty
    assert summarize_findings(findings, firms=0).empty


def test_summary_counts_findings_and_firms():
    table = pd.DataFrame(
        [
            GOOD | {"address": None, "name": None},
            GOOD | {"address": None, "business_number": "220-81-62517"},
            GOOD | {"industry": "99999", "business_number": "123-45-67891"},
            GOOD | {"business_number": "214-87-98882"},
        ]
    )
    findings = check_register(table, on=ON, classification=NEW)
    assert summarize_findings(findings, firms=4).to_dict("records") == [
        {"code": "business-number-wrong", "severity": "error", "findings": 1, "firms": 1, "share": 0.25},
        {"code": "industry-unknown", "severity": "error", "findings": 1, "firms": 1, "share": 0.25},
        {"code": "field-missing", "severity": "warning", "findings": 3, "firms": 2, "share": 0.5},
    ]


def test_summary_refuses_fewer_firms_than_have_findings():
    findings = check_register(pd.DataFrame([GOOD | {"name": ""}]), on=ON)
    with pytest.raises(TableError, match="1 firms have findings, but `firms` is 0"):
        summarize_findings(findings, firms=0)


def test_check_register_refuses_a_register_without_a_required_column():
    with pytest.raises(TableError, match="no column 'business_number', but name; add it"):
        check_register(pd.DataFrame({"name": ["한빛"]}), on=ON)


def test_check_register_refuses_labels_that_repeat():
    with pytest.raises(TableError, match="The firm 'F1' stands twice"):
        check_register(pd.DataFrame([GOOD, GOOD], index=["F1", "F1"]), on=ON)


def test_check_register_changes_nothing_it_was_given():
    table = pd.DataFrame([GOOD])
    before = table.copy(deep=True)
    check_register(table, on=ON, classification=NEW)
    pd.testing.assert_frame_equal(table, before)
