"""Nothing in a report calls growth, or a before and an after, an effect.

The words below claim that something brought something about. A sentence may use one only to deny it,
and the ways to deny it are named here.
"""

import re

import pytest

from sandan.report.assemble import make_report
from sandan.report.document import Document, figures_of
from sandan.report.figures.definitions import definition_of

CLAIMING = {
    "en": r"\b(effect\w*|impact\w*|caus(?!al without a design)\w*|thanks to|due to|because of|"
    r"result(s|ed)? (of|from|in)|led to|brought about|contribut\w*|success\w*|attribut\w*|policy|"
    r"programme)\b",
    "ko": r"효과|영향|덕분|덕에|(정책|사업|지원|단지|투자) ?때문|성과|기여|견인|이끌|유발|정책|성공|힘입",
}
DENYING = {
    "en": r"not an effect of|(does not say|Nothing here says) .*programme|without any policy|"
    r"location, chance, policy, neighbors and errors of the data alike",
    "ko": r"효과라는 뜻[이은] 아닙니다|정책의 효과가 아닙니다|정책이 없었(어|더라)도|"
    r"입지, 우연, 정책, 이웃 도시, 자료 오류|사업 때문인지는 알 수 없습니다",
}
SECTIONS = ("overview", "clusters", "account", "growth", "indicators")
LIMITS = {
    "en": r"No statement on the effect of the policy .* not an effect",
    "ko": r"정책의 효과에 대한 .* 효과가 아",
}


def claims_of_effect(texts, language):
    """List the sentences that claim that something brought something about."""
    sentences = [part for text in texts for part in re.split(r"(?<=[.:;!?])\s+", text)]
    return [
        sentence
        for sentence in sentences
        if re.search(CLAIMING[language], sentence, re.IGNORECASE)
        and not re.search(DENYING[language], sentence)
    ]


def said_in(section, language, words_of_section):
    """Give the words of a section with those on the cards of its figures."""
    kinds = {figure.definition for figure in figures_of(Document(language, "", "", (), (section,)))}
    cards = [
        text
        for key in kinds
        for text in (definition_of(key).name(language), definition_of(key).meaning(language))
    ]
    return [*words_of_section(section), *cards]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("anchor", SECTIONS)
def test_no_section_claims_an_effect(documents, anchor, language, words_of_section):
    (section,) = [one for one in documents[language].sections if one.anchor == anchor]
    texts = said_in(section, language, words_of_section)
    assert len(texts) > 20
    assert claims_of_effect(texts, language) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_section_of_a_published_table_claims_an_effect(published_case, language, words_of_section):
    document = make_report(published_case.in_language(language))
    texts = [
        text
        for section in document.sections
        if section.anchor in SECTIONS
        for text in said_in(section, language, words_of_section)
    ]
    assert claims_of_effect(texts, language) == []


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_limits_say_so(documents, language, words_of_section):
    (section,) = [one for one in documents[language].sections if one.anchor == "limits"]
    said = " ".join(words_of_section(section))
    assert re.search(LIMITS[language], said)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_section_on_effects_says_nothing_where_nothing_was_registered(
    documents, language, words_of_section
):
    (section,) = [one for one in documents[language].sections if one.anchor == "effects"]
    _title, *said = words_of_section(section)
    assert len(said) == 1
    assert re.search(r"nothing is said about effects|아무것도 말하지 않습니다", said[0])


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Persons employed grew by 12 %, an effect of the programme."),
        ("en", "The growth is due to the new complex."),
        ("en", "Thanks to the support, 428 firms were added."),
        ("en", "This is the success of the cluster policy."),
        ("en", "The complex contributed 300 jobs."),
        ("ko", "종사자는 정책의 효과로 12% 늘었습니다."),
        ("ko", "새 단지 덕분에 기업이 428개 늘었습니다."),
        ("ko", "기업이 늘어난 것은 지원 때문입니다."),
        ("ko", "클러스터 정책이 성장을 견인했습니다."),
        ("ko", "단지는 일자리 300개에 기여했습니다."),
    ],
)
def test_a_sentence_that_claims_an_effect_would_be_found(language, sentence):
    assert claims_of_effect(["Neutral words. " + sentence], language) == [sentence]
