"""The pages about what columns mean."""

import re

import pytest
from django.urls import reverse

from web.imports.factories import MappingFactory, UploadFactory

pytestmark = pytest.mark.django_db


def _text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _at(name, **kwargs):
    return reverse(f"imports:{name}", kwargs=kwargs)


def test_shapes_have_no_columns_to_map(client_as):
    upload = UploadFactory(beginning={})
    page = client_as("planner").get(_at("mapping", upload=upload.pk))
    assert page.status_code == 422
    assert "This file has no columns of text that could be mapped" in _text(page)


def test_mapping_is_downloaded_as_toml(client_as):
    mapping = MappingFactory(name="시군구")
    answer = client_as("director").get(_at("mapping_file", mapping=mapping.pk))
    assert answer.content.decode() == mapping.text
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename*=utf-8''%EC%8B%9C%EA%B5%B0%EA%B5%AC.toml"
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_mappings_take_the_same_queries_for_any_number_of_rows(client_as, rows, django_assert_num_queries):
    client = client_as("planner")
    for _ in range(rows):
        MappingFactory(by=client.person)
    client.get(_at("mappings"))
    # session, person, roles, mappings with their people
    with django_assert_num_queries(4):
        assert len(client.get(_at("mappings")).context["mappings"]) == rows
