"""Every action that the source records is declared, and every kind that is declared is recorded somewhere."""

import ast
from pathlib import Path

import sandan.web
from sandan.web.shared.catalog import events

FOLDER = Path(sandan.web.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.rglob("*.py"))}


def _strings(node):
    return {
        one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }


def _recorded():
    """Give the literals that stand for ``action`` in any call: ``record`` itself and helpers around it."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            for keyword in getattr(node, "keywords", ()):
                if keyword.arg == "action":
                    yield from (one for one in _strings(keyword.value) if one.count(".") == 1)


def test_recorded_actions_are_declared():
    assert sorted(set(_recorded()) - set(events())) == []


def test_declared_actions_are_recorded_somewhere():
    said = set().union(*(_strings(tree) for tree in TREES.values()))
    assert sorted(set(events()) - said) == []
