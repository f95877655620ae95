from datetime import date

from django.conf import settings

from sandan.data.missing import Stage, Status
from sandan.report.figures.book import write_figures
from sandan.report.figures.record import Calculation, Figure
from web_table import SIGNED_IN, Row

SEE = SIGNED_IN - {"firm"}


def a_figure():
    calculation = Calculation("counts", {"periods": [2013]}, (), "0.1.0", "abc")
    figure = Figure(
        "",
        2,
        "firms",
        "strategic_firms",
        "1",
        "A",
        "2013",
        "establishment",
        Stage.FINAL,
        Status.REPORTED,
        calculation,
        {},
        "value",
    ).with_id()
    write_figures(settings.WORKSPACE.figures_dir, f"a-{date(2013, 1, 1)}", [figure])
    return {"key": figure.id}


ROWS = [
    Row("figures:look_up", SEE),
    Row("figures:ask", SEE, method="POST", data={"asked": '{"question":"choices","lens":null,"options":{}}'}),
    Row("figures:peers", SEE),
    Row("figures:add_peers", {"planner"}),
    Row("figures:card", SEE, make=a_figure),
    Row(
        "figures:replay",
        {"director", "planner", "evaluator", "expert", "council"},
        method="POST",
        make=a_figure,
    ),
]
