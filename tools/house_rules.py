"""The rules of the house that no linter knows; each function returns what it objects to."""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sandan"

LONGEST_FILE = 600
SECTIONS = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")
MEDIAN_BODY = 10
NINETIETH_BODY = 45
LEAST_NAMED_VALUES = 0.75
LEAST_MIRRORED = 0.95
SMALL_MODULE = 15
HELD_BY_PAGES = {"migrations", "urls", "models", "forms", "templatetags", "predicates", "signals"}
"""Layers of an app that declare and decide nothing by themselves."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_files(files: dict[str, str]) -> list[str]:
    """Object to files that nobody reads to the end."""
    counts = {name: text.count("\n") for name, text in files.items()}
    return [
        f"{name} has {count} lines; {LONGEST_FILE} are allowed"
        for name, count in counts.items()
        if count > LONGEST_FILE
    ]


def thin_docstrings(name: str, text: str) -> list[str]:
    """Object to public functions whose docstring leaves out a section."""
    tree = ast.parse(text)
    exported = _exported(tree)
    objections = []
    for node in tree.body:
        if isinstance(node, Function) and node.name in exported:
            lines = (ast.get_docstring(node) or "").splitlines()
            absent = [section for section in SECTIONS if section not in lines]
            if absent:
                objections.append(f"{name}: {node.name} has no section {', '.join(absent)}")
    return objections


def _exported(tree: ast.Module) -> set[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets
        ):
            return set(ast.literal_eval(node.value))
    return set()


def long_bodies(texts: list[str]) -> list[str]:
    """Object if functions have grown long all over the core."""
    lengths = sorted(_body_length(node) for text in texts for node in _functions(text))
    if not lengths:
        return []
    median = statistics.median(lengths)
    ninetieth = lengths[int(0.9 * (len(lengths) - 1))]
    objections = []
    if median > MEDIAN_BODY:
        objections.append(f"the median body has {median} lines; {MEDIAN_BODY} are allowed")
    if ninetieth > NINETIETH_BODY:
        objections.append(f"one body in ten has more than {ninetieth} lines; {NINETIETH_BODY} are allowed")
    return objections


def _functions(text: str) -> Iterator[Function]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, Function))


def _body_length(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def wordless_refusals(texts: list[str]) -> list[str]:
    """Object if too few refusals name the value that they refuse."""
    worded = [
        node.exc.args[0]
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args
    ]
    naming = sum(_names_a_value(message) for message in worded)
    if worded and naming < LEAST_NAMED_VALUES * len(worded):
        return [f"only {naming} of {len(worded)} refusals name the value they refuse"]
    return []


def _names_a_value(message: ast.expr) -> bool:
    return any(isinstance(part, ast.FormattedValue | ast.Name) for part in ast.walk(message))


def unmirrored_modules(modules: list[str], tests: set[str]) -> list[str]:
    """Object to modules without a test file of their name, if they are more than a few."""
    mirrored = [module for module in modules if not _is_held_by_pages(Path(module))]
    absent = [module for module in mirrored if not tests.intersection(_tests_of(Path(module)))]
    if len(absent) <= (1 - LEAST_MIRRORED) * len(mirrored):
        return []
    return [f"{module} has no {_tests_of(Path(module))[0]}" for module in absent]


def _is_held_by_pages(module: Path) -> bool:
    """Say whether a module of an app only declares: what it says is tested where pages and actions use it."""
    return module.parts[0] == "web" and not HELD_BY_PAGES.isdisjoint([*module.parts[1:-1], module.stem])


def _tests_of(module: Path) -> list[str]:
    """Name the test of a module; a layer of an app that is a package may be tested as one."""
    own = (module.parent / f"test_{module.name.removeprefix('_')}").as_posix()
    app_and_layer = module.parts[:3] if module.parts[0] == "web" and len(module.parts) > 3 else ()
    layer = ["/".join([*app_and_layer[:2], f"test_{app_and_layer[2]}.py"])] if app_and_layer else []
    return [own, *layer]


def _read(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(ROOT).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.py"))
    }


def objections() -> list[str]:
    """Gather every objection to the tree as it stands."""
    source = _read(SOURCE)
    everything = source | _read(ROOT / "tests") | _read(ROOT / "tools") | _read(ROOT / "benchmarks")
    core = {name: text for name, text in source.items() if "/web/" not in name}
    tests = {p.relative_to(ROOT / "tests").as_posix() for p in (ROOT / "tests").rglob("test_*.py")}
    modules = [
        name.removeprefix("src/sandan/")
        for name, text in source.items()
        if text.count("\n") >= SMALL_MODULE and not name.endswith("__init__.py")
    ]
    return [
        *long_files(everything),
        *(objection for name, text in core.items() for objection in thin_docstrings(name, text)),
        *long_bodies(list(core.values())),
        *wordless_refusals(list(core.values())),
        *unmirrored_modules(modules, tests),
    ]


def main() -> int:
    """Print the objections; the exit status says whether there are any."""
    found = objections()
    for objection in found:
        print(objection)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
