from pathlib import Path

import pytest

from sandan.data.profiles.mapping import EXAMPLE, read_mapping
from sandan.errors import DefinitionError


def write(folder: Path, text: str) -> Path:
    path = folder / "m.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_example_is_a_whole_mapping(tmp_path: Path) -> None:
    mapping = read_mapping(write(tmp_path, EXAMPLE))
    assert mapping.constants == {"measure": "employment", "unit": "persons"}
    assert mapping.columns["region"] == "시군구코드"


def test_everything_that_a_mapping_may_say(tmp_path: Path) -> None:
    mapping = read_mapping(
        write(
            tmp_path,
            """
            measure = "population"
            unit = "persons"
            [columns]
            region = "행정구역"
            [constants]
            industry = "all"
            [wide]
            pattern = '(?P<period>\\d{4})년(?P<month>\\d{2})월_계_총인구수'
            only = { month = "12" }
            [split]
            region = '(?P<region_name>.+?)\\s*\\((?P<region>\\d+)\\)'
            [cells]
            suppressed = ["*"]
            missing = ["-"]
            decimal = ","
            least = 0
            [totals]
            region = ["전국"]
            [codes]
            region_width = 10
            [file]
            encoding = "cp949"
            delimiter = ";"
            """,
        )
    )
    assert mapping.source_of("period") == ["wide"]
    assert mapping.source_of("region") == ["columns"]
    assert mapping.source_of("region_name") == ["split"]
    assert (mapping.least, mapping.widths, mapping.totals["region"]) == (0, {"region": 10}, {"전국"})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('measure = "employment"\n', "", "does not say where `measure` comes from"),
        ('region = "시군구코드"\n', "", "does not say where `region` comes from"),
        ("[columns]", "[colums]", "has the key 'colums'"),
        ('value = "종사자수"', 'valu = "종사자수"', r"\[columns\] of the mapping has the key 'valu'"),
        ('value = "종사자수"\n', "", "must say where the values are"),
        ('value = "종사자수"', "value = 3.5", "`columns.value` of the mapping is 3.5"),
        ('value = "종사자수"', 'value = ""', "`columns.value` of the mapping is ''"),
        ("[columns]", "[constants]\nperiod = 2015\n[columns]", "gives `period` in columns and constants"),
        ("[columns]", "[cells]\nleast = '0'\n[columns]", "must be a number"),
        ("[columns]", "[cells]\nmissing = '-'\n[columns]", "must be a list of texts"),
        ("[columns]", "[cells]\ndecimal = ';'\n[columns]", "must be '.' or ','"),
        ("[columns]", "[file]\ndelimiter = ', '\n[columns]", "must be one character"),
        ("[columns]", "[split]\nregion = '('\n[columns]", "is none"),
        ("[columns]", "[split]\nregion = 'x'\n[columns]", "names no group"),
        ("[columns]", "columns = 3\n[x]", "it must be a section"),
        ("[columns]", "[columns", "is no TOML"),
    ],
)
def test_mapping_that_is_not_whole_is_refused_with_what_to_do(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert before in EXAMPLE
    with pytest.raises(DefinitionError, match=said):
        read_mapping(write(tmp_path, EXAMPLE.replace(before, after)))


def test_mapping_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="cannot be read"):
        read_mapping(tmp_path / "none.toml")


def test_every_mapping_of_the_documentation_is_whole(tmp_path: Path, root: Path) -> None:
    page = (root / "docs/how-to/map-your-own-table.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    assert len(blocks) == 4
    for block in blocks:
        read_mapping(write(tmp_path, block))
