import pytest

from sandan.report.document import Number
from sandan.report.sections.parts import parts


@pytest.fixture
def planted(workspace_with, planted_register, case_of):
    """Half of the shops of A stand in a second district, and all its chip makers in a complex."""
    register = planted_register.copy()
    shops = register["city"].eq("A") & register["industry"].eq("47111")
    register.loc[shops & register["enterprise"].str[1:].str.isdecimal(), "region"] = "A2"
    register.loc[register["city"].eq("A") & register["industry"].eq("26112"), "complex"] = "X"
    return case_of(workspace_with("planted", establishments=register), "A")


def shown(table):
    return [[cell[0].shown if isinstance(cell[0], Number) else cell[0] for cell in row] for row in table.rows]


def test_parts_add_up_to_the_city(planted):
    found = parts(planted, "district")
    assert (found.codes, shown(found.table)) == (
        ("A1", "A2"),
        [["A1", "27", "557"], ["A2", "60", "360"]],
    )


def test_what_lies_in_no_complex_comes_last(planted):
    found = parts(planted, "complex")
    assert (found.codes, shown(found.table)) == (
        ("X", ""),
        [["X", "14", "294"], ["outside of the complexes", "73", "623"]],
    )
