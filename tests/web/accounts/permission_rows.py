from sandan.web.accounts import actions
from sandan.web.accounts.models import Person, RoleAssignment
from web_table import EVERYBODY, SIGNED_IN, Row

SEE, MANAGE = {"administrator", "director"}, {"administrator"}


def person():
    return Person.objects.create_user(email="someone@example.org", name="이도담")


def somebody():
    return {"pk": person().pk}


def assignment():
    given = RoleAssignment.objects.create(person=person(), role="planner")
    return {"pk": given.person_id, "assignment": given.pk}


def setup_token():
    return {"token": actions.setup_link().split("/")[-2]}


def invitation_token():
    invited = actions.give_link(by=person(), person=Person.objects.get())
    return {"token": invited.path.split("/")[-2]}


def demo_token():
    return {"token": actions.demo_link(person()).split("/")[-2]}


ROWS = [
    Row("accounts:me", SIGNED_IN),
    Row("accounts:people", SEE),
    Row("accounts:person", SEE, make=somebody),
    Row("accounts:invite", MANAGE),
    Row("accounts:change", MANAGE, make=somebody),
    Row("accounts:link", MANAGE, method="POST", make=somebody),
    Row("accounts:bar", MANAGE, make=somebody),
    Row("accounts:let_in", MANAGE, make=somebody),
    Row("accounts:end_sessions", MANAGE, method="POST", make=somebody),
    Row("accounts:give_role", MANAGE, make=somebody),
    Row("accounts:end_role", MANAGE, make=assignment),
    Row("accounts:setup", EVERYBODY, make=setup_token),
    Row("accounts:invitation", EVERYBODY, make=invitation_token),
    Row("accounts:demo", EVERYBODY, make=demo_token),
]
