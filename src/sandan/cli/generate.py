"""``sandan generate``: write a country whose truth is known."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sandan.data.country.generate import generate_country
from sandan.data.country.plan import DEFAULT_SEED, NOTICE, SCALES
from sandan.data.country.write import write_country

__all__ = ["app"]

app = typer.Typer(add_completion=False)


class Scale(StrEnum):
    """The sizes of ``SCALES``."""

    DEMO = "demo"
    REGION = "region"
    NATION = "nation"


@app.command("generate")
def generate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    scale: Annotated[Scale, typer.Option(help="How large the country is.")] = Scale.DEMO,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = DEFAULT_SEED,
) -> None:
    """Write a generated country: an office's files in DIR/files, the truth in DIR/truth."""
    plan = SCALES[scale]
    country = generate_country(plan, seed=seed)
    write_country(country, folder)
    sites = [len(state.number) for state in country.states]
    typer.echo(
        f"{folder} holds a country of {plan.cities} cities with {sites[0]:,} sites in {plan.first_year} "
        f"and {sites[-1]:,} in {plan.last_year} ({NOTICE})."
    )
    typer.echo(
        f"Files of an office: {folder / 'files'}. What is true, for tests and lessons: {folder / 'truth'}."
    )
