import pytest
from typer.testing import CliRunner

from sandan.cli.observe.app import app

PUBLISHED = ("location-quotient", "shift-share")
MATRICES = ("specialization", "concentration", "complexity", "opportunities")
PLACES = ("kd", "m", "localization", "moran", "hotspots", "scan", "groups")


@pytest.mark.parametrize("name", [*PUBLISHED, *MATRICES, *PLACES])
def test_observe_has_a_command_of_every_measure_with_a_summary(name):
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0
    assert f"{name} [OPTIONS]" in shown.output


def test_observe_without_a_command_lists_them_all():
    shown = CliRunner().invoke(app, [])
    assert all(name in shown.output for name in (*PUBLISHED, *MATRICES, *PLACES))
