from web_table import Row

RUN = {"administrator"}


def people():
    return {"kind": "accounts.person"}


ROWS = [
    Row("administration:overview", {"administrator", "director"}),
    Row("administration:permissions", {"administrator", "director", "planner"}),
    Row("administration:office", {"administrator", "planner"}),
    Row("administration:verify_trail", RUN, method="POST"),
    Row("administration:backups", RUN),
    Row("administration:retention", RUN),
    Row("administration:period", RUN, make=people),
    Row("administration:erase", RUN, make=people),
]
