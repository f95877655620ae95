from collections.abc import Callable
from dataclasses import replace

import pytest

from sandan.data.missing import Stage, Status
from sandan.errors import ReportError
from sandan.report.document import Document, Number, Paragraph, Section, figures_of
from sandan.report.figures.definitions import definitions
from sandan.report.figures.record import Calculation, Figure
from sandan.report.formats.register import register_of

COUNT = Calculation("count", {"area": "11", "seed": 7}, ("ab" * 32,), "0.1.0", "c0de")
FIRMS = Figure(
    "Firms",
    1234.5,
    "firms",
    "count",
    "2",
    "11",
    "2013",
    "workplace",
    Stage.FINAL,
    Status.REPORTED,
    COUNT,
    {},
    "v",
)


def one_page(*figures: Figure) -> Document:
    content = tuple(Number(figure, "x") for figure in figures)
    return Document("en", "One page", "", (), (Section("a", "A", (Paragraph(content),)),))


def test_register_of_one_figure() -> None:
    (group,) = register_of(one_page(FIRMS.with_id())).groups
    (entry,) = group.entries
    assert (group.name, group.parameters, group.seed) == ("count", (("area", "11"),), "7")
    assert group.snapshots == (("abababababab", "ab" * 32),)
    assert (entry.number, entry.value, entry.interval) == (1, "1,234.5 firms", "")
    assert entry.fine == "count, version 2 · 11 · 2013 · workplace · final · reported"
    assert entry.command == f"sandan replay {FIRMS.with_id().id}"


def test_register_explains_a_definition_of_the_catalog_in_both_languages() -> None:
    known = replace(
        FIRMS, definition="strategic_firms", definition_version="1", basis="establishment, place of work"
    )
    documents = [replace(one_page(known.with_id()), language=language) for language in ("ko", "en")]
    korean, english = (register_of(document) for document in documents)
    assert korean.groups[0].entries[0].value == "1,234.5개 기업"
    assert korean.groups[0].entries[0].basis == "사업체, 근무지 기준"
    ((name, meaning),) = english.meanings
    assert (
        name
        == english.groups[0].entries[0].definition
        == "Strategic-industry firms (strategic_firms, version 1)"
    )
    assert meaning == definitions()["strategic_firms"].meaning_en


def test_register_does_not_explain_a_version_that_it_does_not_know() -> None:
    assert (
        register_of(
            one_page(replace(FIRMS, definition="strategic_firms", definition_version="0").with_id())
        ).meanings
        == ()
    )


def test_register_groups_by_calculation_and_numbers_in_that_order() -> None:
    other = replace(FIRMS, calculation=replace(COUNT, parameters={"area": "26"}))
    figures = [replace(one, period=str(year)).with_id() for year in (2013, 2014) for one in (FIRMS, other)]
    register = register_of(one_page(*figures))
    assert [len(group.entries) for group in register.groups] == [2, 2]
    assert [register.numbers[figure.id] for figure in figures] == [1, 3, 2, 4]


def test_register_shows_why_a_value_is_missing_and_its_bounds() -> None:
    hidden = replace(FIRMS, value=None, status=Status.SUPPRESSED, lower=3.0, upper=None).with_id()
    (entry,) = register_of(one_page(hidden)).groups[0].entries
    assert (entry.value, entry.interval, entry.status) == ("hidden", "[3, …]", "hidden")


@pytest.mark.parametrize(
    ("value", "shown"), [(0.1 + 0.2, "0.30000000000000004"), (3, "3"), (True, "True"), ("rank", "rank")]
)
def test_register_shows_values_at_full_precision(value: float, shown: str) -> None:
    (entry,) = register_of(one_page(replace(FIRMS, value=value, unit="").with_id())).groups[0].entries
    assert entry.value == shown


def test_figure_without_identifier_is_refused_by_its_label() -> None:
    with pytest.raises(ReportError, match="'Firms' has no identifier"):
        register_of(one_page(FIRMS))


def test_register_holds_every_figure_of_the_specimen(specimen: Callable[[str], Document]) -> None:
    assert set(register_of(specimen("ko")).numbers) == {figure.id for figure in figures_of(specimen("ko"))}
