import pytest


@pytest.fixture
def tokens(load):
    return load("tokens")


def test_style_sheet_of_the_office_agrees_with_the_theme(tokens):
    assert tokens.SHEET.read_text(encoding="utf-8") == tokens.sheet()


def test_check_says_that_a_sheet_is_out_of_date(tokens, monkeypatch, tmp_path, capsys):
    (tmp_path / "tokens.css").write_text(":root {}", encoding="utf-8")
    monkeypatch.setattr(tokens, "SHEET", tmp_path / "tokens.css")
    monkeypatch.setattr("sys.argv", ["tokens.py", "--check"])
    assert tokens.main() == 1
    assert capsys.readouterr().out == "tokens.css differs from the theme; run python tools/tokens.py\n"


def test_main_writes_the_sheet(tokens, monkeypatch, tmp_path):
    monkeypatch.setattr(tokens, "SHEET", tmp_path / "tokens.css")
    monkeypatch.setattr("sys.argv", ["tokens.py"])
    assert tokens.main() == 0
    assert (tmp_path / "tokens.css").read_text(encoding="utf-8") == tokens.sheet()
