"""``sandan import``: a file becomes a snapshot."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sandan.cli.common import console, show_quality, workspace_of
from sandan.data.profiles.registry import profile_of
from sandan.data.vault.sidecar import Edition, Snapshot

__all__ = ["app"]

STEPS = {"copy": "copying (bytes)", "read": "reading (rows)"}

app = typer.Typer(add_completion=False)


@app.command("import")
def import_file(
    ctx: typer.Context,
    profile: Annotated[str, typer.Argument(help="How the file is read; see `sandan profiles`.")],
    file: Annotated[Path, typer.Argument(help="The file.")],
    as_of: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day that the numbers speak of.")],
    edition: Annotated[Edition, typer.Option(help="How final the source says it is.")] = Edition.FINAL,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=VALUE", help="What the profile needs to be told; repeatable."),
    ] = None,
    supersedes: Annotated[
        list[str] | None,
        typer.Option(metavar="SNAPSHOT", help="A snapshot that this one replaces; repeatable."),
    ] = None,
) -> None:
    """Turn a file into a snapshot in the vault."""
    workspace = workspace_of(ctx)
    began = datetime.now(tz=UTC).isoformat()
    with _progress() as on_progress:
        snapshot = workspace.vault.import_file(
            profile_of(profile),
            file,
            as_of=as_of.date(),
            edition=edition,
            options=_pairs(option or []),
            supersedes=supersedes or [],
            on_progress=on_progress,
        )
    _tell(snapshot, is_new=snapshot.imported_at >= began)


def _pairs(words: list[str]) -> dict[str, str]:
    """Cut each ``key=value`` at its first equals sign."""
    for word in words:
        if "=" not in word or word.startswith("="):
            raise typer.BadParameter(f"{word!r} is not KEY=VALUE.", param_hint="--option")
    return dict(word.split("=", 1) for word in words)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that moves a bar on the error stream; nothing is drawn where nobody looks."""
    screen = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        tasks = {step: bar.add_task(words, total=None, visible=False) for step, words in STEPS.items()}

        def on_progress(step: str, done: int, whole: int) -> None:
            bar.update(tasks[step], completed=done, total=whole or None, visible=True)

        yield on_progress


def _tell(snapshot: Snapshot, *, is_new: bool) -> None:
    name = snapshot.original_name
    if is_new:
        typer.echo(f"{name} is snapshot {snapshot.short}: {snapshot.rows:,} rows of {snapshot.kind}.")
    else:
        typer.echo(
            f"{name} was in the vault already: snapshot {snapshot.short}, imported {snapshot.imported_at}."
        )
    for older in snapshot.supersedes:
        typer.echo(f"It supersedes {older[:12]}.")
    for newer in snapshot.outdated_by:
        typer.echo(f"A later edition, {newer[:12]}, stays current.")
    show_quality(snapshot.quality)
    for warning in snapshot.not_to_be_read_as:
        typer.echo(f"Must not be read as: {warning}")
