from dataclasses import replace

import pytest

from sandan.report.document import figures_of
from sandan.report.wording.labels import label_in

KNOWN = {
    ("account_line", "births"): ("창업", "Births"),
    ("growth_part", "dunn: national"): ("Dunn: 전국 성장 몫", "Dunn: Country's rate"),
    ("location_quotient", "261"): ("반도체 제조업 (261)", "Manufacture of semiconductor (261)"),
    ("indicator", "workers"): ("종사자 수", "Workers"),
    ("claims_counted", "not_comparable"): ("비교할 수 없음", "not comparable"),
    ("plant_distance", "261: peak_km"): (
        "반도체 제조업 (261): 가장 뚜렷한 거리",
        "Manufacture of semiconductor (261): strongest",
    ),
    ("located_sites", "sites_dropped"): ("좌표가 없는 사업체", "without coordinates"),
    ("policy_check", "rung_national: policy_in_time"): (
        "전국 비교: 시작을 앞당겨 가정",
        "National comparison: pretended beginning",
    ),
    ("policy_account_line", "rung_gross: policy_stayers"): (
        "전체 변화: 남아 있던 곳의 증감",
        "Gross change: at those that stayed",
    ),
    ("policy_growth_part", "policy_spatial: policy_rest"): (
        "이웃과 비교: 전국 추세, 업종 구성, 이웃으로 설명되지 않는 몫",
        "among neighbors: not explained by nation, mix and neighbors",
    ),
    ("evidence", "C01-3"): ("C01-3", "C01-3"),
}


@pytest.mark.parametrize(("figure", "words"), KNOWN.items())
def test_label_in_both_languages(documents, figure, words):
    definition, label = figure
    some = replace(figures_of(documents["en"])[0], definition=definition, label=label)
    assert (label_in(some, "ko"), label_in(some, "en")) == words


def test_labels_of_a_korean_report_are_not_left_as_keys(documents):
    labels = {label_in(figure, "ko") for figure in figures_of(documents["ko"]) if figure.label}
    assert not {label for label in labels if "_" in label}
