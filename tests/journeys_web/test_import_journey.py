"""A planner brings a file that nobody knows, repairs it by mapping its columns, and takes it in."""

from pathlib import Path

import pytest

from office_process import make_office

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROWS = [f'{31000 + k % 40 * 10},시 {k % 40},C{10 + k // 40},2015,"1,{k:03d}"' for k in range(200)]
SURVEY = "\n".join(["설문 결과", "", "행정구역코드,시군구,업종코드,기준연도,근로자", *ROWS, ""]).encode(
    "cp949"
)
WORDS = {
    "ko": {
        "new": "파일 올리기",
        "upload": "올리기",
        "map": "열의 뜻 정하기",
        "unit": "단위, 모든 행에 같음",
        "preview": "앞부분 미리 보기",
        "previewed": "이렇게 읽은 앞부분",
        "name": "열 대응표의 이름",
        "keep": "저장하고 계속",
        "try": "시험 등록",
        "reason": "등록 사유",
        "import": "등록",
        "see": "등록한 자료 보기",
        "original": "원본 내려받기",
    },
    "en": {
        "new": "Upload a file",
        "upload": "Upload",
        "map": "Map the columns",
        "unit": "Unit, the same for all rows",
        "preview": "Show the first rows",
        "previewed": "So the first rows would look",
        "name": "Name of this mapping",
        "keep": "Keep and go on",
        "try": "Try it",
        "reason": "Why it comes in",
        "import": "Import it",
        "see": "See the snapshot",
        "original": "Download the original",
    },
}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_planner_repairs_a_file_and_takes_it_in(enter, faults, tmp_path, language):
    words = WORDS[language]
    survey, letter = tmp_path / "근로자_2015.csv", tmp_path / "letter.csv"
    survey.write_bytes(SURVEY)
    letter.write_bytes(b"%PDF-1.7 a letter")
    office = make_office(tmp_path / "office")
    with office.served("--workers", "1") as served:
        page = enter(office, served, "planner", language)
        press = lambda name: page.get_by_role("button", name=words[name], exact=True).click()  # noqa: E731
        follow = lambda name: page.get_by_role("link", name=words[name]).first.click()  # noqa: E731
        page.goto("/imports/")
        follow("new")

        page.set_input_files("input[type=file]", letter)
        press("upload")
        page.get_by_role("alert").wait_for()
        assert faults(page) == []

        page.set_input_files("input[type=file]", survey)
        press("upload")
        follow("map")
        assert page.get_by_label(words["unit"]).input_value() == "persons"
        press("preview")
        page.get_by_role("heading", name=words["previewed"]).wait_for()
        assert faults(page) == []
        page.get_by_label(words["name"]).fill("근로자 조사")
        press("keep")

        press("try")
        # The page follows the job by itself and moves on when it is done.
        page.get_by_label(words["reason"]).fill("연간 계획")
        assert faults(page) == []
        press("import")
        follow("see")
        assert faults(page) == []
        with page.expect_download() as kept:
            follow("original")
        assert Path(kept.value.path()).read_bytes() == SURVEY
    listed = office.run("--workspace", str(office.root), "vault", "list")
    assert ("근로자_2015.csv" in listed.stdout, office.rows("SELECT reason FROM imports_import")) == (
        True,
        [("연간 계획",)],
    )
