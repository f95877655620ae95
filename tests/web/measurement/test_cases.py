from dataclasses import replace
from datetime import date
from shutil import copytree

from sandan.data.workspace import open_workspace
from sandan.evaluate.comparison_sets import ComparisonSet
from sandan.web.measurement import cases
from sandan.web.measurement.lens import Lens

PEERS = ComparisonSet("big", "큰 곳", "large places", "크다", "large", date(2013, 1, 1), ("A", "B"))
LENS = Lens("A", 2010, 2013)


def test_case_takes_the_peers_that_the_lens_names(office_data):
    cases.sets_path().write_text(
        PEERS.to_toml() + replace(PEERS, key="few", areas=("A", "C")).to_toml(), encoding="utf-8"
    )
    chosen = [cases.case_of(replace(LENS, peers=key), "en").comparison_set.key for key in ("", "big", "few")]
    assert chosen == ["big", "big", "few"]


def test_shelf_is_kept_while_the_data_stay(office_data, settings, workspace_with, one_indicator):
    first = cases.shelf()
    assert cases.shelf() is first
    settings.WORKSPACE = workspace_with("other", indicator_values=one_indicator)
    assert cases.shelf() is not first


def test_shelf_of_another_vault_is_another_though_it_holds_the_same(
    office_data, settings, workspace_with, one_indicator, tmp_path
):
    settings.WORKSPACE = workspace_with("one", indicator_values=one_indicator)
    shelves = [cases.shelf()]
    settings.WORKSPACE = open_workspace(copytree(settings.WORKSPACE.root, tmp_path / "copy"))
    shelves.append(cases.shelf())
    assert shelves[0] is not shelves[1]


def test_state_depends_on_peers_only_where_they_matter(office_data):
    before = [cases.state_of_data(with_peers=with_peers) for with_peers in (False, True)]
    cases.sets_path().write_text(PEERS.to_toml(), encoding="utf-8")
    after = [cases.state_of_data(with_peers=with_peers) for with_peers in (False, True)]
    assert (before[0] == after[0], before[1] == after[1]) == (True, False)
