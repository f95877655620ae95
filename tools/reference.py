"""Writes the reference pages from the code, or says which of them no longer fit it."""

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.main import get_command

import sandan
from sandan.cli.app import COMMANDS
from sandan.data.contracts import CONTRACTS
from sandan.data.profiles.registry import PROFILES
from sandan.report.figures.definitions import definitions

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Written from the code by `make docs`; changes belong there. -->"


def functions() -> str:
    """List every public function with its summary, by module."""
    lines = [
        "# Functions of the core",
        "",
        NOTE,
        "",
        "The docstrings hold parameters, equations, sources and examples.",
    ]
    for name in sorted(_modules()):
        module = importlib.import_module(name)
        public = [
            (public_name, item)
            for public_name in sorted(getattr(module, "__all__", ()))
            if inspect.isfunction(item := getattr(module, public_name)) and item.__module__ == name
        ]
        if public:
            lines += [
                "",
                f"## `{name}`",
                "",
                _first_line(module.__doc__),
                "",
                "| function | what it does |",
                "|---|---|",
            ]
            lines += [f"| `{public_name}` | {_first_line(item.__doc__)} |" for public_name, item in public]
    return "\n".join(lines) + "\n"


def _modules() -> Iterator[str]:
    core = ("data", "observe", "operate", "evaluate", "report", "parallel", "compiled")
    for package in pkgutil.iter_modules(sandan.__path__, "sandan."):
        if package.name.split(".")[1] in core:
            yield package.name
            # Only the core is walked: looking into the packages of the web application would import them.
            inside = getattr(importlib.import_module(package.name), "__path__", [])
            yield from (module.name for module in pkgutil.walk_packages(inside, f"{package.name}."))


def _first_line(docstring: str | None) -> str:
    return (docstring or "").strip().split("\n", maxsplit=1)[0]


def columns() -> str:
    """Describe the columns of every kind of table."""
    lines = ["# Columns", "", NOTE, "", "Every table in the vault is of one of these kinds."]
    for contract in CONTRACTS.values():
        lines += [
            "",
            f"## {contract.kind}",
            "",
            f"A row is identified by {', '.join(f'`{k}`' for k in contract.key)}.",
        ]
        lines += ["" if not contract.extra_columns else "\nOther columns of the source are kept as text.\n"]
        lines += ["| column | type | required | meaning |", "|---|---|---|---|"]
        for column in contract.columns:
            allowed = (
                f" One of {', '.join(f'`{v}`' for v in sorted(column.allowed))}." if column.allowed else ""
            )
            required = "yes" if column.required else "no"
            lines.append(f"| `{column.name}` | {column.type} | {required} | {column.meaning}.{allowed} |")
    return "\n".join(lines) + "\n"


def profiles() -> str:
    """Describe every source profile."""
    lines = [
        "# Source profiles",
        "",
        NOTE,
        "",
        "`sandan import PROFILE FILE --as-of DATE` reads a file by one of these.",
    ]
    for profile in sorted(PROFILES.values(), key=lambda one: one.name):
        lines += [
            "",
            f"## {profile.name}",
            "",
            f"{profile.title}. Version {profile.version}; gives a table of the kind",
        ]
        lines += [f"[{profile.kind}](columns.md#{profile.kind}).", "", f"- Source: {profile.source}"]
        lines += [f"- Licence: {profile.licence}"]
        lines += [f"- Option `{name}`: {meaning}" for name, meaning in profile.options.items()]
        lines += [f"- Must not be read as: {sentence}" for sentence in profile.not_to_be_read_as]
    return "\n".join(lines) + "\n"


def figures() -> str:
    """Describe every kind of figure."""
    lines = [
        "# Kinds of figures",
        "",
        NOTE,
        "",
        "| key | name | 이름 | unit | version | meaning |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{one.key}` | {one.name_en} | {one.name_ko} | {one.unit} | {one.version} | {one.meaning_en} |"
        for one in sorted(definitions().values(), key=lambda definition: definition.key)
    ]
    return "\n".join(lines) + "\n"


def commands() -> str:
    """Print the help of every command."""
    lines = [
        "# Commands",
        "",
        NOTE,
        "",
        "`sandan --workspace DIR COMMAND`; the folder is the present one without it.",
    ]
    for name, (module, summary) in COMMANDS.items():
        command = get_command(importlib.import_module(module).app)
        lines += ["", f"## sandan {name}", "", summary]
        group = getattr(command, "commands", {})
        if list(group) == [name] or not group:
            lines += _usage(group.get(name, command), name)
        for part in sorted(group):
            if part != name:
                lines += ["", f"### sandan {name} {part}", "", _first_line(group[part].help)]
                lines += _usage(group[part], f"{name} {part}")
    return "\n".join(lines) + "\n"


def _usage(command: typer.core.TyperCommand, name: str) -> list[str]:
    shown = [p for p in command.params if p.name not in {"help", "install_completion", "show_completion"}]
    arguments = " ".join(str(p.name).upper() for p in shown if p.param_type_name == "argument")
    lines = ["", "```", f"sandan {name} {arguments}".rstrip(), "```"]
    for parameter in shown:
        label = ", ".join(f"`{option}`" for option in parameter.opts)
        required = " (required)" if parameter.required else ""
        lines.append(f"- {label}{required}: {getattr(parameter, 'help', None) or ''}".rstrip(": "))
    return [lines[0], *lines[1:4], "", *lines[4:]] if len(lines) > 4 else lines


PAGES = {
    "functions.md": functions,
    "columns.md": columns,
    "profiles.md": profiles,
    "figures.md": figures,
    "commands.md": commands,
}


def main() -> int:
    """Write the pages, or with ``--check`` compare them."""
    stale = []
    for name, write in PAGES.items():
        path, text = FOLDER / name, write()
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    for name in stale:
        print(f"docs/reference/{name} does not fit the code; run make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
