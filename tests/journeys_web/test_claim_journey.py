"""A claim from entry to approved verdict: one person enters and proposes, another decides."""

import pytest

from office_process import make_office

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_claim_from_entry_to_approved_verdict(enter, faults, tmp_path, language):
    office = make_office(tmp_path / "office")
    with office.served("--workers", "1") as served:
        planner, director = (enter(office, served, role, language) for role in ("planner", "director"))
        planner.goto("/claims/add/")
        for name, said in {
            "subject": "참석 인원",
            "said": "클러스터의 날에 약 1,000명 참석",
            "value": "1000",
            "unit": "persons",
            "period": "2013-11-14",
            "place": "하늘시",
            "new_outlet": "한 지역 신문",
        }.items():
            planner.fill(f"main [name={name}]", said)
        planner.select_option("main [name=kind]", index=1)
        assert faults(planner) == []
        planner.locator("main form .form-actions .button").first.click()
        planner.locator("#evidence").wait_for()
        claim = planner.url

        planner.locator("#evidence .panel-head a").click()
        planner.fill("main [name=measures]", "참석 인원")
        planner.fill("main [name=value]", "500")
        planner.fill("main [name=unit]", "persons")
        planner.fill("main [name=period]", "2013-11-14")
        planner.fill("main [name=new_outlet]", "다른 신문")
        planner.check("main [name=stance][value=same]")
        planner.locator("main form .form-actions .button").first.click()
        planner.locator("#evidence tbody tr").wait_for()
        assert faults(planner) == []

        planner.locator(".page-actions a[href$='/verdict/']").click()
        planner.check("main [name=verdict] >> nth=1")
        planner.fill("main [name=reason]", "두 신문이 서로 다른 수를 적었다.")
        assert faults(planner) == []
        planner.locator("button[name=propose]").click()
        planner.locator("#verdicts .timeline li").wait_for()
        assert planner.locator("form[action$='/decide/']").count() == 0

        director.goto(claim)
        assert faults(director) == []
        director.locator("form[action$='/decide/'] button").first.click()
        director.locator("#verdicts .timeline li.good").wait_for()
        assert faults(director) == []
    assert office.rows("SELECT state FROM claims_opinion") == [("approved",)]
    kinds = [kind for (kind,) in office.rows("SELECT action FROM audit_event ORDER BY number")]
    assert kinds[-2:] == ["verdict.proposed", "verdict.approved"]
