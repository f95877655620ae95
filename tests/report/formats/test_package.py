"""The data package opens, says what it holds, and gives nobody away."""

import csv
import io
import json
import re
import tomllib
import zipfile
from dataclasses import replace
from importlib.resources import files

import pandas as pd
import pytest

from sandan.data.disclosure.attack import attack
from sandan.data.missing import Status
from sandan.observe.change.change_account import FLOWS
from sandan.report.assemble import make_report
from sandan.report.calculations.protected import EVERYTHING, EVERYWHERE, industry_sums_of
from sandan.report.document import figures_of
from sandan.report.formats.package import render_package
from sandan.report.formats.package_tables import resources_of

FOCAL = "G10000"
KINDS = {
    "integer": r"-?\d+",
    "boolean": "True|False",
    "number": r"-?\d+(\.\d+)?(e[+-]?\d+)?",
    "string": r"[\s\S]*",
}


@pytest.fixture(scope="module")
def package(case, documents):
    return render_package(case, documents["en"])


@pytest.fixture(scope="module")
def opened(package):
    archive = zipfile.ZipFile(io.BytesIO(package))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def descriptor(opened):
    return json.loads(opened["datapackage.json"])


def table(opened, name):
    return pd.read_csv(io.BytesIO(opened[f"data/{name}.csv"]), encoding="utf-8-sig", dtype={"industry": str})


def rows_of(opened, name):
    return list(csv.DictReader(io.StringIO(opened[f"data/{name}.csv"].decode("utf-8-sig"))))


def test_the_same_case_gives_the_same_bytes(package, case, documents):
    assert render_package(case, documents["en"]) == package


def test_everything_in_it_is_described(opened, descriptor):
    paths = [resource["path"] for resource in descriptor["resources"]]
    assert sorted(["datapackage.json", *paths]) == sorted(opened)
    assert {"figures", "jobs", "sites", "clusters", "change-account", "claims", "evidence"} == {
        resource["name"] for resource in descriptor["resources"]
    }
    assert re.fullmatch(r"[-a-z0-9._/]+", descriptor["name"])
    assert {source["snapshot"] for source in descriptor["sources"]}
    assert descriptor["disclosure_control"] == {"rule": "1", "minimum_count": 3, "p_percent": 10.0}


def test_fields_fit_the_tables(opened, descriptor):
    for resource in descriptor["resources"]:
        fields = resource["schema"]["fields"]
        content = opened[resource["path"]].decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(content))
        assert header == [field["name"] for field in fields]
        assert rows
        for place, field in enumerate(fields):
            cells = {row[place] for row in rows} - {""}
            assert all(re.fullmatch(KINDS[field["type"]], cell) for cell in cells), (resource["name"], field)


def test_every_figure_of_the_report_is_listed(opened, documents):
    listed = rows_of(opened, "figures")
    figures = figures_of(documents["ko"])
    assert [row["id"] for row in listed] == [figure.id for figure in figures]
    for row, figure in zip(listed, figures, strict=True):
        assert (row["value"] == "") == (figure.value is None)
        assert figure.value is None or float(row["value"]) == pytest.approx(figure.value)


@pytest.mark.parametrize("name", ["jobs", "sites"])
def test_hidden_cells_have_no_number_and_cannot_be_recovered(opened, name):
    published = table(opened, name)
    hidden = published["status"] == Status.SUPPRESSED
    assert hidden.sum() > 50
    assert published.loc[hidden, ["value", "lower", "upper"]].isna().all(axis=None)
    assert not {"contributors", "largest_1", "largest_2", "reason"} & set(published.columns)
    parts = published.loc[~published["industry"].eq(EVERYTHING), "industry"].unique()
    found = attack(
        published,
        region_sums={EVERYWHERE: sorted(set(published["region"]) - {EVERYWHERE})},
        industry_sums=industry_sums_of(list(parts)),
        least=1.0,
        least_width=1.0,
    )
    assert set(found["verdict"]) == {"safe"}


def test_what_is_hidden_in_one_table_stands_in_no_other(opened):
    """Cells of jobs and sites that are hidden have no figure, no chart value and no quotient."""
    clusters = table(opened, "clusters").set_index(["city", "industry"])
    figures = table(opened, "figures")
    figures["label"] = figures["label"].astype(str)
    for name, column, definition in (
        ("jobs", "jobs", "persons_employed"),
        ("sites", "establishments", "establishments"),
    ):
        published = table(opened, name).set_index(["region", "industry"])
        hidden = published.index[published["status"] == Status.SUPPRESSED].intersection(clusters.index)
        assert len(hidden) > 20
        assert clusters.loc[hidden, column].isna().all()
        here = {industry for city, industry in hidden if city == FOCAL}
        told = figures[(figures["definition"] == definition) & figures["label"].isin(here)]
        assert told["value"].isna().all()
    unsafe = clusters["jobs"].isna()
    assert clusters.loc[unsafe, ["location_quotient", "lower", "upper"]].isna().all(axis=None)


def test_the_largest_firm_of_a_cell_stands_nowhere(opened):
    for name in opened:
        if name.endswith(".csv"):
            header = opened[name].decode("utf-8-sig").splitlines()[0]
            assert "largest" not in header.replace("vanishes_without_largest", "")


def test_the_change_account_adds_up(opened):
    lines = table(opened, "change_account")
    assert list(lines.columns) == ["line", "line_en", "role", "firms"]
    assert lines["firms"].dtype == "int64"
    flows = lines.loc[lines["role"] == "flow", "firms"].sum()
    levels = lines.set_index("line")["firms"]
    assert levels["end"] - levels["start"] == flows == levels["change"]


def test_whole_numbers_have_no_point(opened):
    for name in ("figures", "jobs", "sites", "change_account", "claims", "evidence"):
        numbers = [cell for row in rows_of(opened, name) for cell in row.values()]
        assert not [cell for cell in numbers if re.fullmatch(r"-?[0-9]+\.0", cell)]


def test_places_and_industries_have_names_beside_their_codes(opened):
    for name in ("jobs", "sites"):
        named = table(opened, name).set_index(["region", "industry"])[["region_name", "industry_name"]]
        assert named.notna().all(axis=None)
        assert named.loc[(EVERYWHERE, EVERYTHING)].tolist() == ["all places", "all industries"]
    clusters = table(opened, "clusters")
    assert clusters[["city_name", "industry_name"]].notna().all(axis=None)
    assert clusters.columns[:4].tolist() == ["city", "city_name", "industry", "industry_name"]


@pytest.fixture(scope="module")
def korean(case, documents):
    archive = zipfile.ZipFile(io.BytesIO(render_package(case.in_language("ko"), documents["ko"])))
    return {name: archive.read(name) for name in archive.namelist()}


HANGUL = "[가-힣]"


def test_the_korean_package_has_korean_beside_the_keys(korean, opened):
    for name, columns in {
        "figures": ["definition_ko", "label_ko"],
        "jobs": ["region_name", "industry_name"],
        "clusters": ["city_name", "industry_name"],
        "change_account": ["line_ko"],
        "claims": ["subject_ko", "said_ko", "place_ko"],
        "evidence": ["measures_ko"],
    }.items():
        told = table(korean, name)
        assert set(columns) <= set(told.columns)
        if name != "figures":
            assert told[columns].apply(lambda column: column.str.contains(HANGUL)).all(axis=None)
        same = [column for column in told if column in table(opened, name) and column not in columns]
        pd.testing.assert_frame_equal(told[same], table(opened, name)[same])
    figures = table(korean, "figures")
    assert figures["definition_ko"].str.contains(HANGUL).all()
    differing = table(korean, "evidence").dropna(subset=["differs_in"])
    assert differing["differs_in_ko"].str.contains(HANGUL).all()


def test_the_descriptor_speaks_the_language_of_the_report(korean, descriptor):
    told = json.loads(korean["datapackage.json"])
    assert (told["language"], descriptor["language"]) == ("ko", "en")
    for one, other in zip(told["resources"], descriptor["resources"], strict=True):
        assert one["name"] == other["name"]
        for part in ("title", "description"):
            assert re.search(HANGUL, one[part])
            assert not re.search(HANGUL, other[part])
    assert all("읽지 마십시오" in sentence for sentence in told["must_not_be_read_as"])
    assert all(re.search(HANGUL, source["title"] + source["licence"]) for source in told["sources"])


def test_a_changed_ledger_stays_in_its_own_words(office_of_claims, case_of):
    """Korean of the shipped case stands beside the shipped words only."""
    case = case_of(office_of_claims).in_language("ko")
    changed = replace(case.snapshots["claims"], original_sha256="0" * 64)
    own = replace(case, snapshots={**case.snapshots, "claims": changed})
    for one, wanted in ((case, True), (own, False)):
        tables = {resource.name: resource.table for resource in resources_of(one, make_report(one))}
        assert ("said_ko" in tables["claims"]) == wanted


def test_the_catalog_of_the_package_speaks_both_languages():
    words = tomllib.loads(files("sandan.report.formats").joinpath("package.toml").read_text(encoding="utf-8"))
    for entry in words["tables"].values():
        assert set(entry) == {"title_ko", "title_en", "description_ko", "description_en"}
        assert ("{year}" in entry["title_ko"]) == ("{year}" in entry["title_en"])
    assert all(set(entry) == {"ko", "en"} for entry in words["words"].values())
    assert set(FLOWS) <= set(words["words"])


def test_a_package_of_claims_names_no_rule_of_disclosure(office_of_claims, case_of):
    case = case_of(office_of_claims)
    archive = zipfile.ZipFile(io.BytesIO(render_package(case, make_report(case))))
    told = json.loads(archive.read("datapackage.json"))
    assert "disclosure_control" not in told
    assert [resource["name"] for resource in told["resources"]] == ["figures", "claims", "evidence"]


def test_a_package_of_one_year_has_no_account(office, case_of):
    case = case_of(office, start=2013)
    archive = zipfile.ZipFile(io.BytesIO(render_package(case, make_report(case))))
    assert "data/change_account.csv" not in archive.namelist()
    assert "data/clusters.csv" in archive.namelist()


def test_a_published_table_is_in_it_whole(published_case):
    archive = zipfile.ZipFile(io.BytesIO(render_package(published_case, make_report(published_case))))
    names = [
        "datapackage.json",
        *(f"data/{name}.csv" for name in ("figures", "quotients_2010", "quotients_2013")),
    ]
    assert sorted(archive.namelist()) == sorted(names)
