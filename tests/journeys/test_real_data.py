"""Reports from files that others published, made by commands and read from the figures of the report."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from sandan.data.missing import Status

pytestmark = pytest.mark.slow

SEONGNAM, HARTLEPOOL, MIDDLESEX, NANTUCKET = "31020", "TLC11", "25017", "25019"
INFORMATION = "J"
UK_TABLE = "Table 3c ITL3 current price estimates pounds million 2024.csv.gz"
SECTIONS = r"(?:AB|C|DE|[F-T]) \("


@pytest.fixture(scope="module")
def korea(shared: Path, new_office):
    office = new_office()
    data = shared / "data"
    office(
        "import", "kr-sigungu-census", data / "kr-sigungu-census/censuskor.csv.gz", "--as-of", "2020-12-31"
    )
    office(
        "import", "kr-admin-codes", data / "kr-admin-codes-cp949/propertiesTable.tsv", "--as-of", "2022-03-09"
    )
    office.pages = {
        (start, lang): office.report(SEONGNAM, start, start + 5, lang)
        for start in (2010, 2015)
        for lang in ("ko", "en")
    }
    return office


@pytest.fixture(scope="module")
def britain(shared: Path, new_office):
    office = new_office()
    office("import", "ons-gva-itl", shared / "data/uk-ons-gva" / UK_TABLE, "--as-of", "2024-04-24")
    office.pages = {lang: office.report(HARTLEPOOL, 2012, 2022, lang) for lang in ("ko", "en")}
    return office


@pytest.fixture(scope="module")
def massachusetts(shared: Path, new_office):
    office = new_office()
    state = shared / "data/us-county-naics/industries_state25_naics4_all.tsv.gz"
    office("import", "us-county-naics", state, "--as-of", "2016-12-31")
    office.pages = {lang: office.report(MIDDLESEX, 2014, 2014, lang) for lang in ("ko", "en")}
    return office


@pytest.fixture(scope="module")
def hidden_employment(shared: Path, new_office):
    office = new_office()
    state = shared / "data/us-county-naics/industries_state25_naics4_all.tsv.gz"
    office("import", "us-county-naics", state, "--as-of", "2016-12-31", "--option", "value=emp_reported")
    office.pages = {lang: office.report(NANTUCKET, 2014, 2014, lang) for lang in ("ko", "en")}
    return office


def one(figures, **about):
    """Find the value that all figures of this description have in common."""
    cell = about.pop("cell", {})
    found = {
        figure.value
        for figure in figures
        if all(getattr(figure, name) == value for name, value in about.items())
        and cell.items() <= dict(figure.cell).items()
    }
    assert len(found) == 1, found
    return found.pop()


@pytest.mark.parametrize(
    ("start", "printed", "places", "left_out"),
    [
        (2010, ["14.50", "5.82", "0.11", "8.58"], 190, 41),
        (2015, ["8.21", "5.83", "1.44", "0.94"], 229, 0),
    ],
)
def test_growth_of_seongnam_as_published(korea, start, printed, places, left_out):
    figures = korea.figures(SEONGNAM, start, start + 5)
    parts = [
        one(figures, definition="published_growth_part", cell={"variant": "dunn", "part": part})
        for part in ("change", "national", "mix", "not_explained_by_mix")
    ]
    assert [f"{part / 1e6:.2f}" for part in parts] == printed
    assert one(figures, definition="places_counted", label="places", cell={"region": SEONGNAM}) == places
    assert one(figures, definition="places_counted", label="left_out") == left_out


def test_location_quotients_of_seongnam_as_published(korea):
    def quotient(start, period, column):
        figures = korea.figures(SEONGNAM, start, start + 5)
        cell = {"industry": INFORMATION}
        return one(figures, definition="descriptive_quotient", period=period, column=column, cell=cell)

    found = {
        "2010": quotient(2010, "2010", "quotient_first"),
        "2015, same sample": quotient(2010, "2015", "quotient_last"),
        "2015, all places": quotient(2010, "2015", "location_quotient"),
        "2020": quotient(2015, "2020", "location_quotient"),
    }
    # The third is printed as 5.69 by its source, cut and not rounded.
    assert {name: f"{value:.4f}" for name, value in found.items()} == {
        "2010": "3.0997",
        "2015, same sample": "4.9824",
        "2015, all places": "5.6951",
        "2020": "5.9395",
    }
    assert quotient(2015, "2015", "quotient_first") == found["2015, all places"]


def test_report_on_seongnam_says_what_was_done_about_empty_and_negative_cells(korea):
    figures = korea.figures(SEONGNAM, 2010, 2015)
    assert one(figures, label="cells_as_nothing") > 0
    assert one(figures, label="cells_negative") == 4
    assert "leaves no room for more" in korea.pages[2010, "en"]
    assert "among the 190 places" not in korea.pages[2010, "en"]
    assert "Among all" in korea.pages[2010, "en"]
    assert "Among all" not in korea.pages[2015, "en"]


def test_korean_report_on_seongnam_is_korean(korea):
    page = korea.pages[2010, "ko"]
    title = page[page.index("<h1") : page.index("</h1>")]
    assert "성남시" in title
    for words in ("정보통신업 (J)", "총부가가치", "14.5조 원", "조 원"):
        assert words in page
    for words in ("gross_value_added", "Information and communication", "million KRW"):
        assert words not in page[: page.index('id="figure-register"')]


def test_every_kind_of_figure_of_seongnam_can_be_replayed(korea):
    figures = {figure.calculation.name: figure for figure in korea.figures(SEONGNAM, 2010, 2015)}
    assert len(figures) >= 4
    for figure in figures.values():
        assert "the same value" in korea("replay", figure.id)


def british_sections(shared: Path) -> dict[int, pd.DataFrame]:
    """Read the table with pandas alone: sections only, and of those none inside another."""
    rows = pd.read_csv(shared / "data/uk-ons-gva" / UK_TABLE, dtype=str, encoding="utf-8-sig")
    kept = rows.loc[rows["SIC07 code"].str.match(SECTIONS)]
    return {
        year: kept.assign(value=kept[str(year)].str.replace(",", "").astype(float)).pivot_table(
            index="ITL code", columns="SIC07 code", values="value"
        )
        for year in (2012, 2022)
    }


def test_report_on_a_british_area_agrees_with_pandas(shared, britain):
    first, last = british_sections(shared).values()
    assert last.to_numpy().sum() == pytest.approx(2_230_424, abs=200)
    growth = last.sum() / first.sum() - 1
    everywhere = last.to_numpy().sum() / first.to_numpy().sum() - 1
    here = first.loc[HARTLEPOOL]
    expected = {
        "change": (last - first).loc[HARTLEPOOL].sum(),
        "national": here.sum() * everywhere,
        "mix": (here * (growth - everywhere)).sum(),
        "not_explained_by_mix": (last.loc[HARTLEPOOL] - here * (1 + growth)).sum(),
    }
    figures = britain.figures(HARTLEPOOL, 2012, 2022)
    for part, value in expected.items():
        cell = {"variant": "dunn", "part": part}
        assert one(figures, definition="published_growth_part", cell=cell) == pytest.approx(value)
    share = last.loc[HARTLEPOOL] / last.loc[HARTLEPOOL].sum()
    quotient = (share / (last.sum() / last.to_numpy().sum()))["C (10-33)"]
    cell = {"industry": "C"}
    found = one(figures, definition="descriptive_quotient", column="location_quotient", cell=cell)
    assert found == pytest.approx(quotient)


def test_report_on_a_british_area_counts_in_pounds(britain):
    assert "£7.54 billion" in britain.pages["en"]
    assert "파운드" in britain.pages["ko"]


def test_one_date_is_described_and_what_needs_two_says_so(shared, massachusetts):
    rows = pd.read_csv(
        shared / "data/us-county-naics/industries_state25_naics4_all.tsv.gz", sep="\t", index_col=0
    )
    wide = rows.pivot_table(index="id", columns="relevant_naics", values="estab", fill_value=0)
    share = wide.loc[int(MIDDLESEX)] / wide.loc[int(MIDDLESEX)].sum()
    expected = (share / (wide.sum() / wide.to_numpy().sum()))[5417]

    figures = massachusetts.figures(MIDDLESEX, 2014, 2014)
    found = one(figures, definition="descriptive_quotient", cell={"industry": "5417"})
    assert found == pytest.approx(expected)
    assert one(
        figures, definition="published_value", label="total", cell={"region": MIDDLESEX}
    ) == pytest.approx(wide.loc[int(MIDDLESEX)].sum())
    page = massachusetts.pages["en"]
    assert "it compares two dates that the data have" in page
    assert "mean of 2012–2016" in page
    assert page.count("This section cannot be made") == 4


def test_hidden_employment_stays_hidden(hidden_employment):
    figures = hidden_employment.figures(NANTUCKET, 2014, 2014)
    values = [figure for figure in figures if figure.column == "value" and "industry" in figure.cell]
    hidden = [figure for figure in values if figure.status is Status.SUPPRESSED]
    assert hidden
    assert all(figure.value is None for figure in hidden)
    assert not [figure for figure in figures if figure.definition == "descriptive_quotient"]
    assert "No location quotient can be given" in hidden_employment.pages["en"]
    assert "가려진 값은 가려진 채로 둡니다" in hidden_employment.pages["ko"]


def test_years_without_data_are_refused_with_those_that_there_are(massachusetts):
    done = massachusetts.run("report", MIDDLESEX, "--from", 2010, "--to", 2012)
    assert done.returncode != 0
    assert "Middlesex County, Massachusetts (25017) in 2014, but" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.browser
@pytest.mark.parametrize("office", ["korea", "britain", "massachusetts", "hidden_employment"])
def test_pages_of_real_data_fit_the_screen(office, request, page, tmp_path):
    for name, content in request.getfixturevalue(office).pages.items():
        path = tmp_path / f"{name}.html"
        path.write_text(content, encoding="utf-8")
        errors: list[str] = []
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        for width in (1200, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("main .n").first.click()
        assert page.locator("dialog[open]").count() == 1
        assert not errors


def test_other_formats_of_a_real_report_are_written(korea):
    made = korea(
        "report",
        SEONGNAM,
        "--from",
        2015,
        "--to",
        2020,
        "--format",
        "pdf",
        "--format",
        "hwpx",
        "--format",
        "zip",
    )
    assert [Path(line).stat().st_size > 5_000 for line in made.splitlines()] == [True] * 3


def test_observe_gives_the_numbers_of_the_report(korea, tmp_path):
    korea(
        "observe",
        "shift-share",
        "--region",
        SEONGNAM,
        "--from",
        2010,
        "--to",
        2015,
        "--csv",
        tmp_path / "a.csv",
    )
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        total = list(csv.DictReader(file))[-1]
    figures = korea.figures(SEONGNAM, 2010, 2015)
    cell = {"variant": "dunn", "part": "not_explained_by_mix"}
    assert float(total["not_explained_by_mix"]) == pytest.approx(
        one(figures, definition="published_growth_part", cell=cell)
    )
