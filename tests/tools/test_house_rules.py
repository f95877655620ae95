import pytest

GOOD = '''
__all__ = ["double"]

def double(number):
    """Double a number.

    Parameters
    ----------
    Returns
    -------
    Raises
    ------
    Notes
    -----
    References
    ----------
    Examples
    --------
    """
    if number < 0:
        raise ValueError(f"`number` is {number}, but it must not be negative.")
    return 2 * number
'''
BAD = '__all__ = ["double"]\ndef double(number):\n    """Double."""\n    raise ValueError("wrong")\n'


@pytest.fixture(scope="module")
def rules(load):
    return load("house_rules")


def test_long_files_objects_only_over_the_limit(rules):
    files = {"short.py": "x\n" * 600, "long.py": "x\n" * 601}
    assert rules.long_files(files) == ["long.py has 601 lines; 600 are allowed"]


def test_thin_docstrings_accepts_all_sections(rules):
    assert rules.thin_docstrings("good.py", GOOD) == []


def test_thin_docstrings_names_what_is_absent(rules):
    (objection,) = rules.thin_docstrings("bad.py", BAD)
    assert objection.startswith("bad.py: double has no section Parameters, Returns")


def test_long_bodies_objects_to_a_long_median(rules):
    long = "def f():\n" + "    x = 1\n" * 11
    assert rules.long_bodies([long]) == ["the median body has 11 lines; 10 are allowed"]
    assert rules.long_bodies([GOOD]) == []


def test_wordless_refusals_counts_named_values(rules):
    assert rules.wordless_refusals([GOOD]) == []
    assert rules.wordless_refusals([BAD]) == ["only 0 of 1 refusals name the value they refuse"]


def test_unmirrored_modules_names_the_test_that_is_absent(rules):
    assert rules.unmirrored_modules(["data/vault.py"], {"data/test_vault.py"}) == []
    assert rules.unmirrored_modules(["data/vault.py"], set()) == ["data/vault.py has no data/test_vault.py"]
