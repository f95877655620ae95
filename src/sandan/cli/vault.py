"""``sandan vault``: what is stored, and whether it is still what was stored."""

from typing import Annotated

import typer

from sandan.cli.common import show_lines, show_quality, show_table, workspace_of
from sandan.data.vault.sidecar import Snapshot
from sandan.errors import VaultError

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def vault() -> None:
    """List, show and verify snapshots."""


@app.command("list")
def list_snapshots(
    ctx: typer.Context,
    *,
    kind: Annotated[str | None, typer.Option(help="Only tables of this kind.")] = None,
    current: Annotated[bool, typer.Option("--current", help="Only those that nothing supersedes.")] = False,
) -> None:
    """List the snapshots, oldest import first."""
    store = workspace_of(ctx).vault
    now = {snapshot.id for snapshot in store.current(kind)}
    shown = [s for s in store.snapshots(kind) if not current or s.id in now]
    show_table(
        ("snapshot", "kind", "profile", "as of", "edition", "rows", "current", "original", "imported"),
        (_row(snapshot, is_current=snapshot.id in now) for snapshot in shown),
        right=("rows",),
    )


def _row(snapshot: Snapshot, *, is_current: bool) -> tuple[str, ...]:
    return (
        snapshot.short,
        snapshot.kind,
        snapshot.profile,
        snapshot.as_of.isoformat(),
        snapshot.edition,
        f"{snapshot.rows:,}",
        "yes" if is_current else "no",
        snapshot.original_name,
        snapshot.imported_at[:19].replace("T", " "),
    )


@app.command("show")
def show(
    ctx: typer.Context, snapshot: Annotated[str, typer.Argument(help="Identifier, or its beginning.")]
) -> None:
    """Show everything that is recorded about a snapshot."""
    found = workspace_of(ctx).vault.get(snapshot)
    show_lines(
        {
            "snapshot": found.id,
            "kind": found.kind,
            "title": found.title,
            "source": found.source,
            "licence": found.licence,
            "as of": f"{found.as_of} ({found.edition})",
            "profile": f"{found.profile}, version {found.profile_version}",
            **{f"option {name}": value for name, value in found.options.items()},
            "original": f"{found.original_name}, {found.original_bytes:,} bytes",
            "original's SHA-256": found.original_sha256,
            "table": f"{found.rows:,} rows",
            "table's SHA-256": found.table_sha256,
            "supersedes": "\n".join(found.supersedes),
            "outdated by": "\n".join(found.outdated_by),
            "imported": f"{found.imported_at} with Sandan {found.sandan_version}",
            "must not be read as": "\n".join(found.not_to_be_read_as),
        }
    )
    show_quality(found.quality)


@app.command("verify")
def verify(ctx: typer.Context) -> None:
    """Compare everything in the vault with its hash; fails if anything is not as it was stored."""
    states = workspace_of(ctx).vault.verify()
    rows = [(key[:12], state, detail) for key, state, detail in states.astype(str).to_numpy().tolist()]
    show_table(("snapshot", "state", "detail"), rows)
    wrong = [key for key, state, _ in rows if state != "ok"]
    if wrong:
        raise VaultError(
            f"{len(wrong)} of {len(rows)} snapshots are not as they were stored ({', '.join(wrong)}); "
            "the table above says what to do about each."
        )
    typer.echo(f"All {len(rows)} snapshots are as they were stored.")
