"""``sandan migrate``: make the database and the static files fit this version."""

import hashlib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from sandan.web.commands.common import prepare
from sandan.web.config import DEFAULTS

__all__ = ["app", "bring_up_to_date"]

app = typer.Typer(add_completion=False)

MARK = "fingerprint"


@app.command("migrate")
def migrate(
    ctx: typer.Context,
    *,
    setup_link: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="While there is nobody yet, print the link below this address that makes the first person.",
        ),
    ] = "",
) -> None:
    """Make the database and the static files fit this version of Sandan."""
    prepare(Path(ctx.obj))
    bring_up_to_date()
    if setup_link:
        _print_setup_link(setup_link)


def bring_up_to_date() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if _collect_static():
        typer.echo("The static files were collected.")


def _collect_static() -> bool:
    """Collect the files of the pages, unless those that are there are those of this installation."""
    mark = Path(settings.STATIC_ROOT) / MARK
    fingerprint = hashlib.sha256("\n".join(_static_files()).encode()).hexdigest()
    if mark.is_file() and mark.read_text(encoding="ascii") == fingerprint:
        return False
    # Nothing is cleared away: pages that are open still ask for the older files.
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(fingerprint, encoding="ascii")
    return True


def _static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            yield f"{name} {about.st_size} {about.st_mtime_ns}"


def _print_setup_link(address: str) -> None:
    if import_module("sandan.web.accounts.queries").nobody_yet():
        path = import_module("sandan.web.accounts.actions").setup_link()
        typer.echo(f"Nobody is here yet. Set the office up: {_seen_from_outside(address)}{path}")


def _seen_from_outside(address: str) -> str:
    """Return where people find the office: behind a proxy under its name, else where it listens."""
    named = [host for host in settings.CONFIG.hosts if host not in {*DEFAULTS["hosts"], "*"}]
    return f"https://{named[0].lstrip('.')}" if settings.CONFIG.https and named else address.rstrip("/")
