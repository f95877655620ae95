"""A planner brings a file that nobody knows, repairs it by mapping its columns, and takes it in."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from office_process import make_office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIGN_IN = """
import json
from django.test import Client
from sandan.web.accounts.models import Person, RoleAssignment
person = Person.objects.create_user("haneul@example.org", "sandan-office-2025", name="김하늘")
RoleAssignment.objects.create(person=person, role="planner")
client = Client()
client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
print(json.dumps(client.cookies["sessionid"].value))
"""
ROWS = [f'{31000 + k % 40 * 10},시 {k % 40},C{10 + k // 40},2015,"1,{k:03d}"' for k in range(200)]
SURVEY = "\n".join(["설문 결과", "", "행정구역코드,시군구,업종코드,기준연도,근로자", *ROWS, ""])
SOON = 60_000


def _faults(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_planner_repairs_a_file_and_takes_it_in(browser, tmp_path):
    survey, letter = tmp_path / "근로자_2015.csv", tmp_path / "letter.csv"
    survey.write_bytes(SURVEY.encode("cp949"))
    letter.write_bytes(b"%PDF-1.7 a letter")
    office = make_office(tmp_path / "office")
    session = office.python(SIGN_IN)
    with office.served("--workers", "1") as served:
        context = browser.new_context(base_url=served.address, locale="ko-KR", accept_downloads=True)
        context.add_cookies([{"name": "sessionid", "value": session, "url": served.address}])
        page = context.new_page()
        page.goto("/imports/")
        page.get_by_role("link", name="파일 올리기").first.click()

        page.set_input_files("input[type=file]", letter)
        page.get_by_role("button", name="올리기", exact=True).click()
        page.get_by_role("alert").wait_for(timeout=SOON)
        assert _faults(page) == []

        page.set_input_files("input[type=file]", survey)
        page.get_by_role("button", name="올리기", exact=True).click()
        page.get_by_role("link", name="열의 뜻 정하기").click(timeout=SOON)
        assert page.get_by_label("단위, 모든 행에 같음").input_value() == "persons"
        page.get_by_role("button", name="앞부분 미리 보기").click()
        page.get_by_role("heading", name="이렇게 읽은 앞부분").wait_for(timeout=SOON)
        assert _faults(page) == []
        page.get_by_label("열 대응표의 이름").fill("근로자 조사")
        page.get_by_role("button", name="저장하고 계속").click()

        page.get_by_role("button", name="시험 등록").click(timeout=SOON)
        # The page follows the job by itself and moves on when it is done.
        page.get_by_label("등록 사유").fill("연간 계획", timeout=SOON)
        assert _faults(page) == []
        page.get_by_role("button", name="등록", exact=True).click()
        page.get_by_role("link", name="등록한 자료 보기").click(timeout=SOON)
        assert _faults(page) == []
        with page.expect_download() as kept:
            page.get_by_role("link", name="원본 내려받기").click()
        assert Path(kept.value.path()).read_bytes() == SURVEY.encode("cp949")
        context.close()
    listed = office.run("--workspace", str(office.root), "vault", "list")
    assert ("근로자_2015.csv" in listed.stdout, office.rows("SELECT reason FROM imports_import")) == (
        True,
        [("연간 계획",)],
    )
