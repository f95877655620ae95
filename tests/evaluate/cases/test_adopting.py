import pytest

from sandan.data.vault.store import Vault
from sandan.errors import DefinitionError
from sandan.evaluate.cases.adopting import adopt_case
from sandan.evaluate.cases.loading import case_of


def test_adopted_case_is_found_again_by_its_bytes(tmp_path):
    claims, evidence = adopt_case(Vault(tmp_path), "seongnam_2013")
    assert (claims.rows, evidence.rows) == (16, 45)
    assert case_of(claims.original_sha256) == "seongnam_2013"
    assert claims.as_of.isoformat() == "2013-11-20"


def test_adopting_again_changes_nothing(tmp_path):
    vault = Vault(tmp_path)
    first = adopt_case(vault, "seongnam_2013")
    again = adopt_case(vault, "seongnam_2013")
    assert [one.id for one in first] == [one.id for one in again]


def test_unknown_case_is_refused(tmp_path):
    with pytest.raises(DefinitionError, match="no case 'atlantis'"):
        adopt_case(Vault(tmp_path), "atlantis")
