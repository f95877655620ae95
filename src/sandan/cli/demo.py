"""``sandan demo``: a generated country, imported, with the report on its focal city."""

import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sandan.cli.common import console
from sandan.data.codes.ksic import ksic10
from sandan.data.country.generate import Country, generate_country
from sandan.data.country.load import import_country
from sandan.data.country.plan import DEFAULT_SEED, SCALES
from sandan.data.country.write import write_country
from sandan.data.strategic_rules import parse_definition
from sandan.data.workspace import SETTINGS_FILE, Workspace, create_workspace, open_workspace
from sandan.errors import WorkspaceError
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.comparison_sets import chosen_by_size
from sandan.evaluate.indicators import indicator_registry
from sandan.evaluate.registration.specification import Specification, specification_from
from sandan.evaluate.registration.store import register
from sandan.evaluate.registration.targets import target_codes
from sandan.report.assemble import SETS_FILE, open_case
from sandan.report.publish import FORMATS, publish
from sandan.report.sections.account import change
from sandan.report.wording.numbers import LANGUAGES

__all__ = ["app"]

NAME = "Demonstration"
START, END = 2010, 2013
LARGE = 40_000
"""Least population of the cities that the focal city is compared with."""
LIST, LEAF = "2010", 5
"""The list of strategic industries in force when the complex was decided on; digits of the finest codes."""
OUTCOMES = ("firms", "jobs")
RINGS = (0.0, 3.0, 10.0, 20.0, 40.0)
"""Kilometers, from the map alone: on foot, near, the rest of the city (which ends there), other cities."""
EVALUATOR, REGISTERED_AT = "최이룸", "2016-01-04T09:00:00+09:00"
"""A fixed moment of the generated country, so that every demonstration is the same."""
TAKEN_WIDE = {"origin": "assumed", "source": "조사 없이 넓게 가정함 (no survey: taken wide)"}
RATES = {
    "deadweight": {"lower": 0.3, "central": 0.5, "upper": 0.7} | TAKEN_WIDE,
    "displacement": {"lower": 0.1, "central": 0.25, "upper": 0.5} | TAKEN_WIDE,
}
"""Nobody asked the firms of this country, so the last rung is arithmetic, and says so."""
CASE = "seongnam_2013"
"""The shipped case of claims."""

app = typer.Typer(add_completion=False)


@app.command("demo")
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder of the demonstration.")] = Path("demo"),
) -> None:
    """Generate a country, import it and write the report on its focal city, in both languages."""
    say = console(stderr=True).print
    workspace = _workspace(folder)
    say("1/3 generating a country whose truth is known ...")
    country = generate_country(SCALES["demo"], seed=DEFAULT_SEED)
    shutil.rmtree(folder / "generated", ignore_errors=True)
    write_country(country, folder / "generated")
    for outcome in OUTCOMES:
        register(
            workspace.root,
            _specification(country, folder / "generated" / "files" / "strategic.toml", outcome=outcome),
        )
    say("2/3 importing its files, and a published case of claims ...")
    import_country(folder / "generated", workspace.vault)
    adopt_case(workspace.vault, CASE)
    say("3/3 writing the report in two languages and four formats ...")
    city = country.world.places.cities[0]
    _choose_peers(workspace)
    case = open_case(workspace, city, start=START, end=END, language="ko")
    for language in LANGUAGES:
        for path in publish(workspace, case.in_language(language), FORMATS):
            typer.echo(str(path.resolve()))
    sandan = f"{sys.argv[0]} --workspace {folder}"
    say("Open a page (.html) in a browser and select any number. Make one of them again:")
    say(f"  {sandan} replay {change(case).figure.id}")
    say("List the firms that moved in:")
    say(f"  {sandan} account {city} --from {START} --to {END} --line moves_in")


def _workspace(folder: Path) -> Workspace:
    """Make the workspace, or take up one that an earlier run made; nobody else's folder is touched."""
    if not (folder / SETTINGS_FILE).exists():
        return create_workspace(folder, name=NAME)
    workspace = open_workspace(folder)
    if workspace.settings.name != NAME:
        raise WorkspaceError(
            f"{folder} is the workspace of {workspace.settings.name!r} and not a demonstration; name another "
            "folder."
        )
    return workspace


def _specification(country: Country, definition: Path, *, outcome: str) -> Specification:
    """Ask what the research complex of the focal city brought, before a file is imported."""
    rules = parse_definition(definition.read_text(encoding="utf-8"))
    leaves = [code for code in ksic10().codes.index if len(code) == LEAF]
    places, plan = country.world.places, country.world.plan
    return specification_from(
        {
            "policy_ko": "연구단지 조성",
            "policy_en": "Research complex",
            "place": places.cities[0],
            "site": places.complexes[places.research],
            "outcome": outcome,
            "target": list(target_codes(rules, LIST, codes=leaves)),
            "target_from": f"strategic list, version {LIST}",
            "basis": "decided",
            "first": plan.first_year,
            "start": plan.research_opens,
            "last": plan.last_year,
            "rings": RINGS,
            "author": EVALUATOR,
            "registered_at": REGISTERED_AT,
            "rates": RATES,
        }
    )


def _choose_peers(workspace: Workspace) -> None:
    """Store among whom the city is compared, before anybody has seen a rank."""
    (snapshot,) = workspace.vault.current("indicator_values")
    chosen = chosen_by_size(
        workspace.vault.read(snapshot.id),
        indicator_registry("generated_country"),
        key="large",
        period=START,
        at_least=LARGE,
        chosen_on=date(START, 12, 31),
    )
    (workspace.root / SETS_FILE).write_text(chosen.to_toml(), encoding="utf-8")
