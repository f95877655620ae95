from sandan.web.measurement.cards import card_of


def test_card_says_what_the_list_of_a_report_says(planted_case):
    figure = planted_case.figure(
        planted_case.calculate("counts", periods=[2013]),
        "establishments",
        "establishments",
        where={"city": "A", "period": 2013},
        period="2013",
    )
    korean, english = (card_of(figure, language) for language in ("ko", "en"))
    assert (korean.entry.id, english.entry.id) == (figure.id, figure.id)
    assert english.entry.value == f"{figure.value} establishments"
    assert english.meaning == "Number of establishments in the place at the reference date of the year."
    assert korean.meaning == "해당 연도 기준일에 그 지역에 있는 사업체의 수."
    assert english.parameters == (("periods", "[2013]"),)
    assert english.citation.startswith("Establishments: ")
    assert english.citation.endswith(f"{figure.id}.")
