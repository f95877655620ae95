import pytest

from sandan.observe.occupations.lists import occupation_list
from sandan.report.sections.creative_lists import FAMILIES, GROUPS, NAME
from sandan.report.wording.sentences import catalog


def test_families_hold_every_list_of_the_package_once():
    keys = [key for family in FAMILIES.values() for key in family]
    assert sorted(keys) == ["florida_2002", "kiet_ksco6", "kiet_ksco7", "mcgranahan_wojan_2007"]


@pytest.mark.parametrize("family", FAMILIES)
def test_lists_of_a_family_are_in_different_revisions(family):
    revisions = [occupation_list(key).classification for key in FAMILIES[family]]
    assert len(set(revisions)) == len(revisions)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_group_of_every_list_has_a_name(language):
    groups = {
        group for keys in FAMILIES.values() for key in keys for group in occupation_list(key).entries["group"]
    }
    assert groups == set(GROUPS)
    assert all(catalog(language)[f"{NAME}.{key}"] for key in GROUPS.values())
