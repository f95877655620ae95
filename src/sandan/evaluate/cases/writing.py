"""Writing what stands beside two tables of a case, so that it can be opened again."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["case_toml"]


def case_toml(document: Mapping[str, Any]) -> str:
    """Write the document of a case as TOML.

    Parameters
    ----------
    document : mapping
        What `sandan.evaluate.cases.loading.case_from` reads: lists of tables, and tables, of plain values.

    Returns
    -------
    str
        Lists as ``[[name]]``, tables as ``[name]``, empty ones left out.

    Raises
    ------
    TypeError
        If a value is none that TOML has.

    Notes
    -----
    ``tomllib.loads(case_toml(document)) == document`` for a document without empty parts. A text of JSON
    is a basic string of TOML, except for the one control character that JSON may leave as it is.

    References
    ----------
    TOML 1.0.0 (2021).

    Examples
    --------
    >>> print(case_toml({"entry": [{"claim": "K1", "reason": "Minutes."}], "words": {"jobs": "일자리"}}))
    [[entry]]
    claim = "K1"
    reason = "Minutes."
    <BLANKLINE>
    [words]
    jobs = "일자리"
    <BLANKLINE>
    """
    parts = [part for name, content in document.items() for part in _parts(name, content)]
    return "\n".join(parts)


def _parts(name: str, content: Any) -> list[str]:
    if isinstance(content, Mapping):
        return [_table(f"[{_key(name)}]", content)] if content else []
    return [_table(f"[[{_key(name)}]]", row) for row in content]


def _table(head: str, content: Mapping[str, Any]) -> str:
    return "\n".join([head, *(f"{_key(name)} = {_inline(value)}" for name, value in content.items()), ""])


def _key(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _inline(name)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(name)} = {_inline(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if value is None:
        raise TypeError("TOML has no empty value; leave the entry out.")
    return json.dumps(value, ensure_ascii=False, allow_nan=False).replace("\x7f", "\\u007f")
