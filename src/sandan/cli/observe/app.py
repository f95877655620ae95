"""The commands of ``sandan observe``, each under the name of its measure."""

from collections.abc import Callable

import typer

from sandan.cli.observe import distances, matrices, places, published

__all__ = ["app"]

app = typer.Typer(add_completion=False, no_args_is_help=True)

COMMANDS: dict[str, Callable[..., None]] = {
    "location-quotient": published.location_quotients,
    "shift-share": published.shift_shares,
    "specialization": matrices.specialization,
    "concentration": matrices.concentration,
    "complexity": matrices.complexity,
    "opportunities": matrices.opportunities,
    "kd": distances.kd,
    "m": distances.m,
    "localization": distances.localization,
    "moran": places.moran,
    "hotspots": places.hotspots,
    "scan": places.scan,
    "groups": places.groups,
}

for name, command in COMMANDS.items():
    app.command(name)(command)


@app.callback()
def observe() -> None:
    """Compute measures: of a published table of the vault, or of a file of your own."""
