import pytest


def test_shipped_case_is_judged_in_both_languages(sandan):
    english = sandan("claims", "check", "--case", "seongnam_2013", "--lang", "en")
    korean = sandan("claims", "check")
    assert (english.returncode, korean.returncode) == (0, 0)
    assert "causal claim without a design" in english.stdout
    assert "설계 없는 인과 주장" in korean.stdout
    assert "59,954" in english.stdout


def test_one_claim_is_printed_in_full(sandan):
    told = sandan("claims", "check", "--lang", "en", "--only", "C15").stdout
    assert "verdict: conflicts" in told
    assert "C16" not in told


def test_own_tables_are_judged(sandan, tmp_path):
    (tmp_path / "c.csv").write_text(
        "claim,subject,said,value,value_before,unit,period,place,kind,source\n"
        "K1,firms,12 firms,12,,firms,2013,here,level,A\n"
    )
    (tmp_path / "e.csv").write_text(
        "claim,value,unit,period,measures,stance,differs_in,source\nK1,12,firms,2013,firms,same,,B\n"
    )
    done = sandan("claims", "check", "--claims", "c.csv", "--evidence", "e.csv", "--lang", "en")
    assert done.returncode == 0
    assert "verdict: supported" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("--case", "atlantis"),
        ("--only", "C99"),
        ("--claims", "c.csv"),
        ("--case", "seongnam_2013", "--claims", "c.csv", "--evidence", "e.csv"),
    ],
)
def test_wrong_words_end_in_a_sentence(sandan, words):
    done = sandan("claims", "check", *words)
    assert done.returncode == 14
    assert done.stderr.startswith("error [definition]: ")
