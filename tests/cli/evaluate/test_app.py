import pytest
from typer.testing import CliRunner

from sandan.cli.evaluate.app import app


@pytest.mark.parametrize("name", ["register", "specifications", "ladder", "compare", "detect"])
def test_evaluate_has_a_command_of_every_question_with_a_summary(name):
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0
    assert f"{name} [OPTIONS]" in shown.output
