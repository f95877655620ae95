"""What lies in the vault, what is on its way, and which mappings go with a file."""

import pandas as pd
import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from sandan.errors import SandanError
from sandan.web.imports import queries
from sandan.web.imports.models import Import
from sandan.web.imports.queries import Rows
from web.imports.factories import (
    CODES,
    MAPPING,
    UNKNOWN,
    MappingFactory,
    UploadFactory,
    snapshot,
    table,
)

pytestmark = pytest.mark.django_db


def test_holdings_of_command_line_imports_are_listed_newest_first():
    older = snapshot(CODES)
    newer = snapshot(table(("31020", "C26", 2015, 3)), name="jobs.csv", profile="sandan-industry-table")
    assert [(one.snapshot, one.entry, one.is_current) for one in queries.holdings()] == [
        (newer, None, True),
        (older, None, True),
    ]


def test_holdings_of_superseded_edition_name_what_replaced_it():
    older = snapshot(CODES, edition="provisional")
    newer = snapshot(CODES + "C10,식료품\n")
    found = {one.snapshot.id: one for one in queries.holdings()}
    assert found[older.id].superseded_by == newer
    assert [one.snapshot for one in queries.holdings(current=True)] == [newer]


def test_holdings_are_found_by_kind_and_words():
    codes = snapshot(CODES)
    snapshot(table(("31020", "C26", 2015, 3)), name="jobs.csv", profile="sandan-industry-table")
    assert [one.snapshot for one in queries.holdings(kind="classification")] == [codes]
    assert [one.snapshot for one in queries.holdings(words="CODES.")] == [codes]
    assert queries.holdings(words="nowhere") == []


def test_replaceable_snapshots_of_the_same_profile_stand_first():
    own = snapshot(table(("1", "C26", 2015, 3)), name="a.csv", profile="sandan-industry-table")
    mapping = settings.WORKSPACE.root / "jobs.toml"
    mapping.write_text(MAPPING, encoding="utf-8")
    other = snapshot(UNKNOWN, name="b.csv", profile="generic", options={"mapping": str(mapping)})
    assert queries.replaceable("industry_table", "sandan-industry-table") == [own, other]
    assert queries.replaceable("industry_table", "generic") == [other, own]


def test_fitting_mappings_stand_before_those_whose_columns_are_missing():
    columns = [{"name": name, "values": []} for name in ("행정구역코드", "값")]
    upload = UploadFactory(beginning={"columns": columns})
    other = MappingFactory(name="A", columns=["region"])
    fits = MappingFactory(name="B", columns=["행정구역 코드", "값"])
    assert queries.fitting_mappings(upload) == [fits, other]


def test_preview_shows_what_a_mapping_makes_of_the_first_rows():
    upload = UploadFactory(name="jobs.csv", file=ContentFile(UNKNOWN.encode("cp949"), name="jobs.csv"))
    found = queries.preview(upload, MAPPING)
    assert found.rows.cells[0][:6] == ["31020", "성남시", "C26", "", "2015", "employment"]
    assert (found.quality.rows_read, found.quality.rows_used) == (2, 2)


def test_preview_with_a_mapping_of_other_columns_is_refused():
    upload = UploadFactory()
    with pytest.raises(SandanError, match="`행정구역코드`"):
        queries.preview(upload, MAPPING)


def test_as_rows_writes_whole_numbers_without_a_point_and_nothing_for_nothing():
    frame = pd.DataFrame({"a": [1.0, None, 2.5], "b": ["x", None, "y"]})
    assert queries.as_rows(frame) == Rows(["a", "b"], [["1", "x"], ["", ""], ["2.5", "y"]])


def test_under_its_name_gives_the_bytes_under_the_name_that_people_know():
    upload = UploadFactory(name="업종 코드.csv")
    with queries.under_its_name(upload) as path:
        assert (path.name, path.read_bytes()) == ("업종 코드.csv", CODES.encode())
    assert not path.exists()


def test_on_the_way_is_what_has_no_import_and_was_not_removed():
    waiting = UploadFactory()
    done = UploadFactory()
    Import.objects.create(snapshot="a" * 64, name="codes.csv", upload=done)
    UploadFactory(discarded_at="2026-01-01T00:00:00Z")
    assert list(queries.on_the_way()) == [waiting]
