"""Every finding has its sentence in both languages, and no sentence says more than the finding."""

import re
from typing import get_args

import pytest

from sandan.errors import ReportError
from sandan.evaluate.ladder.conclusion import Conclusion, Finding
from sandan.evaluate.ladder.rungs import Rung, RungName
from sandan.report.wording.headlines import headline, headline_parts, lacking_in_words, rung_name
from sandan.report.wording.sentences import wording_in

QUOTED = Rung("same_region", 3.0, -4.0, 10.0, 14 / 31, 14, 30)


def said(finding, language, quoted=QUOTED):
    found = Conclusion(finding, -1.0, 9.0, quoted)
    (sentence,) = headline(wording_in(language), finding, quoted.name, **headline_parts(found, language))
    return sentence


@pytest.mark.parametrize("finding", sorted(set(get_args(Finding)) - {"descriptive_only"}))
def test_headline_holds_range_rung_and_rank(finding):
    english, korean = said(finding, "en"), said(finding, "ko")
    assert "between −1.0% and +9.4%" in english
    assert "Regional comparison: +3.0%, placebo rank 14 of 31." in english
    assert "−1.0%에서 +9.4% 사이" in korean
    assert "권역 내 비교 +3.0%, 플라시보 순위는 31곳 가운데 14위입니다." in korean


@pytest.mark.parametrize("finding", get_args(Finding))
def test_only_one_finding_speaks_of_evidence_and_none_says_that_there_is_no_effect(finding):
    assert ("evidence of an effect" in said(finding, "en")) == (finding == "effect")
    assert ("볼 근거가 있습니다" in said(finding, "ko")) == (finding == "effect")
    assert not re.search(r"(?<!that there was )no effect", said(finding, "en"))
    assert not re.search(r"효과가 없(었습니다|습니다)", said(finding, "ko"))


def test_description_has_no_rank():
    sentence = said("descriptive_only", "en", Rung("shift_share", 5.0))
    assert "+5.1%" in sentence
    assert "rank" not in sentence


def test_every_rung_has_a_name_and_unknown_words_are_refused():
    for language in ("ko", "en"):
        names = {rung_name(wording_in(language), name) for name in get_args(RungName)}
        assert len(names) == len(get_args(RungName))
    with pytest.raises(ReportError, match="no sentence"):
        rung_name(wording_in("en"), "top")


def test_all_that_is_lacking_is_said():
    rung = Rung("national", lacking=(("periods_before", 3, 5), ("donors", 12, 19)))
    assert lacking_in_words(wording_in("en"), rung) == (
        "Not estimated: 3 of 5 periods before the beginning, 12 of 19 places to compare with."
    )
    assert lacking_in_words(wording_in("ko"), rung) == (
        "추정하지 않음: 시작 전 기간 3개(필요한 수 5개), 비교할 지역 12곳(필요한 수 19곳)."
    )
    assert lacking_in_words(wording_in("en"), QUOTED) == ""
