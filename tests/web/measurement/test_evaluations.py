import policy_office
from sandan.evaluate.registration.specification import specification_from
from sandan.web.measurement import evaluations


def test_joint_offers_what_the_vault_has(settings, workspace_with, db):
    settings.WORKSPACE = workspace_with("offers", regions=policy_office.policy_places(cities=3))
    found = evaluations.offered()
    assert list(found.places) == ["C00", "C01", "C02"]
    assert found.city_of == {"C001": "C00", "C011": "C01", "C021": "C02"}
    assert found.versions == {}


def test_joint_offers_nothing_where_there_is_nothing(settings, workspace_with, db):
    settings.WORKSPACE = workspace_with("empty")
    assert evaluations.offered() == evaluations.Offered({}, {}, {}, {}, {})
    assert evaluations.registered() == []


def test_standing_counts_all_on_the_same_policy(settings, workspace_with, db):
    settings.WORKSPACE = workspace_with("standing")
    for more in ({}, {"outcome": "firms"}, {"policy_ko": "다른 정책"}):
        evaluations.register(specification_from(policy_office.RECORD | more))
    assert sorted(one.of_policy.registered for one in evaluations.registered()) == [1, 2, 2]


def test_record_that_cannot_be_fixed_says_why():
    fixed, refusal = evaluations.checked(policy_office.RECORD | {"start": 2001})
    assert fixed is None
    assert "must be before the beginning" in refusal


def test_codes_have_the_name_of_their_group_in_korean():
    assert evaluations.named_codes(("26112", "X"), "ko") == [("26112", "반도체 제조업"), ("X", "X")]
    assert evaluations.named_codes(("26112",), "en")[0][1].startswith("Manufacture of")
