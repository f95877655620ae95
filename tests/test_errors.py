import inspect

import pytest

from sandan import errors

CLASSES = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("error", CLASSES)
def test_errors_share_the_exit_status_of_their_family(error):
    family = (
        next(one for one in reversed(error.__mro__) if one in CLASSES[:] and one is not errors.SandanError)
        if (error is not errors.SandanError)
        else error
    )
    assert error.exit_status == family.exit_status


def test_exit_statuses_of_families_are_their_own():
    families = [one for one in CLASSES if one.__base__ is errors.SandanError]
    assert len({one.exit_status for one in families}) == len(families)


def test_tree_in_the_docstring_names_every_class():
    drawn = inspect.getdoc(errors)
    assert [one.__name__ for one in CLASSES if one.__name__ not in drawn] == []
