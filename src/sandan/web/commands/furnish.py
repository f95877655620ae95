"""``sandan furnish``: fill the office of a demonstration with people, companies, claims and answers."""

import secrets
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from sandan.data.workspace import SETTINGS_FILE, Workspace, open_workspace
from sandan.web.commands.common import prepare

__all__ = ["app"]

app = typer.Typer(add_completion=False)

PEOPLE = {
    "administrator": "한가람",
    "director": "오세진",
    "planner": "김하늘",
    "coordinator": "박나래",
    "programme_manager": "정다온",
    "evaluator": "최이룸",
    "cluster_officer": "윤슬기",
    "firm": "이도담",
    "partner": "강보미",
    "expert": "서한결",
    "council": "문새롬",
}
"""Invented names, one for each role."""

CASE = "seongnam_2013"
START, END = 2010, 2013
OPTIONAL = '\n[web]\nmfa = "optional"\n'
"""In a demonstration nobody has a phone at hand for a second factor."""


@app.command("furnish")
def furnish(
    ctx: typer.Context,
    *,
    address: Annotated[
        str, typer.Option(help="Where the office will be found; sign-in links begin with it.")
    ] = "http://127.0.0.1:8000",
) -> None:
    """Fill the office of a demonstration, and print a link for each role that lets in once."""
    root = Path(ctx.obj)
    _without_second_factor(open_workspace(root))
    prepare(root)
    import_module("sandan.web.commands.migrate").bring_up_to_date()
    people = _people()
    _companies(people["planner"])
    _firm(people)
    _claims(people["planner"])
    _answers(people["planner"])
    _lists(people["coordinator"])
    _quality(people["planner"])
    typer.echo("Each link lets in once:")
    for role in PEOPLE:
        path = import_module("sandan.web.accounts.actions").demo_link(people[role])
        typer.echo(f"  {role:<18} {address.rstrip('/')}{path}")


def _without_second_factor(workspace: Workspace) -> None:
    if not workspace.settings.web:
        path = workspace.root / SETTINGS_FILE
        path.write_text(path.read_text(encoding="utf-8") + OPTIONAL, encoding="utf-8")


def _people() -> dict[str, Any]:
    """Make a person for every role, or take those that an earlier run made."""
    found = {role: _person(role) for role in PEOPLE}
    people = {role: person for role, person in found.items() if person is not None}
    if "administrator" not in people:
        people["administrator"] = _first()
    for role in PEOPLE:
        if role not in people and role != "firm":
            people[role] = _invited(people["administrator"], role)
    return people


def _email(role: str) -> str:
    return f"{role.replace('_', '-')}@demo.example"


def _person(role: str) -> Any:
    return import_module("sandan.web.accounts.queries").person_of(_email(role))


def _first() -> Any:
    """Set the office up as its first administrator would, with a password that nobody knows."""
    actions = import_module("sandan.web.accounts.actions")
    token = actions.setup_link().rstrip("/").rpartition("/")[2]
    name, email = PEOPLE["administrator"], _email("administrator")
    return actions.set_up(token=token, name=name, email=email, password=secrets.token_urlsafe(32))


def _invited(by: Any, role: str, company: Any = None) -> Any:
    invite = import_module("sandan.web.accounts.actions").invite
    about = {"name": PEOPLE[role], "email": _email(role), "roles": [role], "company": company}
    return invite(by=by, valid_from=date.today(), **about).person  # noqa: DTZ011 -- the day of this machine


def _firm(people: dict[str, Any]) -> None:
    """Give the firm's person a company of the register."""
    if "firm" not in people:
        company = import_module("sandan.web.companies.models").Company.objects.order_by("pk").first()
        people["firm"] = _invited(people["administrator"], "firm", company)


def _register() -> tuple[Any, Any]:
    cases = import_module("sandan.web.measurement.cases")
    (snapshot,) = [one for one in cases.current() if one.kind == "establishments"]
    return snapshot, cases.shelf().read(snapshot.id)


def _city(establishments: Any) -> str:
    """Take the focal city of the generated country: the first in the order of codes."""
    return str(establishments["city"].min())


def _companies(by: Any) -> None:
    if import_module("sandan.web.companies.models").Company.objects.exists():
        return
    snapshot, establishments = _register()
    take_in = import_module("sandan.web.companies.actions").take_in_register
    taken = take_in(establishments, by=by, source=snapshot.id, city=_city(establishments), places=_places())
    typer.echo(f"Companies: {taken.written:,}.")


def _places() -> dict[str, str]:
    """Name the places of the generated country for addresses, in Korean."""
    cases = import_module("sandan.web.measurement.cases")
    for one in cases.current():
        if one.kind == "regions":
            regions = cases.shelf().read(one.id)
            return dict(zip(regions["code"], regions["name_ko"], strict=True))
    return {}


def _claims(by: Any) -> None:
    if import_module("sandan.web.claims.models").Claim.objects.exists():
        return
    offers = import_module("sandan.web.measurement.ledgers").offers()
    (offer,) = [one for one in offers if one.case == CASE]
    import_module("sandan.web.claims.actions").adopt(by=by, offer=offer)


def _answers(by: Any) -> None:
    """Set the place that pages start with, and have the worker answer what people look at first."""
    _, establishments = _register()
    city = _city(establishments)
    actions = import_module("sandan.web.measurement.actions")
    actions.change_office(by=by, city=city, start=START, end=END, comparison_set="large")
    lens = import_module("sandan.web.measurement.lens").Lens(city, START, END, "large")
    actions.ask_for_all(by=by, lens=lens)


def _lists(by: Any) -> None:
    """Have the lists of firms matched, so that there are decisions to make."""
    lists = import_module("sandan.web.linkage.queries.lists").firm_lists()
    for one in lists:
        if not one.runs:
            import_module("sandan.web.linkage.actions").ask(by=by, snapshot=one.snapshot)


def _quality(by: Any) -> None:
    """Have the register looked through once."""
    if import_module("sandan.web.companies.queries.quality").board().report is None:
        import_module("sandan.web.companies.actions").ask_for_check(by=by)
