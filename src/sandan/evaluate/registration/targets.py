"""Which codes a list of strategic industries stood for: frozen before the outcome is seen."""

from collections.abc import Collection

import pandas as pd

from sandan.errors import DefinitionError

__all__ = ["target_codes"]


def target_codes(
    rules: pd.DataFrame, version: str, *, codes: Collection[str], industries: Collection[str] = ()
) -> tuple[str, ...]:
    """Write a version of a list of strategic industries as codes.

    Parameters
    ----------
    rules : DataFrame
        A table of the kind ``strategic_rules``.
    version : str
        The version that was in force before the policy began.
    codes : collection of str
        Codes of the classification at its finest level, for codes of which a part is taken out.
    industries : collection of str
        Keys of strategic industries; all of the version without it.

    Returns
    -------
    tuple of str
        Codes that stand for all that begins with them, in order, none inside of another.

    Raises
    ------
    DefinitionError
        If the version or an industry is not in the rules, or no code is left.

    Notes
    -----
    Only rules by code count. Rules by product or by enterprise name firms after looking at them, often after
    they were supported; a target made of them would move with the policy.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> rules = pd.DataFrame({"version": "2010", "strategic_industry": "chips", "rule": "code",
    ...     "effect": ["include", "include", "exclude"], "value": ["2611", "582", "26111"]})
    >>> target_codes(rules, "2010", codes=["26111", "26112", "26119", "58211", "58221"])
    ('26112', '26119', '582')
    """
    known = rules.loc[rules["version"] == version]
    if known.empty:
        raise DefinitionError(
            f"The rules have no version {version!r}; they have {', '.join(sorted(set(rules['version'])))}."
        )
    absent = sorted(set(industries) - set(known["strategic_industry"]))
    if absent:
        raise DefinitionError(f"Version {version!r} has no strategic industry {absent[0]!r}; name another.")
    chosen = known["rule"].eq("code") & known["strategic_industry"].isin(
        list(industries) or known["strategic_industry"]
    )
    included, excluded = (
        sorted(set(known.loc[chosen & known["effect"].eq(effect), "value"]))
        for effect in ("include", "exclude")
    )
    found: set[str] = set()
    for code in included:
        out = [one for one in excluded if one.startswith(code) or code.startswith(one)]
        finer = [one for one in codes if one.startswith(code)] if out else [code]
        found |= {one for one in finer if not any(one.startswith(other) for other in out)}
    outermost = [
        one for one in sorted(found) if not any(one != other and one.startswith(other) for other in found)
    ]
    if not outermost:
        raise DefinitionError(f"Version {version!r} names no industry by its code; write the codes yourself.")
    return tuple(outermost)
