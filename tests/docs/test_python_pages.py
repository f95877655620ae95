"""Python on pages is run as it is printed."""

import doctest

import pytest


@pytest.mark.parametrize("name", ["how-to/evaluate-real-panels.md"])
def test_python_on_pages_answers_what_the_page_says(root, name):
    options = doctest.NORMALIZE_WHITESPACE
    done = doctest.testfile(str(root / "docs" / name), module_relative=False, optionflags=options)
    assert done.attempted > 5
    assert done.failed == 0
