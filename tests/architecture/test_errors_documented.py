"""Every error that a user can meet has a heading, and every heading an error."""

import inspect
import re

from sandan import errors


def test_error_codes_and_headings_are_the_same_list(root):
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.SandanError)]
    page = (root / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^## (\S+)$", page, flags=re.MULTILINE)) == sorted(c.code for c in classes)


def test_error_codes_are_unique():
    codes = [getattr(errors, name).code for name in errors.__all__]
    assert len(codes) == len(set(codes))
