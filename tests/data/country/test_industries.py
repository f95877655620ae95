import numpy as np

from sandan.data.codes.ksic import ksic10
from sandan.data.country.chance import stream
from sandan.data.country.industries import make_industries


def test_codes_are_those_of_the_classification():
    industries = make_industries(7)
    assert set(industries.codes) <= set(ksic10().at_level(5))
    assert {code[:2] for code in industries.codes}.isdisjoint({"84", "97", "98", "99"})


def test_shares_add_up_to_one_and_divisions_have_theirs():
    industries = make_industries(7)
    assert np.isclose(industries.share.sum(), 1)
    weights = industries.traits["per_mille"] / industries.traits["per_mille"].sum()
    found = np.bincount(industries.division, weights=industries.share)
    assert np.allclose(found, weights)


def test_products_belong_to_the_group():
    industries = make_industries(7)
    code = industries.codes.index("26112")
    words = {industries.products[k] for k in industries.draw_products(stream(1, "p"), np.full(200, code))}
    assert words == {"시스템반도체 설계", "메모리 모듈", "전력 소자", "LED 소자", "이미지 센서"}


def test_restaurants_have_no_product_in_words():
    industries = make_industries(7)
    code = industries.codes.index("56111")
    assert industries.draw_products(stream(1, "p"), np.array([code])).tolist() == [-1]


def test_successors_keep_the_role_and_are_other_codes():
    industries = make_industries(7)
    chance = np.diff(industries.successors, axis=1, prepend=0)
    role = np.array(industries.roles)[industries.group]
    several = np.diag(chance) == 0
    assert several.mean() > 0.95
    assert (chance[role[:, None] != role[None, :]] == 0).all()
