"""The sentences of the pages: gathered for translators, compiled for Django, checked for gaps."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[1] / "src" / "sandan" / "web"
CATALOG = Path("locale", "ko", "LC_MESSAGES", "django.po")
HEADER = r"""# Korean sentences of the pages; gathered by `make messages`.
msgid ""
msgstr ""
"Language: ko\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
"""Without dates and addresses, so that a catalog changes only when a sentence does."""


def apps(web: Path = WEB) -> list[Path]:
    """List the apps that have pages."""
    return sorted(path.parent for path in web.glob("*/apps.py"))


def gather(app: Path) -> None:
    """Write every sentence of an app that is marked for translation into its catalog."""
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "ko", "--no-location", "--no-obsolete"],
        cwd=app,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": ""},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    path = app / CATALOG
    if path.is_file():
        _, _, sentences = path.read_text(encoding="utf-8").partition("\n\n")
        path.write_text(f"{HEADER}\n{sentences}", encoding="utf-8")


def read(path: Path) -> Catalog:
    """Read a catalog; one that is not there is empty."""
    if not path.is_file():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def compile_all() -> None:
    """Write the compiled catalogs beside their sources."""
    for app in apps():
        if (app / CATALOG).is_file():
            with (app / CATALOG).with_suffix(".mo").open("wb") as file:
                write_mo(file, read(app / CATALOG))


def gaps(name: str, written: Catalog, wanted: Catalog) -> Iterator[str]:
    """Say what a catalog lacks: sentences that pages have and it has not, and those without a translation."""
    for message in wanted:
        if message.id and written.get(message.id, message.context) is None:
            yield f"{name}: {message.id!r} is not in the catalog; run make messages"
    for message in written:
        said = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and (message.fuzzy or not all(said)):
            yield f"{name}: {message.id!r} has no Korean"


def quarrels(catalogs: dict[str, Catalog]) -> Iterator[str]:
    """Say which sentences two apps translate differently: Django knows one translation of a sentence."""
    said: dict[tuple[str | None, str], tuple[str, str]] = {}
    for name, catalog in catalogs.items():
        for message in catalog:
            words = message.id[0] if isinstance(message.id, tuple | list) else message.id
            korean = message.string[0] if isinstance(message.string, tuple | list) else message.string
            first, other = said.setdefault((message.context, words), (name, str(korean)))
            if words and other != korean:
                yield f"{name}: {words!r} is {korean!r}, but in {first} {other!r}; word one differently"


def objections() -> list[str]:
    """Gather the gaps of all apps; the tree itself stays as it is."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "web"
        shutil.copytree(WEB, copy, ignore=shutil.ignore_patterns("__pycache__", "static"))
        for app in apps(copy):
            gather(app)
            found += gaps(app.name, read(WEB / app.name / CATALOG), read(app / CATALOG))
    return found + list(quarrels({app.name: read(app / CATALOG) for app in apps()}))


def main() -> int:
    """Gather, compile or check; the exit status of a check says whether there are gaps."""
    match sys.argv[1:]:
        case ["gather", *names]:
            for app in apps():
                if not names or app.name in names:
                    gather(app)
        case ["compile"]:
            compile_all()
        case _:
            found = objections()
            for objection in found:
                print(objection)
            return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
