from pathlib import Path

import pytest

from sandan.data.profiles.definitions import STRATEGIC_DEFINITION
from sandan.data.tables import check_table, contract_of
from sandan.errors import DefinitionError

TEXT = """
classification = "KSIC10"
[[version]]
name = "2013"
from = 2013-01-01
[[version.industry]]
key = "chips"
name_ko = "시스템반도체"
name_en = "System semiconductors"
include.codes = ["26112", "99999"]
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_definition_is_read_and_doubtful_rules_are_reported(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "definition.toml"
    path.write_bytes(TEXT.encode(encoding))
    (chunk,) = STRATEGIC_DEFINITION.read(path, {})
    check_table(chunk.table, contract_of("strategic_rules"))
    assert (chunk.rows_read, chunk.rows_used, len(chunk.table)) == (2, 2, 2)
    (finding,) = chunk.findings
    assert (finding.code, finding.rows) == ("unknown-code", 1)
    assert finding.examples[0].startswith("2013 chips: 99999")


def test_definition_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "definition.toml"
    path.write_text("[[version", encoding="utf-8")
    with pytest.raises(DefinitionError, match="The definition is not TOML"):
        list(STRATEGIC_DEFINITION.read(path, {}))
