import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandan.data.workspace import Settings, create_workspace, open_workspace
from sandan.errors import WorkspaceError


def test_new_workspace_opens_with_its_settings_and_folders(tmp_path):
    create_workspace(tmp_path / "성남", name="성남시 산업진흥원", language="en")
    workspace = open_workspace(tmp_path / "성남")
    assert workspace.settings == Settings("성남시 산업진흥원", "en")
    assert workspace.vault.root == workspace.root / "vault"
    assert workspace.figures_dir.is_dir()
    assert workspace.reports_dir.is_dir()


@given(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20))
def test_every_printable_name_comes_back(tmp_path_factory, name):
    root = tmp_path_factory.mktemp("named")
    if not name.isprintable() or not name.strip():
        with pytest.raises(WorkspaceError, match="`name` is"):
            create_workspace(root, name=name)
    else:
        create_workspace(root, name=name)
        assert open_workspace(root).settings.name == name


def test_files_that_are_there_stay(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    create_workspace(tmp_path, name="Hanul")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_workspace_is_not_made_twice(tmp_path):
    create_workspace(tmp_path, name="Hanul")
    with pytest.raises(WorkspaceError, match="is there already"):
        create_workspace(tmp_path, name="Other")
    assert open_workspace(tmp_path).settings.name == "Hanul"


def test_folder_under_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="Not a directory"):
        create_workspace(tmp_path / "file" / "ws", name="Hanul")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "is not TOML: Invalid value"),
        ("", r"does not say the name of the workspace"),
        ("[workspace]", r"does not say the name of the workspace"),
        ("workspace = 1", r"does not say the name of the workspace"),
        ("[workspace]\nname = 3", "`name` is 3, but it must be a line of text"),
        ('[workspace]\nname = "a"\nlanguage = "fr"', "`language` is 'fr', but it must be one of ko, en"),
        ('[workspace]\nname = "a"\ncolour = 1', "the setting `colour`, .* it knows name, language"),
        ('[workspace]\nname = "a"\n[vault]\n', "the section `vault`, .* it knows workspace"),
    ],
)
def test_wrong_settings_are_refused_with_what_is_accepted(tmp_path, text, words):
    (tmp_path / "sandan.toml").write_text(text)
    with pytest.raises(WorkspaceError, match=words):
        open_workspace(tmp_path)


def test_settings_in_another_encoding_are_refused(tmp_path):
    (tmp_path / "sandan.toml").write_bytes('[workspace]\nname = "성남"'.encode("cp949"))
    with pytest.raises(WorkspaceError, match="cannot be read as UTF-8 text"):
        open_workspace(tmp_path)


def test_settings_with_a_byte_order_mark_are_read(tmp_path):
    (tmp_path / "sandan.toml").write_bytes(b'\xef\xbb\xbf[workspace]\nname = "a"\n')
    assert open_workspace(tmp_path).settings == Settings("a", "ko")
