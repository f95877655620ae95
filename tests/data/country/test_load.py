import pytest

from sandan.data.country.load import PROFILE_OF_FILE, import_country
from sandan.data.country.ties import tie_list
from sandan.data.country.trade import input_output_table
from sandan.data.country.write import FILES, write_country
from sandan.data.vault.store import Vault
from sandan.errors import SourceError


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory):
    folder = tmp_path_factory.mktemp("load") / "country"
    write_country(small, folder)
    return folder


@pytest.fixture(scope="module")
def imported(folder, tmp_path_factory):
    vault = Vault(tmp_path_factory.mktemp("vault"))
    return vault, import_country(folder, vault)


def test_every_file_of_the_office_has_a_profile():
    assert set(PROFILE_OF_FILE) == set(FILES)


def test_every_file_becomes_a_snapshot_without_a_lost_row(imported):
    vault, snapshots = imported
    assert list(snapshots) == list(PROFILE_OF_FILE)
    assert len(vault.snapshots()) == len(FILES)
    assert all(s.quality.rows_read == s.quality.rows_used == s.rows for s in snapshots.values())
    assert (vault.verify()["state"] == "ok").all()


def test_sites_come_back_as_they_were(small, imported):
    vault, snapshots = imported
    table = vault.read(snapshots["establishments.parquet"].id)
    for year in small.years:
        of_year = table[table["period"] == year]
        assert len(of_year) == len(small.state(year).number)
        assert of_year["workers"].sum() == small.state(year).workers.sum()


def test_tables_of_trade_work_and_ties_come_back_as_they_were(small, imported):
    vault, snapshots = imported
    sales = vault.read(snapshots["input_output.csv"].id)
    assert len(sales) == len(small.world.industries.groups) ** 2
    assert sales["value"].sum() == input_output_table(small)["value"].sum()
    jobs = vault.read(snapshots["occupations.csv"].id)
    hidden = jobs["status"] == "suppressed"
    assert jobs.loc[hidden, ["lower", "upper"]].drop_duplicates().to_numpy().tolist() == [[1, 4]]
    assert len(vault.read(snapshots["ties.csv"].id)) == len(tie_list(small).listed)


def test_concordance_of_occupations_names_its_revisions(imported):
    vault, snapshots = imported
    table = vault.read(snapshots["occupation_concordance.csv"].id)
    assert set(table["source_classification"]) == {"KSCO6"}
    assert set(table["target_classification"]) == {"KSCO7"}
    assert table.groupby("source")["weight"].sum().round(9).eq(1).all()


def test_snapshots_say_that_they_are_generated(imported):
    _, snapshots = imported
    own = [name for name in FILES if snapshots[name].profile.startswith("sandan-")]
    assert len(own) == 10
    assert all("generated" in {f.code for f in snapshots[name].quality.findings} for name in own)


def test_importing_again_changes_nothing(folder, imported):
    vault, snapshots = imported
    again = import_country(folder, vault)
    assert {name: s.id for name, s in again.items()} == {name: s.id for name, s in snapshots.items()}


def test_folder_without_a_country_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"no files/regions\.csv"):
        import_country(tmp_path, Vault(tmp_path / "vault"))
