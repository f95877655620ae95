import pytest

from sandan.errors import DefinitionError
from sandan.report.figures.definitions import definition_of, definitions


def test_definitions_speak_both_languages():
    for one in definitions().values():
        assert all(
            [one.name("ko"), one.name("en"), one.meaning("ko"), one.meaning("en"), one.version, one.unit]
        )
        assert one.meaning("ko") != one.meaning("en")


def test_definition_of_an_unknown_key_lists_the_known_ones():
    with pytest.raises(DefinitionError, match="'luck' of a figure; known are establishments"):
        definition_of("luck")
