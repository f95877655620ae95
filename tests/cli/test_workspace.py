import pytest

from sandan.data.workspace import open_workspace


def test_init_makes_a_workspace_and_says_where(sandan, tmp_path):
    done = sandan("init", "office", "--name", "성남시", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'office'} is now the workspace of 성남시.\n"
    assert open_workspace(tmp_path / "office").settings.language == "en"


@pytest.mark.usefixtures("workspace")
def test_init_does_not_touch_a_workspace_that_is_there(sandan):
    done = sandan("init", ".", "--name", "Other")
    assert done.returncode == 20
    assert "is there already" in done.stderr
