"""``sandan profiles``: what can be imported."""

from typing import Annotated

import typer

from sandan.cli.common import show_lines, show_table
from sandan.data.profiles.registry import PROFILES, profile_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command("profiles")
def profiles(
    name: Annotated[
        str | None, typer.Argument(metavar="[PROFILE]", help="Show this profile in full.")
    ] = None,
) -> None:
    """List the sources that can be imported, or show one in full."""
    if name is not None:
        _show(name)
        return
    show_table(
        ("profile", "kind of table", "title", "options"),
        ((p.name, p.kind, p.title, ", ".join(p.options) or "—") for p in PROFILES.values()),
    )


def _show(name: str) -> None:
    profile = profile_of(name)
    show_lines(
        {
            "profile": f"{profile.name}, version {profile.version}",
            "kind of table": profile.kind,
            "title": profile.title,
            "source": profile.source,
            "licence": profile.licence,
            **{f"option {option}": meaning for option, meaning in profile.options.items()},
            "must not be read as": "\n".join(profile.not_to_be_read_as),
        }
    )
