from sandan.cli.generate import Scale
from sandan.data.country.plan import SCALES


def test_scales_of_the_command_are_those_of_the_plans():
    assert [scale.value for scale in Scale] == list(SCALES)


def test_country_is_written_and_says_where(sandan, tmp_path):
    done = sandan("generate", "country", "--seed", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert "80,000 sites in 2006" in done.stdout
    assert "not a real place" in done.stdout
    assert (tmp_path / "country/files/establishments.parquet").is_file()
    assert (tmp_path / "country/truth/effects.json").is_file()


def test_folder_with_other_things_is_an_error(sandan, tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/a.txt").write_text("keep me")
    done = sandan("generate", "letters")
    assert done.returncode == 20
    assert done.stderr.startswith("error [workspace]: The folder letters is not empty")
