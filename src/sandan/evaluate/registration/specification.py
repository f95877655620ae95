"""The specification of an evaluation: all that could be chosen after seeing the outcome, fixed before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, get_args

from sandan.errors import DefinitionError
from sandan.evaluate.ladder.counting import Outcome
from sandan.evaluate.netting import Rates, rates_from
from sandan.evaluate.panels.treatments import Basis

__all__ = ["Specification", "other_outcomes", "specification_from"]

RINGS = (0.0, 10.0, 25.0, 50.0)
LISTS = ("target", "treated_elsewhere", "rings")
OPTIONAL = {"treated_elsewhere", "rings", "level", "rates"}


@dataclass(frozen=True)
class Specification:
    """What is compared, with whom, over which years, by whom, and when that was fixed.

    ``target`` are codes of industries as they were listed before the policy (``target_from`` says where).
    ``start`` is the first period in which the policy can have had an effect, by its date of ``basis``.
    ``rings`` are distances in kilometers from the site of the policy (``site``, an area), the last one being
    the far edge of the ring that is taken for untouched. ``registered_at`` is a moment with its offset.
    ``rates`` lead from gross to net; without them that rung has no number.
    """

    policy_ko: str
    policy_en: str
    place: str
    site: str
    outcome: Outcome
    target: tuple[str, ...]
    target_from: str
    basis: Basis
    first: int
    start: int
    last: int
    author: str
    registered_at: str
    treated_elsewhere: tuple[str, ...] = ()
    rings: tuple[float, ...] = RINGS
    level: float = 0.9
    rates: Rates | None = None

    @property
    def hash(self) -> str:
        """SHA-256 of the whole record; another word or digit gives another one."""
        return sha256(json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    @property
    def id(self) -> str:
        """Short name of the record."""
        return f"S-{self.hash[:12]}"

    def policy(self, language: str) -> str:
        """Name of the policy in a language."""
        return self.policy_ko if language == "ko" else self.policy_en

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values; rates stand in it only where some were given."""
        plain = asdict(self) | {name: list(getattr(self, name)) for name in LISTS}
        del plain["rates"]
        return plain if self.rates is None else plain | {"rates": self.rates.to_json()}


def specification_from(record: Mapping[str, Any]) -> Specification:
    """Check a record and make it a specification.

    Parameters
    ----------
    record : mapping
        The fields of `Specification` by name, as from JSON or TOML, ``rates`` as for `rates_from`; those with
        a default may be left out.

    Returns
    -------
    Specification
        Fixed: it cannot be changed any more.

    Raises
    ------
    DefinitionError
        If a field is missing, unknown or empty, years, distances or rates are not in order, or a choice is
        not known.

    Notes
    -----
    ``first < start <= last``; distances begin at 0 and rise.

    References
    ----------
    ``docs/methods/registration.md``.

    Examples
    --------
    >>> fixed = specification_from({
    ...     "policy_ko": "연구단지", "policy_en": "research complex", "place": "31020", "site": "31023",
    ...     "outcome": "jobs", "target": ["C26"], "target_from": "strategic list, version 2010",
    ...     "basis": "decided", "first": 2006, "start": 2011, "last": 2015, "author": "Kim",
    ...     "registered_at": "2016-01-04T09:00:00+09:00",
    ... })
    >>> fixed.id
    'S-d155cc15e2d5'
    """
    known = {one.name for one in fields(Specification)}
    unknown = sorted(set(record) - known)
    if unknown:
        raise DefinitionError(f"{unknown[0]!r} is no part of a specification; it has {', '.join(known)}.")
    needed = {one.name for one in fields(Specification)} - OPTIONAL
    absent = sorted(name for name in needed if record.get(name) in (None, "", [], ()))
    if absent:
        raise DefinitionError(f"The specification lacks {absent[0]!r}; say it before the outcome is seen.")
    plain = dict(record) | {name: tuple(record[name]) for name in LISTS if name in record}
    _check_numbers(plain)
    rates = plain.get("rates")
    fixed = Specification(
        **plain
        | {"rings": tuple(map(float, plain.get("rings", RINGS)))}
        | {"rates": None if rates is None else rates_from(rates)}
    )
    _check(fixed)
    return fixed


def _check_numbers(record: Mapping[str, Any]) -> None:
    for name in ("first", "start", "last"):
        if type(record[name]) is not int:
            raise DefinitionError(f"`{name}` is {record[name]!r}; write the year as a whole number.")
    for value in (*record.get("rings", ()), record.get("level", 0.0)):
        if not isinstance(value, (int, float)):
            raise DefinitionError(f"{value!r} is no number; write distances and the level as numbers.")


def other_outcomes(fixed: Specification, among: Iterable[Specification]) -> list[Specification]:
    """Find what asks the same of another outcome.

    Parameters
    ----------
    fixed : Specification
        What is compared.
    among : iterable of Specification
        What was registered, in order.

    Returns
    -------
    list of Specification
        The first one of every other outcome; author and moment may differ, nothing else.

    Raises
    ------
    AttributeError
        If something else than specifications is given.

    Notes
    -----
    They are to be corrected together (`corrected_together`).

    References
    ----------
    ``docs/methods/several-outcomes.md``.

    Examples
    --------
    ``tests/evaluate/registration/test_specification.py`` shows what counts as the same.
    """
    free = {"outcome": "", "author": "", "registered_at": ""}
    first: dict[str, Specification] = {}
    for one in among:
        if one.outcome != fixed.outcome and one.to_json() | free == fixed.to_json() | free:
            first.setdefault(one.outcome, one)
    return list(first.values())


def _check(fixed: Specification) -> None:
    for name, choices in (("outcome", get_args(Outcome)), ("basis", get_args(Basis))):
        if getattr(fixed, name) not in choices:
            raise DefinitionError(f"`{name}` is {getattr(fixed, name)!r}; use one of {', '.join(choices)}.")
    if not fixed.first < fixed.start <= fixed.last:
        raise DefinitionError(
            f"The years are {fixed.first}, {fixed.start} and {fixed.last}; the first must be before the "
            "beginning of the policy, and the last not before it."
        )
    apart = zip(fixed.rings, fixed.rings[1:], strict=False)
    if len(fixed.rings) < 3 or fixed.rings[0] != 0 or any(near >= far for near, far in apart):
        raise DefinitionError(
            f"The rings end at {', '.join(map(str, fixed.rings))} km; give three distances or more that "
            "begin at 0 and rise."
        )
    if not 0 < fixed.level < 1:
        raise DefinitionError(f"`level` is {fixed.level}; give a probability between 0 and 1, such as 0.9.")
    if fixed.place in fixed.treated_elsewhere:
        raise DefinitionError(f"{fixed.place!r} is the place of the policy; it is not treated elsewhere too.")
    _check_moment(fixed.registered_at)


def _check_moment(text: str) -> None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise DefinitionError(f"`registered_at` is {text!r}; give a date and time.") from error
    if moment.tzinfo is None:
        raise DefinitionError(f"`registered_at` is {text!r}, without its offset; write +09:00 behind it.")
